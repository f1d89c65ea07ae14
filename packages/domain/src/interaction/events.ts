/**
 * What can happen while a customer and the company meet, live or by one message.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. Addresses and texts belong to
 * the interaction itself, because nobody may know yet whose they are.
 */
import {
  event,
  flag,
  integer,
  Key,
  oneOf,
  pattern,
  personal,
  record,
  registry,
  Seconds,
  text,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import {
  AgentId,
  Direction,
  InteractionId,
  PartyId,
  RequestId,
  Sha256,
  WorkId,
} from '../primitives.ts'

/** Where both are there at the same time. Chat, portal and web also carry messages. */
export const LiveChannel = oneOf('phone', 'chat', 'video', 'visit', 'portal', 'web')
export type LiveChannel = (typeof LiveChannel)['_A']

/** Where one writes and the other reads later. */
export const MessageChannel = oneOf(
  'email',
  'fax',
  'sms',
  'letter',
  'social',
  'note',
  'chat',
  'portal',
  'web',
)
export type MessageChannel = (typeof MessageChannel)['_A']

/** How another system calls the same meeting. No `@`, `+` or space: it is not an address. */
export const External = record(
  { system: Key, id: pattern('external id', /^[\w.:-]{1,64}$/, 'call-4711', 'msg-12') },
  {},
  'External',
)

/** An agent's id, or the key of a queue or of another company. Never a phone number. */
export const TargetId = pattern(
  'target',
  /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-zA-Z][\w.-]{0,63})$/,
  '00000000-0000-4000-8000-000000000002',
  'engineers',
)

/** Whom a customer is passed on to. */
export const Target = record(
  { kind: oneOf('agent', 'queue', 'external'), id: TargetId },
  {},
  'Target',
)

const address = personal(text('address', 320), 'interactionId')

/** As far as it is known from the beginning. */
const about = { partyId: PartyId, requestId: RequestId, external: External }

const content = {
  subject: personal(text('subject', 998), 'interactionId'),
  body: personal(text('body', 100_000), 'interactionId'),
  /** Of the message as it came or went. Erased with it: short texts can be guessed from it. */
  bodyHash: personal(Sha256, 'interactionId'),
}

// ------------------------------------------------------------------------------------------------
// live
// ------------------------------------------------------------------------------------------------

/** `remote` is the customer's number or address, as far as the channel tells it. */
export const InteractionStarted = event(
  'InteractionStarted',
  { interactionId: InteractionId, channel: LiveChannel, direction: Direction },
  { remote: address, ...about },
)
export interface InteractionStarted extends t.TypeOf<typeof InteractionStarted> {}

export const InteractionQueued = event('InteractionQueued', {
  interactionId: InteractionId,
  queue: Key,
})
export interface InteractionQueued extends t.TypeOf<typeof InteractionQueued> {}

/** It rings at an agent's. */
export const InteractionOffered = event(
  'InteractionOffered',
  { interactionId: InteractionId, agentId: AgentId },
  { workId: WorkId },
)
export interface InteractionOffered extends t.TypeOf<typeof InteractionOffered> {}

/** `waitedSeconds`: since it was queued, or else started; after a transfer, since the transfer. */
export const InteractionAnswered = event('InteractionAnswered', {
  interactionId: InteractionId,
  agentId: AgentId,
  waitedSeconds: Seconds,
})
export interface InteractionAnswered extends t.TypeOf<typeof InteractionAnswered> {}

export const InteractionHeld = event('InteractionHeld', { interactionId: InteractionId })
export interface InteractionHeld extends t.TypeOf<typeof InteractionHeld> {}

/** `heldSeconds`: of this one hold. */
export const InteractionRetrieved = event('InteractionRetrieved', {
  interactionId: InteractionId,
  heldSeconds: Seconds,
})
export interface InteractionRetrieved extends t.TypeOf<typeof InteractionRetrieved> {}

/** `consult`: the next one was asked first, `blind` not. Either way the call is to be answered. */
export const InteractionTransferred = event('InteractionTransferred', {
  interactionId: InteractionId,
  from: AgentId,
  to: Target,
  kind: oneOf('blind', 'consult'),
})
export interface InteractionTransferred extends t.TypeOf<typeof InteractionTransferred> {}

/**
 * The customer left before anyone answered. `short`: after at most `shortWithinSeconds`, which is
 * copied because service levels leave short ones out; never short where no limit was told.
 */
export const InteractionAbandoned = event(
  'InteractionAbandoned',
  { interactionId: InteractionId, waitedSeconds: Seconds, short: flag },
  { shortWithinSeconds: Seconds },
)
export interface InteractionAbandoned extends t.TypeOf<typeof InteractionAbandoned> {}

/** Talk and hold of all agents together: at most the time from the first answer to the end. */
export const InteractionEnded = event('InteractionEnded', {
  interactionId: InteractionId,
  cause: oneOf('customer', 'agent', 'transferred', 'noAnswer', 'busy', 'timeout', 'failed'),
  talkedSeconds: Seconds,
  heldSeconds: Seconds,
})
export interface InteractionEnded extends t.TypeOf<typeof InteractionEnded> {}

/** `seconds`: since the end. */
export const WrapUpCompleted = event(
  'WrapUpCompleted',
  { interactionId: InteractionId, seconds: Seconds },
  { disposition: Key },
)
export interface WrapUpCompleted extends t.TypeOf<typeof WrapUpCompleted> {}

// ------------------------------------------------------------------------------------------------
// messages
// ------------------------------------------------------------------------------------------------

export const MessageReceived = event(
  'MessageReceived',
  { interactionId: InteractionId, channel: MessageChannel, from: address },
  { ...content, ...about },
)
export interface MessageReceived extends t.TypeOf<typeof MessageReceived> {}

/** `agentId`: who wrote it, unless the house did by itself. */
export const MessageSent = event(
  'MessageSent',
  { interactionId: InteractionId, channel: MessageChannel, to: address },
  { ...content, ...about, agentId: AgentId },
)
export interface MessageSent extends t.TypeOf<typeof MessageSent> {}

export const MessageDelivered = event('MessageDelivered', { interactionId: InteractionId })
export interface MessageDelivered extends t.TypeOf<typeof MessageDelivered> {}

export const MessageFailed = event('MessageFailed', { interactionId: InteractionId, reason: Key })
export interface MessageFailed extends t.TypeOf<typeof MessageFailed> {}

// ------------------------------------------------------------------------------------------------
// both
// ------------------------------------------------------------------------------------------------

export const Confidence = oneOf('known', 'probable')
export type Confidence = (typeof Confidence)['_A']

export const IdentifiedBy = oneOf('callerId', 'claimed', 'verified', 'login', 'serial')
export type IdentifiedBy = (typeof IdentifiedBy)['_A']

/** `popMs`: how long it took until the agent saw the customer's record, in milliseconds. */
export const CallerIdentified = event(
  'CallerIdentified',
  { interactionId: InteractionId, partyId: PartyId, how: IdentifiedBy, confidence: Confidence },
  { popMs: integer('milliseconds', 0) },
)
export interface CallerIdentified extends t.TypeOf<typeof CallerIdentified> {}

export type Event =
  | InteractionStarted
  | InteractionQueued
  | InteractionOffered
  | InteractionAnswered
  | InteractionHeld
  | InteractionRetrieved
  | InteractionTransferred
  | InteractionAbandoned
  | InteractionEnded
  | WrapUpCompleted
  | MessageReceived
  | MessageSent
  | MessageDelivered
  | MessageFailed
  | CallerIdentified

export const events: Registry<Event> = registry(
  InteractionStarted,
  InteractionQueued,
  InteractionOffered,
  InteractionAnswered,
  InteractionHeld,
  InteractionRetrieved,
  InteractionTransferred,
  InteractionAbandoned,
  InteractionEnded,
  WrapUpCompleted,
  MessageReceived,
  MessageSent,
  MessageDelivered,
  MessageFailed,
  CallerIdentified,
)
