/**
 * One row a customer, touched by every event: the plainest read model there is.
 */
import { count, instant, text } from '@deskledger/projection'
import type { RecordedEvent } from '@deskledger/kernel'
import type { Event } from '../facts/events.ts'
import { tally } from './forms.ts'

interface Row {
  readonly events: number
  readonly last_at: number
}

const counted = (row: Row, { occurredAt }: RecordedEvent<Event>): Row => ({
  events: row.events + 1,
  last_at: occurredAt,
})

export const perCustomer = tally('per_customer', {
  doc: 'one row for each customer',
  key: { party_id: text('the customer') },
  columns: { events: count('events about the customer'), last_at: instant('when the last was') },
  start: { events: 0, last_at: 0 },
}).on((e) => ({ party_id: e.data.partyId }), {
  RequestOpened: counted,
  RequestQueued: counted,
  TaskAssigned: counted,
  NoteAdded: counted,
  QuoteIssued: counted,
  RequestEscalated: counted,
  RequestClosed: counted,
  SatisfactionScored: counted,
})
