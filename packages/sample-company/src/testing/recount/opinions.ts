/**
 * What customers think, worked out once more from the log: the questions Q16 and Q17.
 */
import { all, isWithin, ratio, type History, type Period, type RecordedOf } from './history.ts'

type Scored = RecordedOf<'SatisfactionScored'>['data']

/** The last word of each assessment. */
const opinionsIn = (history: History): ReadonlyArray<Scored> => {
  const last = new Map<string, Scored>()
  for (const { data } of all(history, 'SatisfactionScored')) last.set(data.assessmentId, data)
  return [...last.values()]
}

/** Q16: how satisfied customers are on each dimension, where all scores are on one scale. */
export const satisfaction = (history: History, period: Period): ReadonlyArray<object> => {
  const byDimension = new Map<string, Array<Scored['scores'][number]>>()
  for (const { collectedAt, scores } of opinionsIn(history))
    if (isWithin(period, collectedAt))
      for (const score of scores)
        byDimension.set(score.dimension, [...(byDimension.get(score.dimension) ?? []), score])
  return [...byDimension].sort(([a], [b]) => (a < b ? -1 : 1)).map(meanOf)
}

const meanOf = ([dimension, scores]: readonly [
  string,
  ReadonlyArray<Scored['scores'][number]>,
]) => {
  const n = scores.length
  const best = Math.max(...scores.map(({ scaleMax }) => scaleMax))
  const worst = Math.min(...scores.map(({ scaleMin }) => scaleMin))
  let total = 0
  let millionths = 0
  for (const { value, scaleMin, scaleMax } of scores) {
    total += value
    millionths += Math.round((1_000_000 * (value - scaleMin)) / (scaleMax - scaleMin))
  }
  const normalised = ratio(millionths, 1_000_000 * n, 4)
  return { dimension, n, mean: ratio(total, n, 4), scale_min: worst, scale_max: best, normalised }
}

/** Q17: how many would recommend the company. */
export const recommendation = (history: History): ReadonlyArray<object> => {
  const counted = { n: 0, promoters: 0, passives: 0, detractors: 0 }
  for (const { nps } of opinionsIn(history)) {
    if (nps === undefined) continue
    counted.n += 1
    if (nps > 8) counted.promoters += 1
    else if (nps > 6) counted.passives += 1
    else counted.detractors += 1
  }
  const { n, promoters, detractors } = counted
  return [{ ...counted, nps: ratio(100 * (promoters - detractors), n, 2) }]
}
