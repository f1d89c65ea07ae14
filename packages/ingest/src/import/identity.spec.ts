import { describe, expect, test } from '@jest/globals'
import { PartyId } from '@deskledger/domain/primitives'
import { SourceId } from '@deskledger/domain/request/events'
import { identities, type Identities } from './identity.ts'

const ids = identities(Buffer.from('secret'), 'tickets')
const told = { case: 'c', activity: 'a', at: 1, resource: 'Ana' }
const file = { fileHash: 'f', mapHash: 'm' }

describe('an id of what is imported', () => {
  const every = (of: Identities) => [
    of.party('x'),
    of.agent('x'),
    of.request('x'),
    of.assessment('x', 'y'),
    of.assessment('x', 'z'),
    of.batch(file, 0),
    of.batch(file, 1),
    of.batch({ ...file, mapHash: 'n' }, 0),
    of.sourceId(of.likeness(told), 0),
    of.sourceId(of.likeness(told), 1),
    of.sourceId(of.likeness({ ...told, case: 'd' }), 0),
    of.sourceId(of.likeness({ ...told, at: 2 }), 0),
    of.sourceId(of.likeness({ ...told, activity: 'b' }), 0),
    of.sourceId(of.likeness({ ...told, resource: undefined }), 0),
    of.sourceId(of.likeness({ ...told, resource: 'Ben' }), 0),
    of.sourceId(of.name({ case: 'c', eventId: 'a' }), 0),
    of.sourceId(of.name({ case: 'd', eventId: 'a' }), 0),
  ]

  test('is the same again', () =>
    expect(every(identities(Buffer.from('secret'), 'tickets'))).toEqual(every(ids)))

  test('differs in whatever it is made of, and with the secret and the source', () => {
    const all = [
      ids,
      identities(Buffer.from('Secret'), 'tickets'),
      identities(Buffer.from('secret'), 'mails'),
    ]
    const made = all.flatMap(every)
    expect(new Set(made).size).toBe(made.length)
  })

  test('is not the same where names are parted elsewhere', () => {
    const parted = identities(Buffer.from('secret'), 'x')
    expect(parted.assessment('a', 'bc')).not.toBe(parted.assessment('ab', 'c'))
    expect(parted.likeness({ ...told, case: 'c","a' })).not.toEqual(
      parted.likeness({ ...told, activity: 'a","a' }),
    )
  })

  test('has the form that a desk asks for', () => {
    expect(PartyId.is(ids.party('x'))).toBe(true)
    expect(ids.party('x')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(SourceId.is(ids.sourceId(ids.likeness(told), 0))).toBe(true)
  })
})
