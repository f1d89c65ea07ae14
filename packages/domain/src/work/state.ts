/**
 * What the rules of a work item must remember: who was chosen, who is offered it, who has it.
 */
import type { Instant } from '@deskledger/kernel'
import type { AgentId, RequestId } from '../primitives.ts'
import type { Event } from './events.ts'

/** The last decision. Nobody is chosen any more once the chosen one has declined. */
export interface LastDecision {
  readonly decisionId: string
  readonly chosen?: AgentId
}

interface Open {
  readonly requestId?: RequestId
  /** How often it was put back. */
  readonly round: number
  readonly decision?: LastDecision
}

export type State =
  | { readonly status: 'unknown' }
  | (Open & { readonly status: 'requested' })
  | (Open & {
      readonly status: 'offered'
      readonly agentId: AgentId
      readonly offeredAt: Instant
      readonly expiresAt: Instant
    })
  | (Open & { readonly status: 'accepted'; readonly agentId: AgentId })
  | { readonly status: 'completed' | 'withdrawn' }

export type Requested = Extract<State, { readonly status: 'requested' }>
export type OpenWork = Extract<State, { readonly status: 'requested' | 'offered' | 'accepted' }>

export const initial: State = { status: 'unknown' }

export const isOpen = (state: State): state is OpenWork =>
  state.status === 'requested' || state.status === 'offered' || state.status === 'accepted'

export const evolve = (state: State, { type, data }: Event): State => {
  if (type === 'WorkRequested') return requested(data.requestId)
  if (!isOpen(state)) return state
  switch (type) {
    case 'RoutingDecided':
      return { ...state, decision: lastDecision(data) }
    case 'WorkOffered': {
      const { agentId, expiresAt, at: offeredAt } = data
      return { ...state, status: 'offered', agentId, offeredAt, expiresAt }
    }
    case 'WorkAccepted':
      return { ...backTo(state), status: 'accepted', agentId: data.agentId }
    case 'WorkDeclined':
    case 'WorkOfferLapsed':
      return declined(state)
    case 'WorkRequeued':
      return { ...state, round: data.round }
    case 'WorkCompleted':
      return { status: 'completed' }
    case 'WorkWithdrawn':
      return { status: 'withdrawn' }
  }
}

const requested = (requestId: RequestId | undefined): State =>
  requestId === undefined
    ? { status: 'requested', round: 0 }
    : { status: 'requested', round: 0, requestId }

const lastDecision = ({ decisionId, chosen }: LastDecision): LastDecision =>
  chosen === undefined ? { decisionId } : { decisionId, chosen }

/** The work as nobody has it. */
const backTo = ({ requestId, round, decision }: OpenWork): Requested => ({
  status: 'requested',
  round,
  ...(requestId === undefined ? {} : { requestId }),
  ...(decision === undefined ? {} : { decision }),
})

const declined = (state: OpenWork): State => {
  const { decision, ...back } = backTo(state)
  if (decision === undefined) return back
  return { ...back, decision: { decisionId: decision.decisionId } }
}
