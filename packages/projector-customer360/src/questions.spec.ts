import { describe, expect, test } from '@jest/globals'
import { Interactions, Parties as S, Requests, place, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from './given.samples.ts'
import { q01, q02 } from './index.ts'

const { happened } = S.story
const point = (n: number, address: string, more: object = {}): Event => ({
  type: 'ContactPointAdded',
  data: {
    partyId: S.maria,
    pointId: id(10 + n),
    channel: 'phone',
    address,
    normalised: address,
    primary: false,
    at: at(0),
    ...more,
  },
})
const opened = (minutes: number, more: object = {}): Event =>
  ({
    type: 'RequestOpened',
    data: { ...Requests.opened.data, ...more, at: at(minutes) },
  }) as Event

describe('who is calling (Q01)', () => {
  const ask = { address: '+34600123456' }
  const callers = (facts: ReadonlyArray<Event>, given: object = ask) =>
    after(...facts).answer(q01, given)
  const known = [S.registered, S.mobileAdded]
  const pedro = (...facts: ReadonlyArray<Event>) => of({ partyId: id(2) }, ...facts)

  test('is nobody who is known where nobody is', () => {
    expect(callers([])).toEqual([])
    expect(callers(known, { address: '+34600000000' })).toEqual([])
  })

  test('is everybody with that number, with what an agent needs to know', () =>
    expect(callers([...known, S.becameCustomer, opened(4)])).toEqual([
      {
        party_id: S.maria,
        is_verified: 0,
        display_name: 'María Núñez',
        language: 'es',
        roles: 'customer',
        open_requests: 1,
        open_complaints: 0,
        awaiting_customer: 0,
        most_urgent: null,
        last_contact_at: null,
      },
    ]))

  test('is looked up on the channel', () => {
    expect(callers(known, { ...ask, channel: 'sms' })).toEqual([])
    expect(callers(known, { ...ask, channel: 'phone' })).toHaveLength(1)
  })

  test('is nobody whose number was retired or erased', () => {
    expect(callers([...known, S.mobileRetired])).toEqual([])
    expect(callers([...known, S.erased])).toEqual([])
  })

  test('is found without a search through everybody', () => {
    const sql = q01.sql.sqlite.replaceAll(/:(channel|address)/g, "'x'")
    const steps = after().queryPlan(sql)
    expect(steps).toContainEqual(
      expect.stringContaining('customer_contact_point_by_channel_normalised'),
    )
    expect(steps.filter((step) => /^SCAN (?!found$)/.test(step))).toEqual([])
  })

  test('is one person once, however often the number was added', () =>
    expect(callers([...known, S.mobileVerified, point(9, ask.address)])).toMatchObject([
      { party_id: S.maria, is_verified: 1 },
    ]))

  test('is first who was verified there, then who was last in contact', () => {
    const both = [...known, ...pedro(...known)]
    const call = (n: number, minutes: number) =>
      Interactions.story.happened(
        'InteractionStarted',
        { channel: 'phone', direction: 'inbound', partyId: id(n) },
        at(minutes),
      )
    const names = (...facts: ReadonlyArray<Event>) =>
      callers([...both, ...facts]).map(({ party_id }) => party_id)
    expect(names()).toEqual([id(1), id(2)])
    expect(names(call(2, 5))).toEqual([id(2), id(1)])
    expect(names(call(1, 9), call(2, 5))).toEqual([id(1), id(2)])
    expect(names(call(1, 9), ...pedro(S.mobileVerified))).toEqual([id(2), id(1)])
  })
})

describe('what happened last with a customer (Q02)', () => {
  const latest = (...facts: ReadonlyArray<Event>) => after(...facts).answer(q02, { party: S.maria })
  const noted = (n: number, minutes: number) =>
    Requests.story.happened(
      'NoteAdded',
      { ...Requests.remark, noteId: id(n), by: Requests.byAna },
      at(minutes),
    )

  test('is nothing where nothing happened', () => {
    expect(latest()).toEqual([])
    expect(latest(opened(0, { partyId: Requests.pedro }))).toEqual([])
  })

  test('is told by when it happened, of equals the last recorded first', () => {
    const rows = latest(opened(3), S.registered, noted(61, 9), noted(62, 9))
    expect(rows.map(({ position }) => position)).toEqual([4, 3, 1, 2].map(place))
    expect(rows[2]).toEqual({
      at: at(3),
      kind: 'request',
      event: 'RequestOpened',
      channel: 'phone',
      title: 'The boiler leaks again',
      subject_kind: 'request',
      subject_id: Requests.leak,
      position: place(1),
    })
  })

  test('is 20 things at most, and never that somebody looked', () => {
    const shown = happened(
      'CustomerRecordShown',
      {
        to: Requests.byAna,
        purpose: 'service',
        parts: ['profile'],
      },
      at(99),
    )
    const many = Array.from({ length: 30 }, (_, n) => noted(n, n))
    const rows = latest(opened(0), ...many, shown)
    expect(rows.map((row) => row.at)).toEqual(
      many
        .slice(10)
        .map(({ data }) => data.at)
        .toReversed(),
    )
  })
})
