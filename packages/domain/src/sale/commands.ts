/**
 * What may be asked of a sale, and every reason to refuse it.
 */
import { asking, refused, type CommandOf, type Decision, type Instant } from '@deskledger/kernel'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = {
  OpenSale: asking(Events.SaleOpened),
  AddLine: asking(Events.LineAdded),
  ChangeLine: asking(Events.LineChanged),
  RemoveLine: asking(Events.LineRemoved),
  IssueQuote: asking(Events.QuoteIssued, { except: ['revision', 'lines', 'total'] }),
  AcceptQuote: asking(Events.QuoteAccepted),
  DeclineQuote: asking(Events.QuoteDeclined, { except: ['revision'] }),
  LapseQuote: asking(Events.QuoteLapsed),
  PlaceOrder: asking(Events.OrderPlaced, { except: ['lines', 'total', 'revision'] }),
  CancelOrder: asking(Events.OrderCancelled),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  | { readonly _tag: 'NotOpened' }
  | { readonly _tag: 'AlreadyOpened' }
  /** A sale that comes from a request names it. */
  | { readonly _tag: 'RequestMissing' }
  | { readonly _tag: 'WrongStatus'; readonly status: State['status'] }
  | { readonly _tag: 'NoSuchLine'; readonly lineId: string }
  | { readonly _tag: 'NoLines' }
  | { readonly _tag: 'TooManyLines'; readonly max: number }
  /** The amount would be beyond 2^53 minor units, where whole numbers are no longer exact. */
  | { readonly _tag: 'TotalTooLarge' }
  /** A quote is valid for some time after it is issued. */
  | { readonly _tag: 'NeverValid'; readonly validUntil: Instant }
  | { readonly _tag: 'NotTheLatest'; readonly latest: number }
  | { readonly _tag: 'QuoteExpired'; readonly validUntil: Instant }
  | { readonly _tag: 'QuoteStillValid'; readonly validUntil: Instant }
  /** Once there was a quote, only an accepted one is ordered. */
  | { readonly _tag: 'QuoteNotAccepted'; readonly revision: number }

export type Answer = Decision<Rejection, Events.Event>
export type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

export const wrongStatus = ({ status }: State): Answer => refused({ _tag: 'WrongStatus', status })
