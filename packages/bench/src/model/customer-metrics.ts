/**
 * One row a customer: sums.
 */
import { count, instant, integer, text } from '@deskledger/projection'
import { tally } from './forms.ts'

export const customerMetrics = tally('customer_metrics', {
  doc: 'one row for each customer',
  key: { party_id: text('the customer') },
  columns: {
    requests: count('requests opened'),
    closed: count('requests closed'),
    escalations: count('requests escalated'),
    score_sum: integer('sum of scores'),
    score_n: count('scores'),
    quoted: integer('sum of quotes, in minor units'),
    last_at: instant('when a sum last changed'),
  },
  start: {
    requests: 0,
    closed: 0,
    escalations: 0,
    score_sum: 0,
    score_n: 0,
    quoted: 0,
    last_at: 0,
  },
}).on((e) => ({ party_id: e.data.partyId }), {
  RequestOpened: (row, e) => ({ ...row, requests: row.requests + 1, last_at: e.occurredAt }),
  RequestClosed: (row, e) => ({ ...row, closed: row.closed + 1, last_at: e.occurredAt }),
  RequestEscalated: (row, e) => ({
    ...row,
    escalations: row.escalations + 1,
    last_at: e.occurredAt,
  }),
  SatisfactionScored: (row, e) => ({
    ...row,
    score_sum: row.score_sum + e.data.score,
    score_n: row.score_n + 1,
    last_at: e.occurredAt,
  }),
  QuoteIssued: (row, e) => ({
    ...row,
    quoted: row.quoted + e.data.amount,
    last_at: e.occurredAt,
  }),
})
