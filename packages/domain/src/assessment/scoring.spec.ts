import { describe, test } from '@jest/globals'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Mark, Score } from './events.ts'
import * as S from './samples.ts'
import { overallOf, scoresOf } from './scoring.ts'

const { given, ask, happened } = S.story
const marked = (...marks: ReadonlyArray<Mark>) =>
  ask('ScoreSatisfaction', { ...S.answer, scores: marks })
const [fast, solved] = S.marks

describe('a mark', () => {
  test('is kept with its scale and its weight', () =>
    given()
      .when(marked(fast, solved, { dimension: 'price', value: 1 }))
      .thenHappens(
        happened('SatisfactionScored', {
          ...S.unasked,
          scores: [
            ...S.scores,
            { dimension: 'price', value: 1, scaleMin: 1, scaleMax: 5, weight: 1 },
          ],
          overallHundredths: 350,
        }),
      ))

  test('is a point of its scale', () => {
    const points = [5, 3, 1]
    for (const value of [0, 2, 4, 6])
      given()
        .when(marked({ ...fast, value }, solved))
        .thenRefused({ _tag: 'NotOnTheScale', dimension: 'responseTime', points })
  })

  test('is on a dimension of the instrument', () =>
    given()
      .when(marked(fast, solved, { dimension: 'parking', value: 5 }))
      .thenRefused({
        _tag: 'UnknownDimension',
        dimension: 'parking',
        known: ['responseTime', 'degreeSolved', 'efficiency', 'quality', 'price'],
      }))

  test('is given once', () =>
    given()
      .when(marked(fast, solved, { ...fast, value: 1 }))
      .thenRefused({ _tag: 'MarkedTwice', dimension: 'responseTime' }))

  test('is not left out where it is mandatory', () => {
    given()
      .when(marked(fast))
      .thenRefused({ _tag: 'DimensionsMissing', dimensions: ['degreeSolved'] })
    given()
      .when(marked({ dimension: 'price', value: 1 }))
      .thenRefused({ _tag: 'DimensionsMissing', dimensions: ['responseTime', 'degreeSolved'] })
  })
})

describe('what a customer expected', () => {
  const expecting = (expectation: number) => ask('ScoreSatisfaction', { ...S.answer, expectation })

  test('is on the scales that were marked', () => {
    for (const expectation of [1, 2, 5])
      given()
        .when(expecting(expectation))
        .thenHappens(happened('SatisfactionScored', { ...S.unasked, expectation }))
    for (const expectation of [0, 6])
      given().when(expecting(expectation)).thenRefused({ _tag: 'ExpectationOffScale' })
  })
})

describe('the overall mark', () => {
  const score = (value: number, weight = 1): Score => ({
    dimension: 'quality',
    value,
    scaleMin: 0,
    scaleMax: 100,
    weight,
  })
  const anyScores = fc.array(
    fc
      .record({
        scaleMin: fc.nat(50),
        size: fc.nat(50),
        part: fc.nat(50),
        weight: fc.integer({ min: 1, max: 1000 }),
      })
      .map(({ scaleMin, size, part, weight }) => ({
        dimension: 'quality',
        value: scaleMin + Math.min(part, size),
        scaleMin,
        scaleMax: scaleMin + size,
        weight,
      })),
    { minLength: 1, maxLength: 8 },
  )

  test('is the mean by weight, in hundredths', () => {
    expectSame('one', overallOf([score(4)]), 400)
    expectSame('two', overallOf([score(5), score(2, 2)]), 300)
  })

  test('has its halves rounded up', () => {
    expectSame('0.125', overallOf([score(1), score(0, 7)]), 13)
    expectSame('4.33…', overallOf([score(5), score(4, 2)]), 433)
    expectSame('4.66…', overallOf([score(4), score(5, 2)]), 467)
  })

  test('lies within the scales, and between the lowest and the highest mark', () =>
    fc.assert(
      fc.property(anyScores, (scores) => {
        const overall = overallOf(scores)
        const marks = scores.map(({ value }) => value * 100)
        expectThat(overall >= Math.min(...marks) && overall <= Math.max(...marks), 'marks', overall)
        const lowest = Math.min(...scores.map(({ scaleMin }) => scaleMin * 100))
        const highest = Math.max(...scores.map(({ scaleMax }) => scaleMax * 100))
        expectThat(overall >= lowest && overall <= highest, 'scales', overall)
      }),
      { numRuns: 1000 },
    ))
})

describe('any marks', () => {
  const dimensions = [...S.service.dimensions.map(({ dimension }) => dimension), 'parking']
  const anyMarks = fc.array(
    fc.record({ dimension: fc.constantFrom(...dimensions), value: fc.integer({ min: 0, max: 6 }) }),
    { minLength: 1, maxLength: 6 },
  )

  test('count only if every one is a point of its scale, once, and none is missing', () =>
    fc.assert(
      fc.property(anyMarks, (marks) => {
        const scored = scoresOf(S.service, marks)
        const count = (dimension: string) =>
          marks.filter((mark) => mark.dimension === dimension).length
        const complete = S.service.dimensions.every(({ dimension, mandatory }) =>
          mandatory ? count(dimension) === 1 : count(dimension) <= 1,
        )
        const onScale = marks.every(({ dimension, value }) =>
          S.service.dimensions.some(
            (asked) =>
              asked.dimension === dimension &&
              asked.scale.points.some((point) => point.value === value),
          ),
        )
        expectSame('counts', E.isRight(scored), complete && onScale)
      }),
      { numRuns: 2000 },
    ))
})
