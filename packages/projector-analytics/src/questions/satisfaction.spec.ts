import { describe, expect, test } from '@jest/globals'
import { Assessments as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from '../given.samples.ts'
import { q16, q17, q18, q19 } from './satisfaction.ts'

type Data = Extract<Event, { readonly type: 'SatisfactionScored' }>['data']
interface Said extends Partial<{ readonly [Field in keyof Data]: unknown }> {}

/** The answer of assessment number `n`; unless it says otherwise, that of the samples. */
const answer = (n: number, said: Said = {}): Event =>
  ({
    type: 'SatisfactionScored',
    data: { ...S.scored.data, assessmentId: id(n), ...said },
  }) as Event
const invitation = (n: number, said: object = {}): Event =>
  ({
    type: 'AssessmentInvited',
    data: { ...S.invited.data, assessmentId: id(n), ...said },
  }) as Event
const declined = (n: number): Event => ({
  type: 'AssessmentDeclined',
  data: { assessmentId: id(n), at: at(1) },
})
const expired = (n: number): Event => ({
  type: 'AssessmentExpired',
  data: { assessmentId: id(n), at: at(61) },
})

const mark = (dimension: string, value: number, scaleMin = 1, scaleMax = 5) => ({
  scores: [{ dimension, value, scaleMin, scaleMax, weight: 1 }],
})

describe('satisfaction per dimension (Q16)', () => {
  test('is the mean of the values, each counting once, and of their place on the scale', () =>
    expect(
      after(
        answer(1, mark('quality', 5)),
        answer(2, mark('quality', 4)),
        answer(3, mark('quality', 4)),
        answer(4, mark('price', 1)),
      ).answer(q16),
    ).toEqual([
      { dimension: 'price', n: 1, mean: 1, scale_min: 1, scale_max: 5, normalised: 0 },
      // (5 + 4 + 4) / 3 = 4.3333; (1 + 0.75 + 0.75) / 3 = 0.8333
      { dimension: 'quality', n: 3, mean: 4.3333, scale_min: 1, scale_max: 5, normalised: 0.8333 },
    ]))

  test('has no mean of several scales, but their common place', () =>
    expect(
      after(answer(1, mark('quality', 5)), answer(2, mark('quality', 5, 0, 10))).answer(q16),
    ).toEqual([
      { dimension: 'quality', n: 2, mean: null, scale_min: 0, scale_max: 10, normalised: 0.75 },
    ]))

  test('has no mean where the scales differ in a single end', () => {
    for (const other of [mark('quality', 5, 0, 5), mark('quality', 5, 1, 10)])
      expect(after(answer(1, mark('quality', 5)), answer(2, other)).answer(q16)).toMatchObject([
        { n: 2, mean: null },
      ])
  })

  test('has no place on a scale of a single point, and leaves it out of that of others', () => {
    const pointless = answer(1, mark('quality', 3, 3, 3))
    expect(after(pointless).answer(q16)).toEqual([
      { dimension: 'quality', n: 1, mean: 3, scale_min: 3, scale_max: 3, normalised: null },
    ])
    expect(after(pointless, answer(2, mark('quality', 2))).answer(q16)).toMatchObject([
      { n: 2, mean: null, normalised: 0.25 },
    ])
  })

  test('is that of a period, its first instant included and its last one not', () => {
    const days = [0, 10, 20].map((minute, i) =>
      answer(i + 1, { ...mark('quality', i + 1), collectedAt: at(minute) }),
    )
    expect(after(...days).answer(q16, { from: at(0), to: at(20) })).toMatchObject([
      { n: 2, mean: 1.5 },
    ])
    expect(after(...days).answer(q16, { from: at(20) })).toMatchObject([{ n: 1, mean: 3 }])
  })

  test('is that of a batch', () =>
    expect(
      after(
        answer(1, { ...mark('quality', 5), batchId: S.batch }),
        answer(2, mark('quality', 1)),
      ).answer(q16, { batch: S.batch }),
    ).toMatchObject([{ n: 1, mean: 5 }]))
})

describe('who would recommend us (Q17)', () => {
  const scores = (...all: ReadonlyArray<number>) => all.map((nps, i) => answer(i + 1, { nps }))

  test('is promoters minus detractors of 100, and a 0 is one of them', () =>
    expect(after(...scores(10, 9, 8, 7, 6, 0, 9)).answer(q17)).toEqual([
      // 100 × (3 - 2) / 7
      { n: 7, promoters: 3, passives: 2, detractors: 2, nps: 14.29 },
    ]))

  test('goes from -100 to 100', () => {
    expect(after(...scores(0, 0)).answer(q17)).toMatchObject([{ detractors: 2, nps: -100 }])
    expect(after(...scores(10)).answer(q17)).toMatchObject([{ promoters: 1, nps: 100 }])
    expect(after(...scores(6, 6, 9)).answer(q17)).toMatchObject([{ nps: -33.33 }])
  })

  test('counts only those who were asked that', () =>
    expect(after(answer(1), answer(2, { nps: 7 }), invitation(3)).answer(q17)).toMatchObject([
      { n: 1, passives: 1, nps: 0 },
    ]))

  test('is no number where nobody answered', () =>
    expect(after().answer(q17)).toEqual([
      { n: 0, promoters: 0, passives: 0, detractors: 0, nps: null },
    ]))

  test('is that of a period or a batch', () => {
    const story = after(
      answer(1, { nps: 10, collectedAt: at(0), batchId: S.batch }),
      answer(2, { nps: 0, collectedAt: at(5) }),
    )
    expect(story.answer(q17, { to: at(5) })).toMatchObject([{ n: 1, nps: 100 }])
    expect(story.answer(q17, { from: at(5) })).toMatchObject([{ n: 1, nps: -100 }])
    expect(story.answer(q17, { batch: S.batch })).toMatchObject([{ n: 1, nps: 100 }])
  })
})

describe('the mark by the way of asking (Q18)', () => {
  test('is the mean of the overall marks that were collected so', () =>
    expect(
      after(
        invitation(1),
        answer(1, { mode: 'web', overallHundredths: 433 }),
        answer(2, { mode: 'web', overallHundredths: 300 }),
        answer(3, { mode: 'sms', overallHundredths: 500 }),
      ).answer(q18),
    ).toEqual([
      { instrument: 'service', instrument_version: 1, mode: 'sms', n: 1, mean: 5 },
      { instrument: 'service', instrument_version: 1, mode: 'web', n: 2, mean: 3.665 },
    ]))

  test('is that of the answers of a period', () => {
    const story = after(answer(1, { collectedAt: at(5) }), answer(2, { collectedAt: at(9) }))
    expect(story.answer(q18, { from: at(5), to: at(9) })).toMatchObject([{ n: 1 }])
  })

  test('never mixes the marks of several instruments', () =>
    expect(
      after(answer(1), answer(2, { instrument: { key: 'service', version: 2 } })).answer(q18),
    ).toMatchObject([
      { instrument_version: 1, n: 1 },
      { instrument_version: 2, n: 1 },
    ]))
})

describe('the response rate (Q19)', () => {
  test('is answers by invitations, by the way of asking and not of answering', () =>
    expect(
      after(
        invitation(1),
        answer(1, { mode: 'web' }),
        invitation(2),
        declined(2),
        invitation(3),
        expired(3),
        invitation(4),
        expired(4),
        invitation(5, { mode: 'callback' }),
        answer(6),
      ).answer(q19),
    ).toEqual([
      { mode: 'callback', invited: 1, scored: 0, declined: 0, expired: 0, rate: 0 },
      { mode: 'sms', invited: 4, scored: 1, declined: 1, expired: 2, rate: 0.25 },
    ]))

  test('counts the invitations of the period, and whatever came of them later', () => {
    const story = after(
      invitation(1, { at: at(0) }),
      answer(1, { at: at(90) }),
      invitation(2, { at: at(10) }),
    )
    expect(story.answer(q19, { to: at(10) })).toMatchObject([{ invited: 1, rate: 1 }])
    expect(story.answer(q19, { from: at(10) })).toMatchObject([{ invited: 1, rate: 0 }])
  })
})
