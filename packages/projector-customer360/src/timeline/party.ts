/** What the events of parties and of agents are in a timeline. */
import type { AgentEnrolled } from '@deskledger/domain/agent/events'
import type { Event } from '@deskledger/domain/party/events'
import type { RecordedEvent } from '@deskledger/kernel'
import { line, type Line, type Lines } from './line.ts'

const profile = (e: RecordedEvent<Event>): Line => line(e, ['profile', 'party', e.data.partyId])

export const party: Lines<Event> = {
  PartyRegistered: profile,
  ContactPointAdded: profile,
  ContactPointVerified: profile,
  ContactPointRetired: profile,
  RoleAssumed: profile,
  RoleEnded: profile,
  CustomerRecordShown: (e) => line(e, ['access', 'party', e.data.partyId]),
  PartyErasureRequested: profile,
  PartyErased: profile,
}

/** The one event of an agent that can concern a party. */
export const agent: Lines<AgentEnrolled> = {
  AgentEnrolled: (e) => line(e, ['profile', 'agent', e.data.agentId]),
}
