import { describe, expect, test } from '@jest/globals'
import { Interactions as S, type Event } from '@deskledger/domain/testing'
import { toIso } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { after, on } from '../given.samples.ts'
import { q32, q34 } from './channels.ts'

const day = 86_400_000

/** The same of interaction number `n`, at another time if one is told, and with other data. */
const of = (n: number, fact: Event, when: number = at(0), data: object = {}): Event =>
  ({ type: fact.type, data: { ...fact.data, interactionId: id(n), at: when, ...data } }) as Event
const call = (n: number, when?: number, data?: object) => of(n, S.started, when, data)
const mail = (n: number, when?: number) => of(n, S.received, when)

describe('the channels of a week (Q32)', () => {
  test('are counted with their share of it', () =>
    expect(
      after(call(1), call(2), call(3, at(0), { direction: 'outbound' }), mail(4)).answer(q32),
    ).toEqual(
      [
        { channel: 'email', direction: 'inbound', n: 1, share: 0.25 },
        { channel: 'phone', direction: 'inbound', n: 2, share: 0.5 },
        { channel: 'phone', direction: 'outbound', n: 1, share: 0.25 },
        // 2026-01-01 is a Thursday: its week began on Monday, 2025-12-29, and is the first of 2026
      ].map((row) => ({ week: '2026-W01', week_start: at(0) - 3 * day, ...row })),
    ))

  const weekOf = (when: number) => after(mail(1, when)).answer(q32)[0]

  test('begin on Monday at midnight UTC', () => {
    const monday = on('2026-01-05')
    expect(weekOf(monday)).toMatchObject({ week: '2026-W02', week_start: monday })
    expect(weekOf(monday - 1)).toMatchObject({ week: '2026-W01', week_start: monday - 7 * day })
    expect(weekOf(monday + 7 * day - 1)).toMatchObject({ week_start: monday })
  })

  test('belong to the year of their Thursday', () => {
    expect(weekOf(on('2024-12-30'))).toMatchObject({ week: '2025-W01' })
    expect(weekOf(on('2021-01-03'))).toMatchObject({ week: '2020-W53' })
    expect(weekOf(on('2021-01-04'))).toMatchObject({ week: '2021-W01' })
  })

  test('are the right ones also before the first Monday of 1970, and before 1970', () => {
    const first = on('1969-12-29')
    expect(weekOf(0)).toMatchObject({ week: '1970-W01', week_start: first })
    expect(weekOf(first)).toMatchObject({ week: '1970-W01', week_start: first })
    expect(weekOf(first - 1)).toMatchObject({ week: '1969-W52', week_start: first - 7 * day })
    expect(weekOf(on('1969-01-01'))).toMatchObject({ week: '1969-W01' })
  })

  test('are as ISO 8601 says, whenever it is', () => {
    const monday = on('2026-01-05')
    const weekAt = (when: number) => {
      const week_start = monday + Math.floor((when - monday) / (7 * day)) * 7 * day
      const thursday = week_start + 3 * day
      const year = toIso(thursday).slice(0, 4)
      const number = Math.floor((thursday - on(`${year}-01-01`)) / (7 * day)) + 1
      return [week_start, `${year}-W${String(number).padStart(2, '0')}`] as const
    }
    const anyTime = fc.integer({ min: on('1901-01-01'), max: on('2099-12-31') })
    const check = (times: ReadonlyArray<number>) => {
      const weeks = after(...times.map((when, i) => mail(i + 1, when))).answer(q32)
      expect(weeks.map(({ week_start, week }) => [week_start, week])).toEqual(
        [...new Map(times.map(weekAt))].sort(([a], [b]) => a - b),
      )
    }
    fc.assert(fc.property(fc.array(anyTime, { maxLength: 60, size: 'max' }), check), {
      numRuns: 50,
    })
  })

  test('are those of a period, the oldest first', () => {
    const story = after(mail(1, at(0) + 7 * day), call(2), call(3, at(0) - 1))
    expect(story.answer(q32, { from: at(0) })).toMatchObject([
      { week: '2026-W01', channel: 'phone', n: 1, share: 1 },
      { week: '2026-W02', channel: 'email', n: 1, share: 1 },
    ])
    expect(story.answer(q32, { to: at(0) })).toMatchObject([{ n: 1 }])
  })
})

describe('the service level of a queue (Q34)', () => {
  const queued = (n: number, queue: string = 'frontDesk') => [
    call(n),
    of(n, S.queued, at(0), { queue }),
  ]
  const answered = (n: number, waitedSeconds: number) => [
    ...queued(n),
    of(n, S.answeredByAna, at(1), { waitedSeconds }),
  ]
  const abandoned = (n: number, short: boolean) => [
    ...queued(n),
    of(n, S.abandoned, at(1), { waitedSeconds: 3, short }),
  ]
  const ended = (n: number, talkedSeconds: number, heldSeconds: number) =>
    of(n, S.ended, at(9), { talkedSeconds, heldSeconds })

  test('is who was answered in time, of all who were answered or gave up, but for short ones', () =>
    expect(
      after(
        ...answered(1, 20),
        ended(1, 100, 20),
        of(1, S.wrappedUp, at(10), { seconds: 30 }),
        ...answered(2, 21),
        ended(2, 50, 0),
        ...answered(3, 0),
        ...abandoned(4, false),
        ...abandoned(5, true),
        ...queued(6),
        of(6, S.ended, at(2), { cause: 'timeout' }),
        ...queued(7),
      ).answer(q34),
    ).toEqual([
      {
        queue: 'frontDesk',
        offered: 7,
        answered: 3,
        answered_in_time: 2,
        abandoned: 2,
        short_abandoned: 1,
        // 100 × 2 / (3 + 2 - 1); (20 + 21 + 0) / 3; (150 + 50) / 2
        service_level: 50,
        asa_s: 13.67,
        aht_s: 100,
      },
    ]))

  test('counts as in time who is answered within the threshold that is asked for', () => {
    const story = after(...answered(1, 20), ...answered(2, 30))
    const level = (threshold_s: number) => story.answer(q34, { threshold_s })[0]?.service_level
    expect([19, 20, 29, 30].map(level)).toEqual([0, 50, 50, 100])
  })

  test('is no number where only short ones gave up, or nobody is through yet', () => {
    expect(after(...abandoned(1, true)).answer(q34)).toMatchObject([
      { abandoned: 1, short_abandoned: 1, service_level: null, asa_s: null, aht_s: null },
    ])
    expect(after(...queued(1)).answer(q34)).toMatchObject([{ offered: 1, service_level: null }])
  })

  test('is that of the queue of the first answer, whatever comes later', () =>
    expect(
      after(
        ...queued(1, 'engineers'),
        of(1, S.queued, at(0), { queue: 'frontDesk' }),
        of(1, S.answeredByAna, at(1), { waitedSeconds: 5 }),
        of(1, S.passedToEngineers, at(2)),
      ).answer(q34),
    ).toMatchObject([{ queue: 'frontDesk', answered: 1, service_level: 100 }]))

  test('leaves out who came to no queue, whom we called, and who wrote', () =>
    expect(
      after(
        call(1),
        of(1, S.answeredByAna),
        call(2, at(0), { direction: 'outbound' }),
        of(2, S.queued),
        mail(3),
      ).answer(q34),
    ).toEqual([]))

  test('is that of those who came in the period', () => {
    const story = after(...answered(1, 5), call(2, at(7)), of(2, S.queued, at(7)))
    expect(story.answer(q34, { to: at(7) })).toMatchObject([{ offered: 1, answered: 1 }])
    expect(story.answer(q34, { from: at(7) })).toMatchObject([{ offered: 1, answered: 0 }])
  })
})
