/**
 * The rules of live interactions: waiting, talking, holding, passing on, ending.
 *
 * Times are whole seconds between the instants of the events, rounded down, and never negative,
 * even if the clock of a sender runs backwards.
 */
import { already, granted, Key, refused, type Instant } from '@deskledger/kernel'
import { AgentId } from '../primitives.ts'
import { wrongStatus, type Answer, type Of } from './commands.ts'
import type { Event } from './events.ts'
import {
  isTalking,
  isWaiting,
  spentUntil,
  type State,
  type Talking,
  type Waiting,
} from './state.ts'

/** Into a queue, also from another one or when nobody took an offer. */
export const queue = ({ data, at }: Of<'QueueInteraction'>, state: State): Answer => {
  if (!isWaiting(state)) return wrongStatus(state)
  if (state.status === 'queued' && state.queue === data.queue) return already
  return granted({ type: 'InteractionQueued', data: { ...data, at } })
}

export const offer = ({ data, at }: Of<'OfferInteraction'>, state: State): Answer => {
  if (!isWaiting(state)) return wrongStatus(state)
  if (state.status === 'offered' && state.to === data.agentId) return already
  return granted({ type: 'InteractionOffered', data: { ...data, at } })
}

/** Whoever it was offered to, the one who picks it up has it. */
export const answer = ({ data, at }: Of<'AnswerInteraction'>, state: State): Answer => {
  if (isTalking(state) && state.agentId === data.agentId) return already
  if (isTalking(state)) return refused({ _tag: 'AnsweredAlready', agentId: state.agentId })
  if (!isWaiting(state)) return wrongStatus(state)
  const waitedSeconds = secondsBetween(state.since, at)
  return granted({ type: 'InteractionAnswered', data: { ...data, waitedSeconds, at } })
}

export const hold = ({ data, at }: Of<'HoldInteraction'>, state: State): Answer => {
  if (!isTalking(state)) return wrongStatus(state)
  if (state.status === 'held') return already
  return granted({ type: 'InteractionHeld', data: { ...data, at } })
}

export const retrieve = ({ data, at }: Of<'RetrieveInteraction'>, state: State): Answer => {
  if (!isTalking(state)) return wrongStatus(state)
  if (state.status === 'connected') return already
  const heldSeconds = secondsBetween(state.since, at)
  return granted({ type: 'InteractionRetrieved', data: { ...data, heldSeconds, at } })
}

/** Passed on within the house, the customer waits again; passed on to others, we are out of it. */
export const transfer = ({ data, at }: Of<'TransferInteraction'>, state: State): Answer => {
  if (!isTalking(state)) return wrongStatus(state)
  const { interactionId, to } = data
  const form = to.kind === 'agent' ? AgentId : Key
  if (!form.is(to.id)) return refused({ _tag: 'WrongTarget', expected: form.name })
  if (to.id === state.agentId) return already
  const passedOn = {
    type: 'InteractionTransferred',
    data: { ...data, from: state.agentId, at },
  } as const
  if (to.kind !== 'external') return granted(passedOn)
  const cause = 'transferred'
  return granted<Event>(passedOn, {
    type: 'InteractionEnded',
    data: { interactionId, cause, ...totalsAt(state, at), at },
  })
}

export const abandon = ({ data, at }: Of<'AbandonInteraction'>, state: State): Answer => {
  if (state.status === 'abandoned') return already
  if (!isWaiting(state)) return wrongStatus(state)
  if (state.spent.answeredAt !== undefined) return refused({ _tag: 'AnsweredBefore' })
  const waitedSeconds = secondsBetween(state.since, at)
  const { shortWithinSeconds: limit } = data
  const short = limit !== undefined && waitedSeconds <= limit
  return granted({ type: 'InteractionAbandoned', data: { ...data, waitedSeconds, short, at } })
}

export const end = ({ data, at }: Of<'EndInteraction'>, state: State): Answer => {
  if (state.status === 'ended' || state.status === 'wrapped') return already
  if (!isWaiting(state) && !isTalking(state)) return wrongStatus(state)
  if (data.cause === 'customer' && isLeftWaiting(state)) return refused({ _tag: 'NeverAnswered' })
  return granted({ type: 'InteractionEnded', data: { ...data, ...totalsAt(state, at), at } })
}

/** Somebody was asked for and nobody came. A visit to the portal alone asks for nobody. */
const isLeftWaiting = (state: Waiting | Talking): boolean =>
  state.status !== 'started' && state.spent.answeredAt === undefined

export const wrapUp = ({ data, at }: Of<'CompleteWrapUp'>, state: State): Answer => {
  if (state.status === 'wrapped') return already
  if (state.status !== 'ended') return wrongStatus(state)
  const seconds = secondsBetween(state.endedAt, at)
  return granted({ type: 'WrapUpCompleted', data: { ...data, seconds, at } })
}

/** Talk and hold up to an end at `at`, cut to fit between the first answer and that end. */
const totalsAt = (state: Waiting | Talking, at: Instant): Totals => {
  const {
    answeredAt = at,
    talkedMs,
    heldMs,
  } = isTalking(state) ? spentUntil(state, at) : state.spent
  const span = Math.max(0, at - answeredAt)
  const held = Math.min(heldMs, span)
  const talked = Math.min(talkedMs, span - held)
  return { talkedSeconds: Math.floor(talked / 1000), heldSeconds: Math.floor(held / 1000) }
}
interface Totals {
  readonly talkedSeconds: number
  readonly heldSeconds: number
}

const secondsBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor((to - from) / 1000))
