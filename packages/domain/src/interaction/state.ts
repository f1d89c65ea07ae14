/**
 * What the rules of an interaction must remember: how far it has come, who is in it, and the time
 * that was spent so far.
 */
import type { Instant } from '@deskledger/kernel'
import type { AgentId, PartyId, RequestId } from '../primitives.ts'
import type { Confidence, Event, IdentifiedBy } from './events.ts'

type DataOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>['data']

export interface Identified {
  readonly partyId: PartyId
  readonly confidence: Confidence
  /** Absent if the interaction began with the party. */
  readonly how?: IdentifiedBy
}

export interface About {
  readonly requestId?: RequestId
  readonly identified?: Identified
}

/** Of all agents together, in milliseconds; `answeredAt` is the first answer. */
export interface Spent {
  readonly answeredAt?: Instant
  readonly talkedMs: number
  readonly heldMs: number
}

interface Leg {
  readonly about: About
  readonly spent: Spent
  readonly since: Instant
}

/** Waiting for an agent since `since`, for the first time or after a transfer. */
export type Waiting = Leg &
  (
    | { readonly status: 'started' }
    | { readonly status: 'queued'; readonly queue: string }
    | { readonly status: 'offered'; readonly to: string }
  )

/** With an agent; `since` is when the present talk or hold began. */
export interface Talking {
  readonly status: 'connected' | 'held'
  readonly about: About
  readonly spent: Spent & { readonly answeredAt: Instant }
  readonly since: Instant
  readonly agentId: AgentId
}

export type State =
  | { readonly status: 'unknown' }
  | Waiting
  | Talking
  | { readonly status: 'ended'; readonly about: About; readonly endedAt: Instant }
  | { readonly status: 'wrapped' | 'abandoned'; readonly about: About }
  | { readonly status: 'received' | 'sent' | 'delivered' | 'failed'; readonly about: About }

export const initial: State = { status: 'unknown' }

export const isWaiting = (state: State): state is Waiting =>
  state.status === 'started' || state.status === 'queued' || state.status === 'offered'

export const isTalking = (state: State): state is Talking =>
  state.status === 'connected' || state.status === 'held'

/** What is spent once the present talk or hold stops at `at`: nothing if a clock ran backwards. */
export const spentUntil = ({ status, since, spent }: Talking, at: Instant): Talking['spent'] => {
  const ms = Math.max(0, at - since)
  return status === 'held'
    ? { ...spent, heldMs: spent.heldMs + ms }
    : { ...spent, talkedMs: spent.talkedMs + ms }
}

export const evolve = (state: State, event: Event): State => {
  const { type, data } = event
  if (type === 'InteractionStarted')
    return { status: 'started', about: aboutOf(data), spent: nothing, since: data.at }
  if (type === 'MessageReceived') return { status: 'received', about: aboutOf(data) }
  if (type === 'MessageSent') return { status: 'sent', about: aboutOf(data) }
  if (state.status === 'unknown') return state
  const { about } = state
  switch (type) {
    case 'CallerIdentified':
      return { ...state, about: { ...about, identified: identifiedBy(data) } }
    case 'InteractionQueued':
      return isWaiting(state) ? queued(state, data) : state
    case 'InteractionOffered':
      return isWaiting(state) ? { ...legOf(state), status: 'offered', to: data.agentId } : state
    case 'InteractionAnswered':
      return isWaiting(state) ? answered(state, data) : state
    case 'InteractionHeld':
      return isTalking(state) ? { ...stretchAt(state, data.at), status: 'held' } : state
    case 'InteractionRetrieved':
      return isTalking(state) ? { ...stretchAt(state, data.at), status: 'connected' } : state
    case 'InteractionTransferred':
      return isTalking(state) ? transferred(state, data) : state
    case 'InteractionAbandoned':
      return { status: 'abandoned', about }
    case 'InteractionEnded':
      return { status: 'ended', about, endedAt: data.at }
    case 'WrapUpCompleted':
      return { status: 'wrapped', about }
    case 'MessageDelivered':
      return { status: 'delivered', about }
    case 'MessageFailed':
      return { status: 'failed', about }
  }
}

const nothing: Spent = { talkedMs: 0, heldMs: 0 }

const aboutOf = ({ partyId, requestId }: Beginning): About => ({
  ...(requestId === undefined ? {} : { requestId }),
  ...(partyId === undefined ? {} : { identified: { partyId, confidence: 'known' } }),
})
type Beginning = { readonly partyId?: PartyId; readonly requestId?: RequestId }

const identifiedBy = ({ partyId, how, confidence }: DataOf<'CallerIdentified'>): Identified => ({
  partyId,
  how,
  confidence,
})

const legOf = ({ about, spent, since }: Waiting): Leg => ({ about, spent, since })

/** The wait for an agent begins with the first queue: what went before was a menu. */
const queued = (state: Waiting, { queue, at }: DataOf<'InteractionQueued'>): Waiting => ({
  ...legOf(state),
  status: 'queued',
  queue,
  since: state.status === 'started' ? at : state.since,
})

const answered = (
  { about, spent }: Waiting,
  { agentId, at }: DataOf<'InteractionAnswered'>,
): Talking => ({
  status: 'connected',
  about,
  spent: { answeredAt: at, ...spent },
  since: at,
  agentId,
})

const stretchAt = (state: Talking, at: Instant): Talking => ({
  ...state,
  spent: spentUntil(state, at),
  since: at,
})

const transferred = (state: Talking, { to, at }: DataOf<'InteractionTransferred'>): Waiting => {
  const leg = { about: state.about, spent: spentUntil(state, at), since: at }
  return to.kind === 'queue'
    ? { ...leg, status: 'queued', queue: to.id }
    : { ...leg, status: 'offered', to: to.id }
}
