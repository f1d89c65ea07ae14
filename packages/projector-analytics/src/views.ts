/**
 * Views over the steps of all cases: traces, variants, and what follows what.
 *
 * Within a case steps follow each other in the order in which they were told. A fact that was told
 * late keeps that place, so a wait may be negative; it never changes what happened. A label that holds
 * ' > ' itself cannot be told from two in a variant, but can in a trace.
 */
import {
  count,
  instant,
  integer,
  nullable,
  positionColumn,
  text,
  view,
} from '@deskledger/projection'
import { signedQuotient } from './quotient.ts'

export const processTrace = view('process_trace', {
  doc: 'The steps of each case by number, with the time since the step before',
  columns: {
    request_id: text('the case'),
    seq: integer('1 for the first step of the case'),
    position: positionColumn('of the event in the log'),
    activity: text('what was done'),
    at: instant('when it happened'),
    resource: nullable(text('the agent who did it, or else the agent whom it went to')),
    wait_ms: nullable(integer('milliseconds since the step before; null for the first')),
  },
  sql: `SELECT request_id, row_number() OVER trace AS seq, position, activity, at, resource,
  at - lag(at) OVER trace AS wait_ms
FROM process_event
WINDOW trace AS (PARTITION BY request_id ORDER BY revision)`,
})

/**
 * The activity right before that of `step`. Looked up, not counted over a window, so that a database
 * that is asked for one case reads that case alone.
 */
const before = `SELECT earlier.activity FROM process_event AS earlier
        WHERE earlier.request_id = step.request_id AND earlier.revision < step.revision
        ORDER BY earlier.revision DESC LIMIT 1`

export const processVariant = view('process_variant', {
  doc: 'The way each case ran: all its activities in order',
  columns: {
    request_id: text('the case'),
    case_type: nullable(text('a key of the house; null if nobody opened it')),
    variant: text("all activities in order, joined by ' > '"),
    variant_collapsed: text('the same, with an activity that repeats at once named once'),
    steps: count('how many activities'),
    lead_ms: integer('milliseconds from the earliest step to the latest'),
    first_at: instant('the earliest step'),
    last_at: instant('the latest step'),
  },
  sql: `WITH ran AS (
  SELECT request_id, string_agg(activity, ' > ' ORDER BY revision) AS variant,
    string_agg(activity, ' > ' ORDER BY revision)
      FILTER (WHERE activity IS DISTINCT FROM (${before})) AS variant_collapsed,
    count(*) AS steps, min(at) AS first_at, max(at) AS last_at
  FROM process_event AS step GROUP BY request_id
)
SELECT ran.request_id, case_type, variant, variant_collapsed, steps,
  ran.last_at - first_at AS lead_ms, first_at, ran.last_at
FROM ran LEFT JOIN process_case ON process_case.request_id = ran.request_id`,
})

export const directlyFollows = view('directly_follows', {
  doc: 'How often one activity came right after another in a case, and after how long',
  columns: {
    activity: text('what was done'),
    next_activity: text('what was done next'),
    n: count('how often'),
    mean_wait_ms: integer('milliseconds from the one to the other, rounded'),
    median_wait_ms: integer('the middle one of these, or the mean of both middle ones, rounded'),
  },
  sql: `WITH step AS (
  SELECT activity, lead(activity) OVER trace AS next_activity, lead(at) OVER trace - at AS wait
  FROM process_event
  WINDOW trace AS (PARTITION BY request_id ORDER BY revision)
), ranked AS (
  SELECT activity, next_activity, wait, row_number() OVER by_wait AS place,
    count(*) OVER (by_wait ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n
  FROM step WHERE next_activity IS NOT NULL
  WINDOW by_wait AS (PARTITION BY activity, next_activity ORDER BY wait)
), summed AS (
  SELECT activity, next_activity, n, CAST(sum(wait) AS bigint) AS total,
    min(CASE WHEN 2 * place >= n THEN wait END) AS low,
    min(CASE WHEN 2 * place > n THEN wait END) AS high
  FROM ranked GROUP BY activity, next_activity, n
)
SELECT activity, next_activity, n, ${signedQuotient('total', 'n')} AS mean_wait_ms,
  ${signedQuotient('low + high', '2')} AS median_wait_ms
FROM summed`,
})
