/**
 * What happens to a request in the logs that are measured: eight types, about 270 bytes of JSON each.
 */
import {
  event,
  identifier,
  integer,
  oneOf,
  personal,
  registry,
  text,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'

export const RequestId = identifier('RequestId')
export const PartyId = identifier('PartyId')
export const AgentId = identifier('AgentId')
export const QueueId = identifier('QueueId')

const about = {
  requestId: RequestId,
  partyId: PartyId,
  note: personal(text('note', 400), 'partyId'),
}

export const RequestOpened = event('RequestOpened', {
  ...about,
  priority: oneOf('low', 'normal', 'high'),
  severity: integer('severity', 1, 5),
  channel: oneOf('phone', 'email'),
})
export interface RequestOpened extends t.TypeOf<typeof RequestOpened> {}

export const RequestQueued = event('RequestQueued', { ...about, queueId: QueueId })
export interface RequestQueued extends t.TypeOf<typeof RequestQueued> {}

export const TaskAssigned = event('TaskAssigned', { ...about, agentId: AgentId, queueId: QueueId })
export interface TaskAssigned extends t.TypeOf<typeof TaskAssigned> {}

export const NoteAdded = event('NoteAdded', { ...about, agentId: AgentId })
export interface NoteAdded extends t.TypeOf<typeof NoteAdded> {}

/** `amount` in minor units of the house's currency. */
export const QuoteIssued = event('QuoteIssued', { ...about, amount: integer('amount', 0) })
export interface QuoteIssued extends t.TypeOf<typeof QuoteIssued> {}

export const RequestEscalated = event('RequestEscalated', {
  ...about,
  reason: oneOf('late', 'angry'),
})
export interface RequestEscalated extends t.TypeOf<typeof RequestEscalated> {}

export const RequestClosed = event('RequestClosed', { ...about, queueId: QueueId })
export interface RequestClosed extends t.TypeOf<typeof RequestClosed> {}

export const SatisfactionScored = event('SatisfactionScored', {
  ...about,
  score: integer('score', 1, 5),
})
export interface SatisfactionScored extends t.TypeOf<typeof SatisfactionScored> {}

export type Event =
  | RequestOpened
  | RequestQueued
  | TaskAssigned
  | NoteAdded
  | QuoteIssued
  | RequestEscalated
  | RequestClosed
  | SatisfactionScored

export const events: Registry<Event> = registry(
  RequestOpened,
  RequestQueued,
  TaskAssigned,
  NoteAdded,
  QuoteIssued,
  RequestEscalated,
  RequestClosed,
  SatisfactionScored,
)
