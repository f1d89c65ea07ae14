/**
 * What is sold in service. Amounts are in minor units, before tax, and never added across currencies.
 */
import { count, integer, nullable, question, real, oneOf, text } from '@deskledger/projection'
import { LineAdded } from '@deskledger/domain/sale/events'
import { signedQuotient } from '../quotient.ts'
import { period } from './period.ts'

export const q27 = question('Q27', {
  asks: 'What do cross, up and add-on sales inside service bring?',
  doc: `Sales that came from a request, were ordered in the period and not cancelled since. Revenue:
quantity × price of their lines before tax; lines that a warranty or a contract pays count 0. A sale
with lines of several kinds counts once for each, so that sales do not add up and revenue does.`,
  params: period,
  columns: {
    sale_kind: oneOf('cross, up, addOn or standard', LineAdded.data.required.saleKind),
    currency: text('ISO 4217'),
    sales: count('sales with such a line'),
    lines: count('such lines'),
    revenue: integer('minor units of the currency'),
  },
  sql: `SELECT sale_kind, currency, count(DISTINCT sale.sale_id) AS sales, count(*) AS lines,
  CAST(sum(amount) AS bigint) AS revenue
FROM sale JOIN sale_line ON sale_line.sale_id = sale.sale_id
WHERE status = 'ordered' AND request_id IS NOT NULL AND ordered_at >= :from AND ordered_at < :to
GROUP BY sale_kind, currency ORDER BY sale_kind, currency`,
})

export const q28 = question('Q28', {
  asks: 'What becomes of our quotes?',
  doc: `Of the sales first quoted in the period: how many were accepted, and of these ordered; how
many were declined, and how many quotes lapsed and were not renewed. Each sale counts once, however
often it was quoted; what is missing is still open. Orders count also if they were cancelled since.
Hours to accept are calendar hours from the quote that was accepted; there are none if none was.`,
  params: period,
  columns: {
    quoted: count('sales with a quote'),
    accepted: count('of them accepted'),
    ordered: count('of the accepted ones ordered'),
    cancelled: count('of the ordered ones cancelled'),
    declined: count('of the quoted ones declined'),
    lapsed: count('of the quoted ones lapsed'),
    mean_hours_to_accept: nullable(real('hours', 2)),
  },
  sql: `WITH counted AS (
  SELECT count(*) AS quoted,
    count(accepted_at) AS accepted,
    count(ordered_at) AS ordered,
    count(cancelled_at) AS cancelled,
    count(CASE WHEN status = 'declined' THEN 1 END) AS declined,
    count(CASE WHEN status = 'lapsed' THEN 1 END) AS lapsed,
    CAST(sum(accepted_at - quoted_at) AS bigint) AS waited_ms
  FROM sale WHERE first_quoted_at >= :from AND first_quoted_at < :to
)
SELECT quoted, accepted, ordered, cancelled, declined, lapsed,
  ${signedQuotient('waited_ms', '3600000 * accepted', 2)} AS mean_hours_to_accept
FROM counted`,
})
