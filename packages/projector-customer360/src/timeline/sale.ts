/** What the events of sales are in a timeline. */
import type { Event } from '@deskledger/domain/sale/events'
import type { RecordedEvent } from '@deskledger/kernel'
import { line, type Line, type Lines } from './line.ts'

const quote = (e: RecordedEvent<Event>): Line => line(e, ['quote', 'sale', e.data.saleId])
const order = (e: RecordedEvent<Event>): Line => line(e, ['order', 'sale', e.data.saleId])

export const sale: Lines<Event> = {
  SaleOpened: quote,
  LineAdded: quote,
  LineChanged: quote,
  LineRemoved: quote,
  QuoteIssued: quote,
  QuoteAccepted: quote,
  QuoteDeclined: quote,
  QuoteLapsed: quote,
  OrderPlaced: order,
  OrderCancelled: order,
}
