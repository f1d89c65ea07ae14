import { describe, expect, test } from '@jest/globals'
import { Parties as S, Requests, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from './given.samples.ts'
import { customerOverview } from './index.ts'

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
const request = (n: number, ...facts: ReadonlyArray<Event>) =>
  of({ requestId: id(300 + n) }, ...facts)
const overview = (...facts: ReadonlyArray<Event>) => after(...facts).rows(customerOverview)

describe('the overview of a customer', () => {
  test('says who it is, where nothing else is known', () => {
    expect(overview()).toEqual([])
    expect(overview(S.registered)).toEqual([
      {
        party_id: S.maria,
        kind: 'person',
        display_name: 'María Núñez',
        language: 'es',
        time_zone: null,
        roles: null,
        phone: null,
        email: null,
        open_requests: 0,
        open_complaints: 0,
        awaiting_customer: 0,
        most_urgent: null,
        oldest_opened_at: null,
        last_contact_at: null,
        erased_at: null,
      },
    ])
  })

  test('names the roles that are held now, in alphabetical order', () => {
    const facts = [
      happened('RoleAssumed', { role: 'donor' }),
      happened('RoleAssumed', { role: 'customer' }),
      happened('RoleAssumed', { role: 'dealer' }),
      happened('RoleEnded', { role: 'dealer', since: at(0) }),
    ]
    expect(overview(S.registered, ...facts)).toMatchObject([{ roles: 'customer, donor' }])
  })

  test('names the address to use: a primary one, else the newest, and never a retired one', () => {
    const phoneAfter = (...facts: ReadonlyArray<Event>) =>
      overview(S.registered, ...facts)[0]?.phone
    const first = point(1, '+341', { primary: true, at: at(1) })
    const second = point(2, '+342', { at: at(2) })
    const third = point(3, '+343', { at: at(3) })
    const retired = happened('ContactPointRetired', { pointId: id(11), reason: 'wrong' })
    expect(phoneAfter(first, second)).toBe('+341')
    expect(phoneAfter(second, third)).toBe('+343')
    expect(phoneAfter(first, second, retired)).toBe('+342')
    expect(phoneAfter(first, retired)).toBeNull()
    expect(phoneAfter(point(4, '+344', { channel: 'sms' }))).toBeNull()
    expect(phoneAfter(...of({ partyId: id(2) }, first))).toBeNull()
    const mailbox = point(5, 'maria@example.org', { channel: 'email' })
    expect(overview(S.registered, first, mailbox)).toMatchObject([{ email: 'maria@example.org' }])
  })

  test('counts the requests that are not at their end', () => {
    const onCustomer = Requests.story.happened('RequestSetWaiting', {
      on: 'customer',
      reason: 'photo',
    })
    const urgent = Requests.story.happened('PrioritySet', { priority: 2, from: 'matrix' })
    const facts = [
      ...request(1, opened(5), onCustomer),
      ...request(2, opened(3, { category: 'complaint' }), urgent, Requests.setWaiting),
      ...request(3, opened(7), Requests.proposed),
      ...request(4, opened(1), urgent, Requests.closed),
      ...request(5, opened(1, { category: 'complaint' }), Requests.cancelled),
      ...request(6, opened(1, { partyId: Requests.pedro })),
    ]
    expect(overview(S.registered, ...facts)).toMatchObject([
      {
        open_requests: 3,
        open_complaints: 1,
        awaiting_customer: 1,
        most_urgent: 2,
        oldest_opened_at: at(3),
      },
    ])
  })
})
