/**
 * How marks become scores: each on its scale, the mandatory ones complete, and one overall mark.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instrument } from '../definitions.ts'
import type { Mark, Score } from './events.ts'

export type Unscorable =
  | {
      readonly _tag: 'UnknownDimension'
      readonly dimension: string
      readonly known: ReadonlyArray<string>
    }
  | { readonly _tag: 'MarkedTwice'; readonly dimension: string }
  | { readonly _tag: 'DimensionsMissing'; readonly dimensions: ReadonlyArray<string> }
  | {
      readonly _tag: 'NotOnTheScale'
      readonly dimension: string
      readonly points: ReadonlyArray<number>
    }

/** The marks with their scales and weights, or the first reason why they cannot count. */
export const scoresOf = (
  { dimensions }: Instrument,
  marks: ReadonlyArray<Mark>,
): E.Either<Unscorable, ReadonlyArray<Score>> => {
  const given = marks.map(({ dimension }) => dimension)
  const twice = given.find((dimension, i) => given.indexOf(dimension) < i)
  if (twice !== undefined) return E.left({ _tag: 'MarkedTwice', dimension: twice })
  const missing = dimensions
    .filter(({ dimension, mandatory }) => mandatory && !given.includes(dimension))
    .map(({ dimension }) => dimension)
  if (missing.length > 0) return E.left({ _tag: 'DimensionsMissing', dimensions: missing })
  return E.traverseArray(scoreBy(dimensions))(marks)
}

const scoreBy =
  (dimensions: Instrument['dimensions']) =>
  (mark: Mark): E.Either<Unscorable, Score> => {
    const { dimension, value } = mark
    const asked = dimensions.find((each) => each.dimension === dimension)
    if (asked === undefined) {
      const known = dimensions.map((each) => each.dimension)
      return E.left({ _tag: 'UnknownDimension', dimension, known })
    }
    const points = asked.scale.points.map((point) => point.value)
    if (!points.includes(value)) return E.left({ _tag: 'NotOnTheScale', dimension, points })
    const [scaleMin, scaleMax] = [Math.min(...points), Math.max(...points)]
    return E.right({ ...mark, scaleMin, scaleMax, weight: asked.weight })
  }

/** Σ weight × value ÷ Σ weight of at least one score, in hundredths, halves rounded up. */
export const overallOf = (scores: ReadonlyArray<Score>): number => {
  const weights = scores.reduce((sum, { weight }) => sum + weight, 0)
  const values = scores.reduce((sum, { weight, value }) => sum + weight * value, 0)
  return Math.floor((200 * values + weights) / (2 * weights))
}
