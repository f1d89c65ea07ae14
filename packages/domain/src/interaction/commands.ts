/**
 * What may be asked of an interaction, and every reason to refuse it.
 */
import { asking, refused, type CommandOf, type Decision } from '@deskledger/kernel'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = {
  StartInteraction: asking(Events.InteractionStarted),
  QueueInteraction: asking(Events.InteractionQueued),
  OfferInteraction: asking(Events.InteractionOffered),
  AnswerInteraction: asking(Events.InteractionAnswered, { except: ['waitedSeconds'] }),
  HoldInteraction: asking(Events.InteractionHeld),
  RetrieveInteraction: asking(Events.InteractionRetrieved, { except: ['heldSeconds'] }),
  TransferInteraction: asking(Events.InteractionTransferred, { except: ['from'] }),
  AbandonInteraction: asking(Events.InteractionAbandoned, { except: ['waitedSeconds', 'short'] }),
  EndInteraction: asking(Events.InteractionEnded, { except: ['talkedSeconds', 'heldSeconds'] }),
  CompleteWrapUp: asking(Events.WrapUpCompleted, { except: ['seconds'] }),
  ReceiveMessage: asking(Events.MessageReceived),
  SendMessage: asking(Events.MessageSent),
  ConfirmDelivery: asking(Events.MessageDelivered),
  ReportFailure: asking(Events.MessageFailed),
  IdentifyCaller: asking(Events.CallerIdentified),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  | { readonly _tag: 'NotBegun' }
  | { readonly _tag: 'AlreadyBegun' }
  /** Not now, or not in an interaction of this kind. */
  | { readonly _tag: 'WrongStatus'; readonly status: State['status'] }
  /** Another agent has it: it must be transferred first. */
  | { readonly _tag: 'AnsweredAlready'; readonly agentId: string }
  /** A customer who leaves without an answer has abandoned it. */
  | { readonly _tag: 'NeverAnswered' }
  /** What was answered once can be ended, and is no longer abandoned. */
  | { readonly _tag: 'AnsweredBefore' }
  /** An agent has an id, a queue and another company have a key. */
  | { readonly _tag: 'WrongTarget'; readonly expected: string }
  /** A guess does not replace what is known. */
  | { readonly _tag: 'KnownAlready'; readonly partyId: string }

export type Answer = Decision<Rejection, Events.Event>
export type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

export const wrongStatus = ({ status }: State): Answer => refused({ _tag: 'WrongStatus', status })
