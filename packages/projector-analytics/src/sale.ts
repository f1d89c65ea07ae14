/**
 * `sale`: sales made in service, how far each one came, and what was quoted and ordered.
 */
import { SaleOpened, type Event } from '@deskledger/domain/sale/events'
import { instant, integer, nullable, oneOf, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const sales = table('sale', {
  doc: 'A sale, with its newest quote; its lines are in sale_line',
  key: { sale_id: text('the sale') },
  columns: {
    party_id: text('who buys; SaleOpened'),
    request_id: nullable(text('the request it came from, if it did; SaleOpened')),
    agent_id: nullable(text('who sells, if it was said; SaleOpened')),
    origin: oneOf('where it began; SaleOpened', SaleOpened.data.required.origin),
    status: oneOf('how far it is; drafting again once a line of a quote changes', [
      'drafting',
      'quoted',
      'accepted',
      'lapsed',
      'declined',
      'ordered',
      'cancelled',
    ]),
    currency: text('ISO 4217; every amount of the sale and of its lines is in its minor units'),
    opened_at: instant('SaleOpened'),
    first_quoted_at: nullable(instant('the first QuoteIssued')),
    quoted_at: nullable(instant('the newest QuoteIssued')),
    quote_revision: nullable(integer('the newest quote, 1 for the first; QuoteIssued')),
    quoted_total: nullable(integer('minor units before tax, covered lines at 0; QuoteIssued')),
    quoted_tax: nullable(integer('minor units, if it was told; QuoteIssued')),
    valid_until: nullable(instant('from then on it cannot be accepted; QuoteIssued')),
    document_hash: nullable(text('SHA-256 of the document sent, if there was one; QuoteIssued')),
    accepted_at: nullable(instant('QuoteAccepted')),
    ordered_at: nullable(instant('stays if the order is cancelled; OrderPlaced')),
    ordered_total: nullable(integer('minor units before tax, covered lines at 0; OrderPlaced')),
    order_no: nullable(text('how people call the order; OrderPlaced')),
    lost_at: nullable(instant('QuoteDeclined')),
    lost_reason: nullable(text('a key of the house; QuoteDeclined')),
    competitor: nullable(text('who got it, if it was said, as a key of the house; QuoteDeclined')),
    cancelled_at: nullable(instant('OrderCancelled')),
    cancel_reason: nullable(text('a key of the house; OrderCancelled')),
  },
  indexes: [['party_id'], ['request_id'], ['ordered_at']],
})

const notYet = {
  first_quoted_at: null,
  quoted_at: null,
  quote_revision: null,
  quoted_total: null,
  quoted_tax: null,
  valid_until: null,
  document_hash: null,
  accepted_at: null,
  ordered_at: null,
  ordered_total: null,
  order_no: null,
  lost_at: null,
  lost_reason: null,
  competitor: null,
  cancelled_at: null,
  cancel_reason: null,
} as const

/** What was quoted no longer counts once a line is another. */
const redrafted = <Sale extends { readonly status: unknown }>(row: Sale | undefined) =>
  row && { ...row, status: 'drafting' as const }

export const sale = sales.on((e) => ({ sale_id: e.data.saleId }), {
  SaleOpened: (_, { data, occurredAt }) => ({
    ...notYet,
    party_id: data.partyId,
    request_id: data.requestId ?? null,
    agent_id: data.agentId ?? null,
    origin: data.origin,
    status: 'drafting',
    currency: data.currency,
    opened_at: occurredAt,
  }),
  LineAdded: redrafted,
  LineChanged: redrafted,
  LineRemoved: redrafted,
  QuoteIssued: (row, { data, occurredAt }) =>
    row && {
      ...row,
      status: 'quoted',
      first_quoted_at: row.first_quoted_at ?? occurredAt,
      quoted_at: occurredAt,
      quote_revision: data.revision,
      quoted_total: data.total,
      quoted_tax: data.taxTotal ?? null,
      valid_until: data.validUntil,
      document_hash: data.documentHash ?? null,
    },
  QuoteAccepted: (row, { occurredAt }) =>
    row && { ...row, status: 'accepted', accepted_at: occurredAt },
  QuoteLapsed: (row) => row && { ...row, status: 'lapsed' },
  QuoteDeclined: (row, { data, occurredAt }) =>
    row && {
      ...row,
      status: 'declined',
      lost_at: occurredAt,
      lost_reason: data.reason,
      competitor: data.competitor ?? null,
    },
  OrderPlaced: (row, { data, occurredAt }) =>
    row && {
      ...row,
      status: 'ordered',
      ordered_at: occurredAt,
      ordered_total: data.total,
      order_no: data.orderNo ?? null,
    },
  OrderCancelled: (row, { data, occurredAt }) =>
    row && { ...row, status: 'cancelled', cancelled_at: occurredAt, cancel_reason: data.reason },
})
