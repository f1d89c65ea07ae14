/**
 * What the rules of an assessment must remember: what was asked about, with what, and until when.
 */
import type { Def, Instant } from '@deskledger/kernel'
import { RequestId, type AgentId, type PartyId } from '../primitives.ts'
import type { Event, Subject } from './events.ts'

/** Whom it is about, as far as that was said. */
export interface Whose {
  readonly requestId?: RequestId
  readonly partyId?: PartyId
  readonly agentId?: AgentId
}

export interface Invited {
  /** An answer that came in time may be entered after the invitation has expired. */
  readonly status: 'invited' | 'expired'
  readonly subject: Subject
  readonly instrument: Def
  readonly whose: Whose
  readonly expiresAt?: Instant
}

export type State =
  | { readonly status: 'unknown' }
  | Invited
  | { readonly status: 'scored' | 'declined'; readonly whose: Whose }

export const initial: State = { status: 'unknown' }

export const isInvited = (state: State): state is Invited =>
  state.status === 'invited' || state.status === 'expired'

export const evolve = (state: State, { type, data }: Event): State => {
  switch (type) {
    case 'AssessmentInvited': {
      const { subject, instrument, expiresAt } = data
      const invited = { status: 'invited', subject, instrument, whose: whoseOf(data) } as const
      return expiresAt === undefined ? invited : { ...invited, expiresAt }
    }
    case 'SatisfactionScored':
      return { status: 'scored', whose: whoseOf(data) }
    case 'AssessmentDeclined':
      return state.status === 'unknown' ? state : { status: 'declined', whose: state.whose }
    case 'AssessmentExpired':
      return isInvited(state) ? { ...state, status: 'expired' } : state
  }
}

/** Whom `data` is about. What assesses a request belongs to it, also where that is not said. */
export const whoseOf = ({ subject, ...data }: Whose & About): Whose => {
  const requestId = assessedRequest(subject) ?? data.requestId
  const { partyId, agentId } = data
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(partyId === undefined ? {} : { partyId }),
    ...(agentId === undefined ? {} : { agentId }),
  }
}
interface About {
  readonly subject: Subject
}

/** Whether one request is assessed and another one named beside it. */
export const namesOtherRequest = ({ subject, requestId }: Whose & About): boolean =>
  requestId !== undefined && (assessedRequest(subject) ?? requestId) !== requestId

const assessedRequest = ({ kind, id }: Subject): RequestId | undefined =>
  kind === 'request' && RequestId.is(id) ? id : undefined
