import { describe, expect, test } from '@jest/globals'
import { anyLog, Interactions, Parties as S, place, type Event } from '@deskledger/domain/testing'
import { concerned } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { projected } from '@deskledger/projection/contract'
import { after, both } from './given.samples.ts'
import { customer } from './index.ts'

const { happened } = S.story
const talk = Interactions.story.happened
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(customer)[0]
const started = (minutes: number) =>
  talk(
    'InteractionStarted',
    { channel: 'phone', direction: 'inbound', partyId: S.maria },
    at(minutes),
  )

describe('a customer', () => {
  test('begins with the registration, as it says', () => {
    const full = happened('PartyRegistered', {
      ...S.profile,
      zone: 'Europe/Madrid',
      source: 'leads',
    })
    expect(rowAfter(full)).toEqual({
      party_id: S.maria,
      kind: 'person',
      display_name: 'María Núñez',
      language: 'es',
      time_zone: 'Europe/Madrid',
      source_key: 'leads',
      registered_at: at(0),
      last_contact_at: null,
      erased_at: null,
      as_of_position: place(1),
    })
    const least = happened('PartyRegistered', { kind: 'household', name: 'Núñez' })
    expect(rowAfter(least)).toMatchObject({ language: null, time_zone: null, source_key: null })
  })

  test('is not there before', () => expect(rowAfter(started(0), S.erased)).toBeUndefined())

  test('who was erased stays, without a name', () =>
    expect(
      rowAfter(S.registered, happened('PartyErased', { basis: 'asked' }, at(9))),
    ).toMatchObject({
      display_name: null,
      language: 'es',
      erased_at: at(9),
      as_of_position: place(2),
    }))
})

describe('the last contact with a customer', () => {
  const mail = { ...Interactions.mail, interactionId: id(22) }
  const received = (minutes: number) => talk('MessageReceived', mail, at(minutes))
  const sent = (minutes: number) =>
    talk('MessageSent', { ...Interactions.reply, partyId: S.maria }, at(minutes))

  test('is a call, from its beginning if the caller is known', () =>
    expect(rowAfter(S.registered, started(5))).toMatchObject({
      last_contact_at: at(5),
      as_of_position: place(2),
    }))

  test('is a call from when the caller is known, even if only probably', () => {
    const stranger = talk('InteractionStarted', Interactions.incoming, at(5))
    const guessed = talk('CallerIdentified', Interactions.guess, at(6))
    expect(rowAfter(S.registered, stranger)).toMatchObject({ last_contact_at: null })
    expect(rowAfter(S.registered, stranger, guessed)).toMatchObject({ last_contact_at: at(6) })
  })

  test('is a message that came or went', () => {
    expect(rowAfter(S.registered, received(7))).toMatchObject({ last_contact_at: at(7) })
    expect(rowAfter(S.registered, sent(8))).toMatchObject({ last_contact_at: at(8) })
  })

  test('is the latest one, though an earlier one may be told later', () =>
    expect(rowAfter(S.registered, received(7), started(5))).toMatchObject({
      last_contact_at: at(7),
      as_of_position: place(3),
    }))

  test('may lie before 1970', () => {
    const [long, longer] = [-40_000_000, -50_000_000]
    expect(rowAfter(S.registered, received(long), started(longer))).toMatchObject({
      last_contact_at: at(long),
    })
  })

  test('is not what the company does with it by itself', () => {
    const then = [talk('WrapUpCompleted', { seconds: 5 }, at(9)), S.mobileAdded]
    expect(rowAfter(S.registered, started(5), ...then)).toMatchObject({ last_contact_at: at(5) })
  })

  test('is the latest of all since the registration, in any log', () =>
    fc.assert(
      fc.property(anyLog, (log) => {
        const contacts = [
          'InteractionStarted',
          'MessageReceived',
          'MessageSent',
          'CallerIdentified',
        ]
        for (const row of projected(both, ...log).rows(customer)) {
          const isOwn = ({ concerns }: (typeof log)[number]) =>
            concerned(concerns, 'party').includes(row.party_id)
          const own = log.filter(isOwn)
          const since = own.findIndex(({ type }) => type === 'PartyRegistered')
          const times = own
            .slice(since)
            .filter(({ type }) => contacts.includes(type))
            .map(({ occurredAt }) => occurredAt)
          expect(row.last_contact_at).toBe(times.length === 0 ? null : Math.max(...times))
        }
      }),
      { numRuns: 100 },
    ))
})
