/**
 * One row for each change of a request, numbered, with the time since the one before.
 */
import { instant, integer, nullable, positionColumn, text } from '@deskledger/projection'
import { logOf } from './forms.ts'
import { request } from './request.ts'

export const processEvent = logOf('process_event', request, {
  doc: 'one row for each event of a request',
  key: { request_id: text('the request'), seq: integer('its place in the request, from 1') },
  columns: {
    position: positionColumn('where it is in the log'),
    activity: text('the type of the event'),
    at: instant('when it was'),
    since_previous: nullable(integer('milliseconds since the event before')),
  },
  at: ({ after }) => after && { request_id: after.request_id, seq: after.events },
  row: ({ before, event }) => ({
    position: event.position,
    activity: event.type,
    at: event.occurredAt,
    since_previous: before ? event.occurredAt - before.last_at : null,
  }),
})
