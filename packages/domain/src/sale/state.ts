/**
 * What the rules of a sale must remember: its lines as they stand, and the quote that counts.
 */
import type { PartyId, RequestId } from '../primitives.ts'
import type { Event, Line, QuoteIssued } from './events.ts'

export interface About {
  readonly partyId: PartyId
  readonly requestId?: RequestId
}

/** The newest quote, as the customer holds it. */
export type Quote = Omit<QuoteIssued['data'], 'saleId' | 'at'>

/** No quote could be accepted now; `revision` is that of the last one, 0 if there was none. */
export interface Draft {
  readonly status: 'drafting' | 'lapsed'
  readonly about: About
  readonly lines: ReadonlyArray<Line>
  readonly revision: number
}

export interface Quoted {
  readonly status: 'quoted' | 'accepted'
  readonly about: About
  readonly quote: Quote
}

export type State =
  | { readonly status: 'unknown' }
  | Draft
  | Quoted
  | { readonly status: 'ordered' | 'declined' | 'cancelled'; readonly about: About }

export const initial: State = { status: 'unknown' }

/** Whose lines may still change. */
export type Changeable = Draft | (Quoted & { readonly status: 'quoted' })

const isDraft = (state: State): state is Draft =>
  state.status === 'drafting' || state.status === 'lapsed'

export const isChangeable = (state: State): state is Changeable =>
  isDraft(state) || state.status === 'quoted'

/** The sale without its quote: what was quoted is a draft again. */
export const draftOf = (state: Draft | Quoted): Draft => {
  if (isDraft(state)) return { ...state, status: 'drafting' }
  const { about, quote } = state
  return { status: 'drafting', about, lines: quote.lines, revision: quote.revision }
}

export const evolve = (state: State, { type, data }: Event): State => {
  if (type === 'SaleOpened')
    return { status: 'drafting', about: aboutOf(data), lines: [], revision: 0 }
  if (state.status === 'unknown') return state
  const { about } = state
  switch (type) {
    case 'LineAdded':
      return withLines(state, (lines) => [...lines, lineOf(data)])
    case 'LineChanged':
      return withLines(state, (lines) => lines.map((line) => changed(line, data)))
    case 'LineRemoved':
      return withLines(state, (lines) => lines.filter(({ lineId }) => lineId !== data.lineId))
    case 'QuoteIssued':
      return { status: 'quoted', about, quote: quoteOf(data) }
    case 'QuoteAccepted':
      return state.status === 'quoted' ? { ...state, status: 'accepted' } : state
    case 'QuoteLapsed':
      return state.status === 'quoted' ? { ...draftOf(state), status: 'lapsed' } : state
    case 'QuoteDeclined':
      return { status: 'declined', about }
    case 'OrderPlaced':
      return { status: 'ordered', about }
    case 'OrderCancelled':
      return { status: 'cancelled', about }
  }
}

type Lines = ReadonlyArray<Line>
type DataOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>['data']

const aboutOf = ({ partyId, requestId }: DataOf<'SaleOpened'>): About =>
  requestId === undefined ? { partyId } : { partyId, requestId }

const withLines = (state: State, change: (lines: Lines) => Lines): State => {
  if (!isChangeable(state)) return state
  const draft = draftOf(state)
  return { ...draft, lines: change(draft.lines) }
}

const lineOf = (data: DataOf<'LineAdded'>): Line => {
  const { saleId: _, at: __, ...line } = data
  return line
}

/** `line` on the new terms, if it is the one that they are for. */
export const changed = (line: Line, terms: Terms): Line => {
  const { lineId, qty, unitPrice, covered } = terms
  return line.lineId === lineId ? { ...line, qty, unitPrice, covered } : line
}
export type Terms = Pick<Line, 'lineId' | 'qty' | 'unitPrice' | 'covered'>

const quoteOf = (data: DataOf<'QuoteIssued'>): Quote => {
  const { saleId: _, at: __, ...quote } = data
  return quote
}
