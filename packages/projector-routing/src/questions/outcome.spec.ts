import { describe, expect, test } from '@jest/globals'
import { Requests as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from '../given.samples.ts'
import { q26, q39 } from '../index.ts'

const { happened } = S.story
const days = 24 * 60
const opened = (minutes: number, more: object = {}): Event =>
  ({
    type: 'RequestOpened',
    data: { ...S.opened.data, ...more, at: at(minutes) },
  }) as Event
const closed = (minutes: number) => happened('RequestClosed', { how: 'agent' }, at(minutes))
const request = (n: number, ...facts: ReadonlyArray<Event>) =>
  of({ requestId: id(300 + n) }, ...facts)

describe('the customers who raise most requests (Q26)', () => {
  test('are none where there are none', () => expect(after().answer(q26)).toEqual([]))

  test('are counted over so many days, most first', () => {
    const facts = [
      ...request(1, opened(0)),
      ...request(2, opened(2 * days), S.cancelled),
      ...request(3, opened(2 * days, { category: 'complaint' })),
      ...request(4, opened(2 * days, { partyId: S.pedro })),
      ...request(5, opened(2 * days), S.identified),
      ...request(6, opened(90 * days, { partyId: S.pedro }), S.proposed, closed(90 * days)),
    ]
    expect(after(...facts).answer(q26)).toEqual([
      { party_id: S.pedro, n: 3, complaints: 0, open: 2 },
      { party_id: S.maria, n: 2, complaints: 1, open: 1 },
    ])
    expect(after(...facts).answer(q26, { days: 91 })).toMatchObject([
      { party_id: S.maria, n: 3 },
      { party_id: S.pedro, n: 3 },
    ])
  })

  test('are known, and 20 at most', () => {
    const { partyId: _, ...nobodys } = S.opened.data as { readonly partyId?: string }
    const facts = Array.from({ length: 21 }, (_, n) =>
      request(n, opened(0, { partyId: id(n + 1) })),
    ).flat()
    expect(after(...facts).answer(q26)).toHaveLength(20)
    expect(after({ type: 'RequestOpened', data: nobodys } as Event).answer(q26)).toEqual([])
  })
})

describe('settled at the first contact (Q39)', () => {
  const share = (facts: ReadonlyArray<Event>, given = {}) => after(...facts).answer(q39, given)[0]
  const settled = (minutes: number, ...between: ReadonlyArray<Event>) => [
    opened(minutes),
    ...between,
    S.proposed,
    closed(minutes + 10),
  ]

  test('is nothing where nothing is closed', () => {
    const nothing = { closed: 0, at_first_contact: 0, share: null }
    expect(share([])).toEqual(nothing)
    expect(share([opened(0)])).toEqual(nothing)
  })

  test('is a request with one contact, no hand-off and no return', () => {
    const twice = [
      happened('InteractionLinked', { interactionId: S.callBack, direction: 'outbound' }),
    ]
    const byCall = opened(0, { interactionId: S.call, partyId: id(11) })
    const facts = [
      ...request(1, byCall, S.proposed, closed(5)),
      ...request(2, opened(0, { partyId: id(12) }), ...twice, S.proposed, closed(5)),
      ...request(
        3,
        opened(0, { partyId: id(13), interactionId: S.call }),
        ...twice,
        S.proposed,
        closed(5),
      ),
      ...request(
        4,
        opened(0, { partyId: id(14) }),
        S.assigned,
        S.handedOver,
        S.proposed,
        closed(5),
      ),
      ...request(
        5,
        opened(0, { partyId: id(15) }),
        S.proposed,
        closed(5),
        S.reopened,
        S.proposed,
        closed(6),
      ),
      ...request(6, opened(0, { partyId: id(16) }), S.proposed, closed(5), S.reopened),
    ]
    expect(share(facts)).toEqual({ closed: 5, at_first_contact: 2, share: 0.4 })
  })

  test('is not repeated by the same customer with the same matter soon after', () => {
    const first = request(1, ...settled(0))
    const again = (minutes: number, more = {}) => [...first, ...request(2, opened(minutes, more))]
    expect(share(again(7 * days + 10))).toMatchObject({ at_first_contact: 0 })
    expect(share(again(7 * days + 11))).toMatchObject({ at_first_contact: 1 })
    expect(share(again(7 * days + 11), { repeat_days: 8 })).toMatchObject({ at_first_contact: 0 })
    expect(share(again(5))).toMatchObject({ at_first_contact: 1 })
    expect(share(again(11, { partyId: S.pedro }))).toMatchObject({ at_first_contact: 1 })
    const usage = { caseType: { key: 'usage', version: 1 } }
    expect(share(again(11, usage))).toMatchObject({ at_first_contact: 1 })
  })

  test('is not asked of imported requests', () =>
    expect(share([opened(0, { origin: 'import' }), closed(5)])).toMatchObject({ closed: 0 }))

  test('is a share of four decimals, rounded half up', () => {
    const facts = [1, 2, 3].flatMap((n) =>
      request(
        n,
        opened(0, { partyId: id(10 + n) }),
        ...(n < 3 ? [] : [S.assigned, S.handedOver]),
        closed(5),
      ),
    )
    expect(share(facts)).toEqual({ closed: 3, at_first_contact: 2, share: 0.6667 })
  })
})
