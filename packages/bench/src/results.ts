/**
 * What the repetitions of a run came to: medians, and how far they were apart.
 */
import type { Measured } from './meter.ts'

/** By the name of the run, one for each repetition. */
export type Results = ReadonlyMap<string, ReadonlyArray<Measured>>

export interface Figure {
  /** The median. */
  readonly value: number
  /** The largest by the smallest: 1 if all are alike. */
  readonly spread: number
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [below = NaN, above = NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? above : (below + above) / 2
}

export const figureOf = (values: ReadonlyArray<number>): Figure => ({
  value: median(values),
  spread: Math.max(...values) / Math.min(...values),
})

/** A figure of a run; an unknown run is a bug and throws. */
export const figure = (
  results: Results,
  run: string,
  read: (measured: Measured) => number,
): Figure => {
  const measured = results.get(run)
  if (measured === undefined || measured.length === 0) throw new Error(`there is no run ${run}`)
  return figureOf(measured.map(read))
}

/** How many a second, of the clock or of the processor. */
export const rate =
  (by: 'wall' | 'cpu') =>
  ({ n, wallMs, cpuMs }: Measured): number =>
    (1_000 * n) / (by === 'wall' ? wallMs : cpuMs)

export const rss = ({ rssMb }: Measured): number => rssMb

/** Something that the workload told by name. */
export const told =
  (name: string) =>
  ({ told = {} }: Measured): number => {
    const value = told[name]
    if (value === undefined) throw new Error(`${name} was not told`)
    return value
  }
