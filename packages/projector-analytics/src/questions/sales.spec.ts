import { describe, expect, test } from '@jest/globals'
import { Sales as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from '../given.samples.ts'
import { q27, q28 } from './sales.ts'

const hours = (n: number) => at(n * 60)

/** The same of sale number `n`, at another time if one is told, and with other data. */
const of = (n: number, fact: Event, when: number = at(0), data: object = {}): Event =>
  ({ type: fact.type, data: { ...fact.data, saleId: id(n), at: when, ...data } }) as Event

/** Sale number `n`, with two valves at 12.50 and a covered hour, ordered at `when`. */
const ordered = (n: number, when: number = at(0), opening: object = {}): ReadonlyArray<Event> => [
  of(n, S.opened, at(0), opening),
  of(n, S.valvesAdded),
  of(n, S.hourAdded),
  of(n, S.ordered, when),
]

describe('what sales inside service bring (Q27)', () => {
  test('is quantity times price by kind, and nothing of what is covered', () =>
    expect(
      after(
        ...ordered(1),
        ...ordered(2),
        of(3, S.opened),
        of(3, S.valvesAdded, at(0), { saleKind: 'up', qty: 1, unitPrice: 99 }),
        of(3, S.ordered),
      ).answer(q27),
    ).toEqual([
      { sale_kind: 'addOn', currency: 'EUR', sales: 2, lines: 4, revenue: 5000 },
      { sale_kind: 'up', currency: 'EUR', sales: 1, lines: 1, revenue: 99 },
    ]))

  test('is never added up over currencies', () =>
    expect(
      after(...ordered(1), ...ordered(2, at(0), { currency: 'CHF' })).answer(q27),
    ).toMatchObject([
      { currency: 'CHF', revenue: 2500 },
      { currency: 'EUR', revenue: 2500 },
    ]))

  test('leaves out what came from no request, was not ordered, or was cancelled', () =>
    expect(
      after(
        ...ordered(1, at(0), { requestId: undefined, origin: 'phone' }),
        ...ordered(2).slice(0, 3),
        ...ordered(3),
        of(3, S.cancelled),
      ).answer(q27),
    ).toEqual([]))

  test('is that of the orders of a period', () => {
    const story = after(...ordered(1, at(5)), ...ordered(2, at(9)))
    expect(story.answer(q27, { from: at(5), to: at(9) })).toMatchObject([{ sales: 1 }])
    expect(story.answer(q27, { from: at(9) })).toMatchObject([{ sales: 1 }])
  })
})

describe('what becomes of quotes (Q28)', () => {
  const quoted = (n: number, when: number = at(0)): ReadonlyArray<Event> => [
    of(n, S.opened),
    of(n, S.valvesAdded),
    of(n, S.quoted, when),
  ]

  test('is counted once for each sale', () =>
    expect(
      after(
        ...quoted(1),
        of(1, S.accepted, hours(1)),
        of(1, S.ordered, hours(2)),
        of(1, S.cancelled, hours(3)),
        ...quoted(2),
        of(2, S.valvesChanged),
        of(2, S.quotedAnew, hours(4)),
        of(2, S.accepted, hours(4), { at: hours(4) + 1_800_000 }),
        ...quoted(10),
        of(10, S.accepted, at(90)),
        of(10, S.ordered),
        ...quoted(3),
        of(3, S.declined),
        ...quoted(4),
        of(4, S.lapsed),
        ...quoted(5),
        of(5, S.declined),
        ...quoted(6),
        of(6, S.declined),
        ...quoted(7),
        of(7, S.lapsed),
        ...quoted(8),
        ...ordered(9),
      ).answer(q28),
    ).toEqual([
      {
        quoted: 9,
        accepted: 3,
        ordered: 2,
        cancelled: 1,
        declined: 3,
        lapsed: 2,
        // (1 h + half an hour from the second quote + 1.5 h) / 3
        mean_hours_to_accept: 1,
      },
    ]))

  test('is nothing where nothing was quoted', () =>
    expect(after().answer(q28)).toEqual([
      {
        quoted: 0,
        accepted: 0,
        ordered: 0,
        cancelled: 0,
        declined: 0,
        lapsed: 0,
        mean_hours_to_accept: null,
      },
    ]))

  test('belongs to the period of the first quote', () => {
    const renewed = [...quoted(1, at(5)), of(1, S.valvesChanged), of(1, S.quotedAnew, at(30))]
    const story = after(...renewed, ...quoted(2, at(20)))
    expect(story.answer(q28, { from: at(5), to: at(20) })).toMatchObject([{ quoted: 1 }])
    expect(story.answer(q28, { from: at(20) })).toMatchObject([{ quoted: 1 }])
  })
})
