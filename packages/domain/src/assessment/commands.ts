/**
 * What may be asked of an assessment, and every reason to refuse it.
 */
import {
  asking,
  Instant,
  Key,
  refused,
  type CommandOf,
  type Decision,
  type Given,
} from '@deskledger/kernel'
import type { Instrument } from '../definitions.ts'
import * as Events from './events.ts'
import type { Unscorable } from './scoring.ts'
import type { State } from './state.ts'

export const commands = {
  /** `instrument`: its key. The version is the newest. */
  InviteAssessment: asking(Events.AssessmentInvited, {
    except: ['instrument'],
    required: { instrument: Key },
  }),
  /** Collected just now, unless it says when. */
  ScoreSatisfaction: asking(Events.SatisfactionScored, {
    except: ['instrument', 'scores', 'overallHundredths', 'collectedAt', 'enteredBy'],
    required: { instrument: Key, scores: Events.Marks },
    optional: { collectedAt: Instant },
  }),
  DeclineAssessment: asking(Events.AssessmentDeclined),
  ExpireAssessment: asking(Events.AssessmentExpired),
}

/** `instrument` is the newest version, and the recorded one after an invitation. */
export type Command = Given<
  CommandOf<typeof commands>,
  {
    readonly InviteAssessment: { readonly instrument: Instrument }
    readonly ScoreSatisfaction: { readonly instrument: Instrument }
  }
>

export type Rejection =
  | Unscorable
  | { readonly _tag: 'AlreadyBegun'; readonly status: State['status'] }
  | { readonly _tag: 'WrongStatus'; readonly status: State['status'] }
  /** What is assessed is one request, and another one is named beside it. */
  | { readonly _tag: 'OtherRequest'; readonly requestId: string }
  | { readonly _tag: 'ExpiresAtOnce'; readonly expiresAt: Instant }
  /** The invitation was about something else, or with another instrument. */
  | {
      readonly _tag: 'NotAsInvited'
      readonly subject: Events.Subject
      readonly instrument: string
    }
  | { readonly _tag: 'AlreadyScored' }
  /** It was collected when the invitation no longer counted. */
  | { readonly _tag: 'Expired'; readonly expiresAt: Instant }
  | { readonly _tag: 'StillOpen'; readonly expiresAt: Instant }
  | { readonly _tag: 'NeverExpires' }
  | { readonly _tag: 'CollectedLater'; readonly collectedAt: Instant }
  /** Nobody enters what customers say of their own service. */
  | { readonly _tag: 'OwnService' }
  /** What was expected is beyond all scales that were marked. */
  | { readonly _tag: 'ExpectationOffScale' }

export type Answer = Decision<Rejection, Events.Event>
export type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

export const wrongStatus = ({ status }: State): Answer => refused({ _tag: 'WrongStatus', status })
