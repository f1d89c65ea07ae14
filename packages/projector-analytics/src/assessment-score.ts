/**
 * `assessment_score`: what assessments say of each dimension, with the scale and weight of then.
 */
import type { Event } from '@deskledger/domain/assessment/events'
import { integer, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const scored = table('assessment_score', {
  doc: 'What one assessment says of one dimension; SatisfactionScored',
  key: {
    assessment_id: text('the assessment'),
    dimension: text('what was judged, as a key of the house: responseTime, degreeSolved, …'),
  },
  columns: {
    value: integer('a point on the scale; more is better'),
    scale_min: integer('the worst point of the scale'),
    scale_max: integer('the best point of the scale'),
    weight: integer('of this dimension among those of its assessment'),
  },
})

export const assessmentScore = scored.on(
  ({ data: { assessmentId, scores } }) =>
    scores.map(({ dimension }) => ({ assessment_id: assessmentId, dimension })),
  {
    SatisfactionScored: (_, { data: { scores } }, key) => {
      const score = scores.find(({ dimension }) => dimension === key.dimension)
      if (score === undefined) return undefined
      const { value, scaleMin, scaleMax, weight } = score
      return { value, scale_min: scaleMin, scale_max: scaleMax, weight }
    },
  },
)
