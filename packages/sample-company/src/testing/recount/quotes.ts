/**
 * What becomes of quotes, worked out once more from the log: the question Q28.
 */
import { hour } from '../../calendar.ts'
import { ratio, type History, type Recorded } from './history.ts'

/** What was last heard of a sale, and when. */
interface Heard {
  last: string
  quotedAt: number
  acceptedAfter: number | undefined
  isOrdered: boolean
  isCancelled: boolean
}

export const quotes = (history: History): ReadonlyArray<object> => {
  const sales = [...quotedIn(history).values()]
  const count = (is: (sale: Heard) => boolean): number => sales.filter(is).length
  const accepted = count(({ acceptedAfter }) => acceptedAfter !== undefined)
  let waited = 0
  for (const { acceptedAfter = 0 } of sales) waited += acceptedAfter
  return [
    {
      quoted: sales.length,
      accepted,
      ordered: count(({ isOrdered }) => isOrdered),
      cancelled: count(({ isCancelled }) => isCancelled),
      declined: count(({ last }) => last === 'QuoteDeclined'),
      lapsed: count(({ last }) => last === 'QuoteLapsed'),
      mean_hours_to_accept: ratio(waited, accepted * hour, 2),
    },
  ]
}

const quotedIn = (history: History): ReadonlyMap<string, Heard> => {
  const sales = new Map<string, Heard>()
  for (const event of history) {
    if (!('saleId' in event.data)) continue
    const sale = sales.get(event.data.saleId)
    if (sale !== undefined) hear(sale, event)
    else if (event.type === 'QuoteIssued')
      sales.set(event.data.saleId, {
        last: event.type,
        quotedAt: event.occurredAt,
        acceptedAfter: undefined,
        isOrdered: false,
        isCancelled: false,
      })
  }
  return sales
}

const hear = (sale: Heard, { type, occurredAt }: Recorded): void => {
  sale.last = type
  if (type === 'QuoteIssued') sale.quotedAt = occurredAt
  if (type === 'QuoteAccepted') sale.acceptedAfter = occurredAt - sale.quotedAt
  if (type === 'OrderPlaced') sale.isOrdered = true
  if (type === 'OrderCancelled') sale.isCancelled = true
}
