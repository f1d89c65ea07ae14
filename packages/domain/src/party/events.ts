/**
 * What can happen to a party: a person, a household or an organisation that the company deals with.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning.
 */
import {
  event,
  flag,
  Key,
  Language,
  list,
  oneOf,
  personal,
  registry,
  text,
  Zone,
  Actor,
  Instant,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import { Channel, ContactPointId, InteractionId, PartyId } from '../primitives.ts'

export const PartyKind = oneOf('person', 'organisation', 'household')

/** What a party is to the company. One party may hold several roles, each with its own beginning. */
export const Role = oneOf('customer', 'donor', 'constituent', 'dealer', 'custodian', 'employee')
export type Role = (typeof Role)['_A']

export const PartyRegistered = event(
  'PartyRegistered',
  { partyId: PartyId, kind: PartyKind, name: personal(text('name', 200), 'partyId') },
  { language: Language, zone: Zone, source: Key },
)
export interface PartyRegistered extends t.TypeOf<typeof PartyRegistered> {}

/** `normalised` is what a look-up compares: E.164 for phone, sms and fax, an address for e-mail. */
export const ContactPointAdded = event(
  'ContactPointAdded',
  {
    partyId: PartyId,
    pointId: ContactPointId,
    channel: Channel,
    address: personal(text('address', 320), 'partyId'),
    normalised: personal(text('normalised address', 320), 'partyId'),
    primary: flag,
  },
  { purpose: Key },
)
export interface ContactPointAdded extends t.TypeOf<typeof ContactPointAdded> {}

export const ContactPointVerified = event('ContactPointVerified', {
  partyId: PartyId,
  pointId: ContactPointId,
  method: oneOf('code', 'answered', 'document', 'login'),
})
export interface ContactPointVerified extends t.TypeOf<typeof ContactPointVerified> {}

export const ContactPointRetired = event('ContactPointRetired', {
  partyId: PartyId,
  pointId: ContactPointId,
  reason: oneOf('asked', 'unreachable', 'replaced', 'wrong'),
})
export interface ContactPointRetired extends t.TypeOf<typeof ContactPointRetired> {}

export const RoleAssumed = event('RoleAssumed', { partyId: PartyId, role: Role })
export interface RoleAssumed extends t.TypeOf<typeof RoleAssumed> {}

/** Names the beginning of what it ends, so that nobody has to look it up. */
export const RoleEnded = event('RoleEnded', { partyId: PartyId, role: Role, since: Instant })
export interface RoleEnded extends t.TypeOf<typeof RoleEnded> {}

/** Somebody was shown a customer's record: which parts, and what for. */
export const CustomerRecordShown = event(
  'CustomerRecordShown',
  {
    partyId: PartyId,
    to: Actor,
    purpose: Key,
    parts: list(oneOf('profile', 'contacts', 'timeline', 'requests', 'sales', 'assessments'), {
      min: 1,
      max: 6,
    }),
  },
  { interactionId: InteractionId },
)
export interface CustomerRecordShown extends t.TypeOf<typeof CustomerRecordShown> {}

export const ErasureBasis = oneOf('asked', 'purposeEnded', 'licenceEnded', 'law')
export type ErasureBasis = (typeof ErasureBasis)['_A']

/** The person is to be erased: from now on it is under way until `PartyErased`. */
export const PartyErasureRequested = event('PartyErasureRequested', {
  partyId: PartyId,
  basis: ErasureBasis,
  by: Actor,
})
export interface PartyErasureRequested extends t.TypeOf<typeof PartyErasureRequested> {}

/** The person's data is gone for good; the facts stay. */
export const PartyErased = event('PartyErased', { partyId: PartyId, basis: ErasureBasis })
export interface PartyErased extends t.TypeOf<typeof PartyErased> {}

export type Event =
  | PartyRegistered
  | ContactPointAdded
  | ContactPointVerified
  | ContactPointRetired
  | RoleAssumed
  | RoleEnded
  | CustomerRecordShown
  | PartyErasureRequested
  | PartyErased

export const events: Registry<Event> = registry(
  PartyRegistered,
  ContactPointAdded,
  ContactPointVerified,
  ContactPointRetired,
  RoleAssumed,
  RoleEnded,
  CustomerRecordShown,
  PartyErasureRequested,
  PartyErased,
)
