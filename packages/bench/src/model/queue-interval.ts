/**
 * One row for each queue and quarter of an hour.
 */
import { count, instant, text } from '@deskledger/projection'
import { tally } from './forms.ts'
import { quarterOf } from './quarter.ts'

export const queueInterval = tally('queue_interval', {
  doc: 'one row for each queue and quarter of an hour',
  key: { queue_id: text('the queue'), interval: instant('when the quarter of an hour began') },
  columns: {
    arrived: count('requests queued'),
    assigned: count('requests assigned'),
    closed: count('requests closed'),
  },
  start: { arrived: 0, assigned: 0, closed: 0 },
}).on((e) => ({ queue_id: e.data.queueId, interval: quarterOf(e.occurredAt) }), {
  RequestQueued: (row) => ({ ...row, arrived: row.arrived + 1 }),
  TaskAssigned: (row) => ({ ...row, assigned: row.assigned + 1 }),
  RequestClosed: (row) => ({ ...row, closed: row.closed + 1 }),
})
