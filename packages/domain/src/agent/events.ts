/**
 * What can happen to an agent: whoever does the work, with what they can, when and how much.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning.
 */
import {
  event,
  Instant,
  integer,
  Key,
  Language,
  list,
  oneOf,
  personal,
  record,
  registry,
  text,
  Zone,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import { AgentId, PartyId, Proficiency, Weight, WorkId } from '../primitives.ts'

/** Only who is available is given work. */
export const Presence = oneOf('available', 'busy', 'away', 'offline')
export type Presence = (typeof Presence)['_A']

/** How much an agent can hold at a time, in the units in which work is weighed. */
export const Units = integer('units', 1, 1_000)

/** What one conversation on a channel weighs for this agent; what is left out weighs as usual. */
export const WeightPerChannel = record(
  {},
  {
    phone: Weight,
    email: Weight,
    web: Weight,
    portal: Weight,
    fax: Weight,
    sms: Weight,
    chat: Weight,
    video: Weight,
    visit: Weight,
    letter: Weight,
    social: Weight,
    note: Weight,
  },
  'WeightPerChannel',
)
export interface WeightPerChannel extends t.TypeOf<typeof WeightPerChannel> {}

/** An agent begins offline. `source` names the system from which the agent was imported. */
export const AgentEnrolled = event(
  'AgentEnrolled',
  {
    agentId: AgentId,
    name: personal(text('name', 200), 'agentId'),
    department: Key,
    region: Key,
    zone: Zone,
    languages: list(Language, { max: 20 }),
    units: Units,
  },
  { partyId: PartyId, source: Key },
)
export interface AgentEnrolled extends t.TypeOf<typeof AgentEnrolled> {}

/** `validUntil` is the first instant at which the skill is no longer held; left out, it stays. */
export const SkillGranted = event(
  'SkillGranted',
  {
    agentId: AgentId,
    skill: Key,
    proficiency: Proficiency,
    evidence: oneOf('training', 'certificate', 'assessed', 'peer'),
  },
  { validUntil: Instant },
)
export interface SkillGranted extends t.TypeOf<typeof SkillGranted> {}

export const SkillRevoked = event('SkillRevoked', { agentId: AgentId, skill: Key, reason: Key })
export interface SkillRevoked extends t.TypeOf<typeof SkillRevoked> {}

export const PresenceChanged = event(
  'PresenceChanged',
  { agentId: AgentId, to: Presence },
  { reason: Key },
)
export interface PresenceChanged extends t.TypeOf<typeof PresenceChanged> {}

export const CapacitySet = event(
  'CapacitySet',
  { agentId: AgentId, units: Units },
  { perChannel: WeightPerChannel },
)
export interface CapacitySet extends t.TypeOf<typeof CapacitySet> {}

export const WorkReserved = event('WorkReserved', {
  agentId: AgentId,
  workId: WorkId,
  weight: Weight,
})
export interface WorkReserved extends t.TypeOf<typeof WorkReserved> {}

/** Carries the weight that becomes free, so that nobody has to look up what was reserved. */
export const WorkReleased = event('WorkReleased', {
  agentId: AgentId,
  workId: WorkId,
  weight: Weight,
  reason: oneOf('done', 'declined', 'lapsed', 'transferred', 'withdrawn'),
})
export interface WorkReleased extends t.TypeOf<typeof WorkReleased> {}

export const AgentLeft = event('AgentLeft', { agentId: AgentId })
export interface AgentLeft extends t.TypeOf<typeof AgentLeft> {}

export type Event =
  | AgentEnrolled
  | SkillGranted
  | SkillRevoked
  | PresenceChanged
  | CapacitySet
  | WorkReserved
  | WorkReleased
  | AgentLeft

export const events: Registry<Event> = registry(
  AgentEnrolled,
  SkillGranted,
  SkillRevoked,
  PresenceChanged,
  CapacitySet,
  WorkReserved,
  WorkReleased,
  AgentLeft,
)
