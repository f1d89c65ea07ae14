import { describe, expect, test } from '@jest/globals'
import { Interactions as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from '../given.samples.ts'
import { q48 } from './channels.ts'

/** The same of interaction number `n`, at another time if one is told, and with other data. */
const of = (n: number, fact: Event, when: number = at(0), data: object = {}): Event =>
  ({ type: fact.type, data: { ...fact.data, interactionId: id(n), at: when, ...data } }) as Event
const call = (n: number, when?: number, data?: object) => of(n, S.started, when, data)

describe('how fast a caller is known (Q48)', () => {
  const known = (n: number, how: string, popMs?: number) => [
    call(n),
    of(n, S.guessed, at(0), popMs === undefined ? { how } : { how, popMs }),
  ]

  test('is the mean time to the record, by how the caller was identified', () =>
    expect(
      after(
        ...known(1, 'callerId', 180),
        ...known(2, 'callerId', 185),
        ...known(3, 'verified', 2000),
        ...known(4, 'verified'),
        ...known(5, 'callerId'),
        call(6),
      ).answer(q48),
    ).toEqual([
      { identified_by: 'callerId', n: 3, timed: 2, mean_pop_ms: 183 },
      { identified_by: 'verified', n: 2, timed: 1, mean_pop_ms: 2000 },
      { identified_by: null, n: 1, timed: 0, mean_pop_ms: null },
    ]))

  test('goes by what was known when the record came up', () =>
    expect(
      after(...known(1, 'callerId', 180), of(1, S.guessed, at(1), { how: 'verified' })).answer(q48),
    ).toMatchObject([{ identified_by: 'callerId', timed: 1 }]))

  test('names equal ones in order', () =>
    expect(
      after(...known(1, 'verified'), call(2), ...known(3, 'callerId'))
        .answer(q48)
        .map(({ identified_by }) => identified_by),
    ).toEqual([null, 'callerId', 'verified']))

  test('is that of inbound phone calls of the period', () =>
    expect(
      after(
        call(1, at(5), { direction: 'outbound' }),
        call(2, at(5), { channel: 'chat' }),
        call(3, at(4)),
        call(4, at(5)),
        call(5, at(9)),
      ).answer(q48, { from: at(5), to: at(9) }),
    ).toMatchObject([{ n: 1 }]))
})
