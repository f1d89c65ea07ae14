/**
 * One row an event, by customer.
 */
import { orNull, type RecordedEvent } from '@deskledger/kernel'
import { instant, personal, positionColumn, text } from '@deskledger/projection'
import type { Event } from '../facts/events.ts'
import { log } from './forms.ts'

const line = ({ type, data, occurredAt }: RecordedEvent<Event>) => ({
  at: occurredAt,
  kind: type,
  request_id: data.requestId,
  summary: orNull(data.note),
})

export const timeline = log('timeline', {
  doc: 'one row for each event',
  key: { party_id: text('the customer'), position: positionColumn('where it is in the log') },
  columns: {
    at: instant('when it was'),
    kind: text('the type of the event'),
    request_id: text('the request'),
    summary: personal(text('what was noted'), 'party_id'),
  },
}).on((e) => ({ party_id: e.data.partyId, position: e.position }), {
  RequestOpened: line,
  RequestQueued: line,
  TaskAssigned: line,
  NoteAdded: line,
  QuoteIssued: line,
  RequestEscalated: line,
  RequestClosed: line,
  SatisfactionScored: line,
})
