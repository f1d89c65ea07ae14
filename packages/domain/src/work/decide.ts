/**
 * The rules of a work item: what may be asked, when it is granted, and every reason to refuse it.
 */
import {
  already,
  asking,
  granted,
  refused,
  type CommandOf,
  type Decision,
  type Instant,
} from '@deskledger/kernel'
import { RequestId } from '../primitives.ts'
import * as Events from './events.ts'
import { flawOf, type Flaw } from './soundness.ts'
import { isOpen, type OpenWork, type State } from './state.ts'

export const commands = {
  RequestWork: asking(Events.WorkRequested),
  DecideRouting: asking(Events.RoutingDecided, { except: ['requestId'] }),
  OfferWork: asking(Events.WorkOffered, { except: ['requestId'] }),
  AcceptWork: asking(Events.WorkAccepted, { except: ['requestId', 'afterSeconds'] }),
  DeclineWork: asking(Events.WorkDeclined, { except: ['requestId'] }),
  LapseOffer: asking(Events.WorkOfferLapsed, { except: ['requestId'] }),
  RequeueWork: asking(Events.WorkRequeued, { except: ['requestId'] }),
  CompleteWork: asking(Events.WorkCompleted, { except: ['requestId', 'agentId'] }),
  WithdrawWork: asking(Events.WorkWithdrawn, { except: ['requestId', 'agentId'] }),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  | Flaw
  | { readonly _tag: 'NotRequested' }
  | { readonly _tag: 'AlreadyRequested' }
  /** It is completed or withdrawn: nothing happens to it any more. */
  | { readonly _tag: 'WorkEnded'; readonly status: State['status'] }
  /** Somebody has it or is being asked. */
  | { readonly _tag: 'NotWaiting'; readonly status: State['status'] }
  /** The last decision chose somebody else, or nobody, or was another one. */
  | { readonly _tag: 'NotChosen'; readonly agentId: string }
  /** It is not offered to this agent. */
  | { readonly _tag: 'NotOffered'; readonly agentId: string; readonly status: State['status'] }
  | { readonly _tag: 'OfferExpired'; readonly expiresAt: Instant }
  | { readonly _tag: 'OfferStillOpen'; readonly expiresAt: Instant }
  /** It is put back round by round. */
  | { readonly _tag: 'WrongRound'; readonly next: number }

type Answer = Decision<Rejection, Events.Event>
type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

/** A request is its own request; a task's is as the sender says. */
const request = ({ data, at }: Of<'RequestWork'>, state: State): Answer => {
  if (state.status !== 'unknown') return refused({ _tag: 'AlreadyRequested' })
  const { kind, id } = data.subject
  const own = kind === 'request' && RequestId.is(id) ? { requestId: id } : {}
  return granted({ type: 'WorkRequested', data: { ...data, ...own, at } })
}

const ofRequest = ({ requestId }: OpenWork) => (requestId === undefined ? {} : { requestId })

const decideRouting = ({ data, at }: Of<'DecideRouting'>, state: OpenWork): Answer => {
  if (state.decision?.decisionId === data.decisionId) return already
  if (state.status !== 'requested') return refused({ _tag: 'NotWaiting', status: state.status })
  const flaw = flawOf(data)
  if (flaw !== undefined) return refused(flaw)
  return granted({ type: 'RoutingDecided', data: { ...data, ...ofRequest(state), at } })
}

/**
 * Whoever leaves out the decision means the last one. An offer that comes too late to be accepted
 * is made all the same: it lapses at once, and everybody can see why.
 */
const offer = ({ data, at }: Of<'OfferWork'>, state: OpenWork): Answer => {
  const { agentId, decisionId = state.decision?.decisionId } = data
  if (state.status === 'offered' && state.agentId === agentId) return already
  if (state.status !== 'requested') return refused({ _tag: 'NotWaiting', status: state.status })
  if (state.decision?.chosen !== agentId || state.decision.decisionId !== decisionId)
    return refused({ _tag: 'NotChosen', agentId })
  return granted({ type: 'WorkOffered', data: { ...data, ...ofRequest(state), at } })
}

const notOffered = (agentId: string, { status }: State): Answer =>
  refused({ _tag: 'NotOffered', agentId, status })

const isOfferedTo = (
  agentId: string,
  state: OpenWork,
): state is Extract<OpenWork, { readonly status: 'offered' }> =>
  state.status === 'offered' && state.agentId === agentId

const accept = ({ data, at }: Of<'AcceptWork'>, state: OpenWork): Answer => {
  const { agentId } = data
  if (state.status === 'accepted' && state.agentId === agentId) return already
  if (!isOfferedTo(agentId, state)) return notOffered(agentId, state)
  const { offeredAt, expiresAt } = state
  if (at > expiresAt) return refused({ _tag: 'OfferExpired', expiresAt })
  const afterSeconds = Math.max(0, Math.floor((at - offeredAt) / 1_000))
  return granted({ type: 'WorkAccepted', data: { ...data, afterSeconds, ...ofRequest(state), at } })
}

const decline = ({ data, at }: Of<'DeclineWork'>, state: OpenWork): Answer =>
  isOfferedTo(data.agentId, state)
    ? granted({ type: 'WorkDeclined', data: { ...data, ...ofRequest(state), at } })
    : notOffered(data.agentId, state)

const lapse = ({ data, at }: Of<'LapseOffer'>, state: OpenWork): Answer => {
  if (!isOfferedTo(data.agentId, state)) return notOffered(data.agentId, state)
  const { expiresAt } = state
  if (at < expiresAt) return refused({ _tag: 'OfferStillOpen', expiresAt })
  return granted({ type: 'WorkOfferLapsed', data: { ...data, ...ofRequest(state), at } })
}

const requeue = ({ data, at }: Of<'RequeueWork'>, state: OpenWork): Answer => {
  const { status, round } = state
  if (data.round <= round) return already
  if (status !== 'requested') return refused({ _tag: 'NotWaiting', status })
  if (data.round > round + 1) return refused({ _tag: 'WrongRound', next: round + 1 })
  return granted({ type: 'WorkRequeued', data: { ...data, ...ofRequest(state), at } })
}

/** Also done if nobody had accepted it. */
const complete = ({ data, at }: Of<'CompleteWork'>, state: OpenWork): Answer => {
  const by = state.status === 'accepted' ? { agentId: state.agentId } : {}
  return granted({ type: 'WorkCompleted', data: { ...data, ...by, ...ofRequest(state), at } })
}

const withdraw = ({ data, at }: Of<'WithdrawWork'>, state: OpenWork): Answer => {
  const from = state.status === 'requested' ? {} : { agentId: state.agentId }
  return granted({ type: 'WorkWithdrawn', data: { ...data, ...from, ...ofRequest(state), at } })
}

const isMoot = ({ type }: Command, { status }: State): boolean =>
  (type === 'CompleteWork' && status === 'completed') ||
  (type === 'WithdrawWork' && status === 'withdrawn')

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'RequestWork') return request(command, state)
  if (state.status === 'unknown') return refused({ _tag: 'NotRequested' })
  if (isMoot(command, state)) return already
  if (!isOpen(state)) return refused({ _tag: 'WorkEnded', status: state.status })
  switch (command.type) {
    case 'DecideRouting':
      return decideRouting(command, state)
    case 'OfferWork':
      return offer(command, state)
    case 'AcceptWork':
      return accept(command, state)
    case 'DeclineWork':
      return decline(command, state)
    case 'LapseOffer':
      return lapse(command, state)
    case 'RequeueWork':
      return requeue(command, state)
    case 'CompleteWork':
      return complete(command, state)
    case 'WithdrawWork':
      return withdraw(command, state)
  }
}
