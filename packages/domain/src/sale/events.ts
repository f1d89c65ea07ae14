/**
 * What can happen to a sale made in service, from the first line to the order.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. Every amount is in minor units
 * of the sale's currency.
 */
import {
  Actor,
  Currency,
  event,
  flag,
  Instant,
  integer,
  Key,
  list,
  oneOf,
  pattern,
  record,
  registry,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import { AgentId, LineId, PartyId, RequestId, SaleId, Sha256, Sku } from '../primitives.ts'

/** What a line counts. Labour goes by the quarter of an hour, so that quantities are whole. */
export const Unit = oneOf('each', 'quarterHour', 'month')

const line = {
  sku: Sku,
  kind: oneOf('device', 'part', 'labour', 'plan', 'service'),
  /** `cross`: something else too; `up`: something better instead; `addOn`: what a thing needs. */
  saleKind: oneOf('cross', 'up', 'addOn', 'standard'),
  qty: integer('quantity', 1, 1_000_000),
  unit: Unit,
  /** Of one unit, before tax. Kept also if the line is covered. */
  unitPrice: integer('minor units', 0),
  /** Paid for by a warranty or a contract: it counts 0 in the total. */
  covered: flag,
}

/** A line as a quote or an order holds it. */
export const Line = record({ lineId: LineId, ...line }, {}, 'Line')
export interface Line extends t.TypeOf<typeof Line> {}

export const maxLines = 1000
const Lines = list(Line, { min: 1, max: maxLines })

/** Σ quantity × unit price of the lines that are not covered, before tax. */
const Total = integer('minor units', 0)

/** 1 for the first quote of a sale, one more for each new one. */
export const Revision = integer('revision', 1)

/** How the house or the customer calls an order. */
export const OrderNo = pattern('order number', /^[A-Za-z0-9][\w./-]{0,31}$/, 'O-1001', '2026/7')

export const SaleOpened = event(
  'SaleOpened',
  {
    saleId: SaleId,
    partyId: PartyId,
    origin: oneOf('request', 'portal', 'visit', 'phone'),
    currency: Currency,
  },
  { requestId: RequestId, agentId: AgentId },
)
export interface SaleOpened extends t.TypeOf<typeof SaleOpened> {}

export const LineAdded = event('LineAdded', { saleId: SaleId, lineId: LineId, ...line })
export interface LineAdded extends t.TypeOf<typeof LineAdded> {}

/** The line's new terms, all of them. */
export const LineChanged = event('LineChanged', {
  saleId: SaleId,
  lineId: LineId,
  qty: line.qty,
  unitPrice: line.unitPrice,
  covered: line.covered,
})
export interface LineChanged extends t.TypeOf<typeof LineChanged> {}

export const LineRemoved = event('LineRemoved', { saleId: SaleId, lineId: LineId })
export interface LineRemoved extends t.TypeOf<typeof LineRemoved> {}

/** From `validUntil` on the quote cannot be accepted. The hash is that of the document sent. */
export const QuoteIssued = event(
  'QuoteIssued',
  { saleId: SaleId, revision: Revision, validUntil: Instant, lines: Lines, total: Total },
  { taxTotal: integer('minor units', 0), documentHash: Sha256 },
)
export interface QuoteIssued extends t.TypeOf<typeof QuoteIssued> {}

/** `evidence`: what shows it, such as a signature or a recorded call. */
export const QuoteAccepted = event(
  'QuoteAccepted',
  { saleId: SaleId, revision: Revision, by: Actor },
  { evidence: Key },
)
export interface QuoteAccepted extends t.TypeOf<typeof QuoteAccepted> {}

/** The sale is lost, and to whom if that was said. */
export const QuoteDeclined = event(
  'QuoteDeclined',
  { saleId: SaleId, revision: Revision, reason: Key },
  { competitor: Key },
)
export interface QuoteDeclined extends t.TypeOf<typeof QuoteDeclined> {}

export const QuoteLapsed = event('QuoteLapsed', { saleId: SaleId, revision: Revision })
export interface QuoteLapsed extends t.TypeOf<typeof QuoteLapsed> {}

/** `revision`: of the accepted quote, whose lines these are; absent if there was no quote. */
export const OrderPlaced = event(
  'OrderPlaced',
  { saleId: SaleId, lines: Lines, total: Total, by: Actor },
  { orderNo: OrderNo, revision: Revision },
)
export interface OrderPlaced extends t.TypeOf<typeof OrderPlaced> {}

export const OrderCancelled = event('OrderCancelled', { saleId: SaleId, reason: Key })
export interface OrderCancelled extends t.TypeOf<typeof OrderCancelled> {}

export type Event =
  | SaleOpened
  | LineAdded
  | LineChanged
  | LineRemoved
  | QuoteIssued
  | QuoteAccepted
  | QuoteDeclined
  | QuoteLapsed
  | OrderPlaced
  | OrderCancelled

export const events: Registry<Event> = registry(
  SaleOpened,
  LineAdded,
  LineChanged,
  LineRemoved,
  QuoteIssued,
  QuoteAccepted,
  QuoteDeclined,
  QuoteLapsed,
  OrderPlaced,
  OrderCancelled,
)
