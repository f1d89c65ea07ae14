/**
 * The rules of a sale's quotes: each is a revision of the one before, and only the latest counts.
 */
import { already, granted, refused } from '@deskledger/kernel'
import { wrongStatus, type Answer, type Of } from './commands.ts'
import { draftOf, isChangeable, type Quote, type State } from './state.ts'
import { isExact, totalOf } from './total.ts'

/** A quote of the lines as they stand. The same terms again are the same quote. */
export const issue = ({ data, at }: Of<'IssueQuote'>, state: State): Answer => {
  if (!isChangeable(state)) return wrongStatus(state)
  if (state.status === 'quoted' && isOnTerms(data)(state.quote)) return already
  const { lines, revision } = draftOf(state)
  const { validUntil, taxTotal = 0 } = data
  const total = totalOf(lines)
  if (lines.length === 0) return refused({ _tag: 'NoLines' })
  if (validUntil <= at) return refused({ _tag: 'NeverValid', validUntil })
  if (!isExact(total + taxTotal)) return refused({ _tag: 'TotalTooLarge' })
  const quote = { ...data, revision: revision + 1, lines, total, at }
  return granted({ type: 'QuoteIssued', data: quote })
}

const isOnTerms =
  ({ validUntil, taxTotal, documentHash }: Omit<Quote, 'revision' | 'lines' | 'total'>) =>
  (quote: Quote): boolean =>
    quote.validUntil === validUntil &&
    quote.taxTotal === taxTotal &&
    quote.documentHash === documentHash

export const accept = ({ data, at, actor }: Of<'AcceptQuote'>, state: State): Answer => {
  if (state.status === 'accepted' && data.revision === state.quote.revision) return already
  if (state.status !== 'quoted') return wrongStatus(state)
  const { revision: latest, validUntil } = state.quote
  if (data.revision !== latest) return refused({ _tag: 'NotTheLatest', latest })
  if (at >= validUntil) return refused({ _tag: 'QuoteExpired', validUntil })
  return granted({ type: 'QuoteAccepted', data: { ...data, by: actor, at } })
}

/** Also a quote that has lapsed: why it was not accepted, and who won, is worth knowing. */
export const decline = ({ data, at }: Of<'DeclineQuote'>, state: State): Answer => {
  if (state.status === 'declined') return already
  if (state.status !== 'quoted' && state.status !== 'lapsed') return wrongStatus(state)
  const { revision } = draftOf(state)
  return granted({ type: 'QuoteDeclined', data: { ...data, revision, at } })
}

export const lapse = ({ data, at }: Of<'LapseQuote'>, state: State): Answer => {
  if (state.status === 'lapsed' && data.revision === state.revision) return already
  if (state.status !== 'quoted') return wrongStatus(state)
  const { revision: latest, validUntil } = state.quote
  if (data.revision !== latest) return refused({ _tag: 'NotTheLatest', latest })
  if (at < validUntil) return refused({ _tag: 'QuoteStillValid', validUntil })
  return granted({ type: 'QuoteLapsed', data: { ...data, at } })
}

/** The accepted quote to the letter; or, if there never was a quote, the lines as they stand. */
export const order = ({ data, at, actor: by }: Of<'PlaceOrder'>, state: State): Answer => {
  if (state.status === 'ordered') return already
  if (state.status === 'accepted') {
    const { lines, total, revision } = state.quote
    return granted({ type: 'OrderPlaced', data: { ...data, lines, total, revision, by, at } })
  }
  if (!isChangeable(state)) return wrongStatus(state)
  const { lines, revision } = draftOf(state)
  if (revision > 0) return refused({ _tag: 'QuoteNotAccepted', revision })
  if (lines.length === 0) return refused({ _tag: 'NoLines' })
  return granted({ type: 'OrderPlaced', data: { ...data, lines, total: totalOf(lines), by, at } })
}
