/**
 * One row a request: how it stands.
 */
import { count, instant, integer, nullable, oneOf, text } from '@deskledger/projection'
import { table } from './forms.ts'

interface Touched {
  readonly events: number
  readonly last_at: number
}
const touched = (
  { events }: Touched,
  { occurredAt }: { readonly occurredAt: number },
): Touched => ({
  events: events + 1,
  last_at: occurredAt,
})

export const request = table('request', {
  doc: 'one row for each request',
  key: { request_id: text('the request') },
  columns: {
    party_id: text('whose it is'),
    status: oneOf('how it stands', ['open', 'assigned', 'closed']),
    priority: text('low, normal or high'),
    severity: integer('from 1 to 5'),
    queue_id: nullable(text('the queue it waited in last')),
    agent_id: nullable(text('who has it')),
    opened_at: instant('when it was opened'),
    assigned_at: nullable(instant('when somebody first had it')),
    closed_at: nullable(instant('when it was closed')),
    score: nullable(integer('how content the customer was, from 1 to 5')),
    events: count('events so far'),
    last_at: instant('when the last event was'),
  },
}).on((e) => ({ request_id: e.data.requestId }), {
  RequestOpened: (_, { data, occurredAt }) => ({
    party_id: data.partyId,
    status: 'open',
    priority: data.priority,
    severity: data.severity,
    queue_id: null,
    agent_id: null,
    opened_at: occurredAt,
    assigned_at: null,
    closed_at: null,
    score: null,
    events: 1,
    last_at: occurredAt,
  }),
  RequestQueued: (row, e) => row && { ...row, ...touched(row, e), queue_id: e.data.queueId },
  TaskAssigned: (row, e) =>
    row && {
      ...row,
      ...touched(row, e),
      status: 'assigned',
      agent_id: e.data.agentId,
      assigned_at: row.assigned_at ?? e.occurredAt,
    },
  NoteAdded: (row, e) => row && { ...row, ...touched(row, e) },
  QuoteIssued: (row, e) => row && { ...row, ...touched(row, e) },
  RequestEscalated: (row, e) => row && { ...row, ...touched(row, e), priority: 'high' },
  RequestClosed: (row, e) =>
    row && { ...row, ...touched(row, e), status: 'closed', closed_at: e.occurredAt },
  SatisfactionScored: (row, e) => row && { ...row, ...touched(row, e), score: e.data.score },
})
