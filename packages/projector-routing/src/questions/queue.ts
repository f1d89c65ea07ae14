/**
 * What is to be done next, and what has been left lying.
 */
import { Status, WaitingOn } from '@deskledger/domain/request/events'
import {
  count,
  instant,
  integer,
  integerParam,
  nullable,
  oneOf,
  question,
  text,
  textParam,
} from '@deskledger/projection'
import { daysOf, live } from '../sql.ts'

const number = nullable(text('what people call it by'))

export const q05 = question('Q05', {
  asks: 'What should this queue or team do next?',
  doc: `Its requests that are open or in progress, most urgent first (1 before 5), and of equals
the one opened first. A request whose priority is not set yet counts as 3, as it does when work is
given to agents. At most 50.`,
  params: { queue: textParam('the key of the queue or team') },
  columns: {
    request_id: text('the request'),
    number,
    subject: nullable(text('what it is about; null once it is erased')),
    priority: nullable(integer('from 1, most urgent, to 5; null if it is not set')),
    status: oneOf('open or inProgress', Status),
    opened_at: instant('when it was opened'),
  },
  sql: `SELECT request_id, number, subject, priority, status, opened_at FROM request
WHERE responsible_id = :queue AND responsible_kind IN ('queue', 'team')
  AND status IN ('open', 'inProgress')
ORDER BY coalesce(priority, 3), opened_at, request_id
LIMIT 50`,
})

export const q06 = question('Q06', {
  asks: 'Which departments and regions have tasks that are overdue?',
  doc: `Tasks that are not done and were due before now, counted by the department and region of
whoever holds them; null where nobody does. Tasks of requests that are closed, cancelled or taken
back are not counted. Most first.`,
  columns: {
    department: nullable(text('of the holder when the task was given; null if nobody holds it')),
    region: nullable(text('of the holder, as it was then; null if nobody holds it')),
    n: count('tasks that are overdue'),
    oldest_due_at: instant('when the first of them was due'),
  },
  sql: `SELECT t.department, t.region, count(*) AS n, min(t.due_at) AS oldest_due_at
FROM request_task t JOIN request r ON r.request_id = t.request_id
WHERE t.status IN ('open', 'assigned') AND t.due_at < :now AND r.status IN ${live}
GROUP BY t.department, t.region
ORDER BY n DESC, coalesce(t.department, ''), coalesce(t.region, '')`,
})

export const q08 = question('Q08', {
  asks: 'Which requests are stuck: bouncing, waiting too long, or old?',
  doc: `Requests that are neither closed nor cancelled and of which one of these holds, the first
one in this order: handed over at least so many times; waiting beyond the time that was told, or for
more days than given if none was; opened more days ago than given. Most hand-offs first, then the
oldest.`,
  params: {
    handoffs: integerParam('from how many hand-offs on a request bounces', 4),
    days: integerParam('after how many days of 24 hours it is old, or waits too long', 3),
  },
  columns: {
    request_id: text('the request'),
    number,
    status: oneOf('how far it has come', Status),
    waiting_on: nullable(oneOf('for what it waits, if it does', WaitingOn)),
    handoffs: count('how often it went from one to another'),
    opened_at: instant('when it was opened'),
    why: oneOf('why it is stuck', ['bouncing', 'waiting', 'old']),
  },
  sql: `WITH live AS (
  SELECT request_id, number, status, waiting_on, handoffs, opened_at, CASE
    WHEN handoffs >= :handoffs THEN 'bouncing'
    WHEN coalesce(waiting_until, waiting_since + ${daysOf('days')}) < :now THEN 'waiting'
    WHEN opened_at + ${daysOf('days')} < :now THEN 'old'
  END AS why
  FROM request WHERE status IN ${live}
)
SELECT request_id, number, status, waiting_on, handoffs, opened_at, why FROM live
WHERE why IS NOT NULL
ORDER BY handoffs DESC, opened_at, request_id`,
})
