import { describe, expect, test } from '@jest/globals'
import { Assessments, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { cases, minutes, run } from '../cases.samples.ts'
import { after } from '../given.samples.ts'
import { q35, q36 } from './process.ts'

/** What was said of request number `n`, by answer number `answer`. */
const judged = (n: number, answer: number, overallHundredths: number): Event =>
  ({
    type: 'SatisfactionScored',
    data: {
      ...Assessments.scored.data,
      assessmentId: id(500 + answer),
      subject: { kind: 'request', id: id(n) },
      overallHundredths,
    },
  }) as Event

/** An invitation that nobody answered. */
const asked = (n: number): Event =>
  ({
    type: 'AssessmentInvited',
    data: {
      ...Assessments.invited.data,
      assessmentId: id(600),
      subject: { kind: 'request', id: id(n) },
    },
  }) as Event

describe('where cases wait (Q35)', () => {
  test('is the time before an activity, the most in all first', () =>
    expect(
      after(...cases(run('a 0, b 1, c 11'), run('a 0, b 4'), run('c 5, a 6'))).answer(q35),
    ).toEqual([
      {
        case_type: 'fault',
        activity: 'c',
        n: 1,
        mean_wait_ms: minutes(10),
        total_wait_ms: minutes(10),
      },
      {
        case_type: 'fault',
        activity: 'b',
        n: 2,
        mean_wait_ms: minutes(2.5),
        total_wait_ms: minutes(5),
      },
      {
        case_type: 'fault',
        activity: 'a',
        n: 1,
        mean_wait_ms: minutes(1),
        total_wait_ms: minutes(1),
      },
    ]))

  test('names equal ones in order, and no more than asked for', () => {
    const story = after(...cases(run('x 0, c 2, b 3, b 4, a 6')))
    const names = (limit?: number) =>
      story.answer(q35, limit === undefined ? {} : { limit }).map(({ activity }) => activity)
    expect(names()).toEqual(['a', 'b', 'c'])
    expect(names(2)).toEqual(['a', 'b'])
  })

  test('waits less than nothing for what was told late', () =>
    expect(after(...cases(run('a 5, b 2'))).answer(q35)).toMatchObject([
      { n: 1, mean_wait_ms: -minutes(3), total_wait_ms: -minutes(3) },
    ]))

  test('is that of a case type, or of the steps of a period', () => {
    const story = after(...cases(run('a 0, b 1, c 2')))
    expect(story.answer(q35, { case_type: 'complaint' })).toEqual([])
    expect(story.answer(q35, { case_type: 'fault' })).toHaveLength(2)
    expect(story.answer(q35, { from: at(1), to: at(2) })).toMatchObject([{ activity: 'b' }])
  })
})

describe('how cases run (Q36)', () => {
  test('is told by variant, the most frequent first, with time and marks beside it', () =>
    expect(
      after(
        ...cases(run('a 0, b 1'), run('a 0, c 9'), run('a 0, b 4')),
        judged(1, 1, 500),
        judged(1, 2, 400),
        judged(3, 3, 100),
        asked(2),
      ).answer(q36),
    ).toEqual([
      {
        variant: 'a > b',
        n: 2,
        share: 0.6667,
        steps: 2,
        mean_lead_ms: minutes(2.5),
        answers: 3,
        // every answer counts once: (5.00 + 4.00 + 1.00) / 3
        mean_overall: 3.33,
      },
      {
        variant: 'a > c',
        n: 1,
        share: 0.3333,
        steps: 2,
        mean_lead_ms: minutes(9),
        answers: 0,
        mean_overall: null,
      },
    ]))

  test('names equal ones in order, and no more than asked for, with the share of all', () => {
    const story = after(...cases(run('c 0'), run('a 0'), run('b 0'), run('b 1')))
    const told = (limit?: number) =>
      story
        .answer(q36, limit === undefined ? {} : { limit })
        .map(({ variant, share }) => [variant, share])
    expect(told()).toEqual([
      ['b', 0.5],
      ['a', 0.25],
      ['c', 0.25],
    ])
    expect(told(1)).toEqual([['b', 0.5]])
  })

  test('is that of a case type', () => {
    const story = after(...cases(run('a 0')))
    expect(story.answer(q36, { case_type: 'complaint' })).toEqual([])
    expect(story.answer(q36, { case_type: 'fault' })).toMatchObject([{ n: 1, share: 1 }])
  })
})
