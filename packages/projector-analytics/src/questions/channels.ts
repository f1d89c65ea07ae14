/**
 * By which ways customers come, and how fast they are answered.
 */
import { Channel, Direction } from '@deskledger/domain/primitives'
import { CallerIdentified } from '@deskledger/domain/interaction/events'
import {
  count,
  instant,
  integer,
  integerParam,
  nullable,
  oneOf,
  question,
  real,
  text,
} from '@deskledger/projection'
import { quotient } from '../quotient.ts'
import { period } from './period.ts'

/** Milliseconds of a week, and from a Monday to the Thursday on which 1970 began. */
const week = 7 * 86_400_000
const toThursday = 3 * 86_400_000

/** Monday 00:00 UTC of its week. The remainder is made positive, so that it holds before 1970 too. */
const monday = (at: string): string =>
  `${at} - ((${at} + ${toThursday}) % ${week} + ${week}) % ${week}`

const channelMix = (label: string): string => `WITH met AS (
  SELECT ${monday('started_at')} AS week_start, channel, direction
  FROM interaction WHERE started_at >= :from AND started_at < :to
), counted AS (
  SELECT week_start, channel, direction, count(*) AS n
  FROM met GROUP BY week_start, channel, direction
), compared AS (
  SELECT week_start, channel, direction, n,
    CAST(sum(n) OVER (PARTITION BY week_start) AS bigint) AS total
  FROM counted
)
SELECT ${label} AS week, week_start, channel, direction, n,
  ${quotient('n', 'total', 4)} AS share
FROM compared ORDER BY week_start, channel, direction`

export const q32 = question('Q32', {
  asks: 'By which channels do we meet customers, week by week?',
  doc: `Interactions by the ISO 8601 week in which they began: weeks begin on Monday at 00:00 UTC, and
belong to the year of their Thursday. Weeks without any interaction have no row.`,
  params: period,
  columns: {
    week: text('such as 2026-W01'),
    week_start: instant('its Monday, 00:00 UTC'),
    channel: oneOf('by what they met', Channel),
    direction: oneOf('who began it', Direction),
    n: count('interactions'),
    share: real('of all interactions of the week', 4),
  },
  sql: {
    sqlite: channelMix(`strftime('%G-W%V', week_start / 1000, 'unixepoch')`),
    postgres: channelMix(
      `to_char(to_timestamp(week_start / 1000) AT TIME ZONE 'UTC', 'IYYY-"W"IW')`,
    ),
  },
})

export const q34 = question('Q34', {
  asks: 'How many callers are answered in time, queue by queue?',
  doc: `Service level: 100 × answered within the threshold / (answered + abandoned - abandoned in short
order). Of live inbound interactions that were put into a queue, by the queue in which they waited
last before the first answer; a later transfer changes nothing, and one that left the queue for
another is counted there. The wait is from the first queue to the first answer, in whole seconds
rounded down, and the threshold itself is in time. Short: within the limit that the house had told
when it happened. What the house ended without an answer is offered and neither answered nor
abandoned. Average speed of answer: wait / answered. Average handling time: (talk + hold + wrap-up) /
those that were answered and have ended; no wrap-up told counts 0. A queue nobody came to has no row.`,
  params: {
    ...period,
    threshold_s: integerParam('seconds within which an answer is in time', 20),
  },
  columns: {
    queue: text('a key of the house'),
    offered: count('interactions'),
    answered: count('of them answered'),
    answered_in_time: count('of them within the threshold'),
    abandoned: count('of the offered ones, those whom the customer gave up'),
    short_abandoned: count('of them in short order'),
    service_level: nullable(real('of 100; null if none counts', 2)),
    asa_s: nullable(real('average speed of answer, seconds; null if none was answered', 2)),
    aht_s: nullable(real('average handling time, seconds; null if none has ended', 2)),
  },
  sql: `WITH offered AS (
  SELECT queue, answered_at, wait_s, short_abandon,
    CASE WHEN outcome = 'abandoned' THEN 1 END AS abandoned,
    CASE WHEN outcome = 'answered' THEN talk_s + hold_s + COALESCE(wrap_s, 0) END AS handling_s
  FROM interaction
  WHERE direction = 'inbound' AND queue IS NOT NULL
    AND started_at >= :from AND started_at < :to
), counted AS (
  SELECT queue, count(*) AS offered, count(answered_at) AS answered,
    count(CASE WHEN wait_s <= :threshold_s THEN answered_at END) AS answered_in_time,
    count(abandoned) AS abandoned, CAST(sum(short_abandon) AS bigint) AS short_abandoned,
    CAST(sum(CASE WHEN answered_at IS NOT NULL THEN wait_s END) AS bigint) AS waited_s,
    count(handling_s) AS handled, CAST(sum(handling_s) AS bigint) AS handling_s
  FROM offered GROUP BY queue
)
SELECT queue, offered, answered, answered_in_time, abandoned, short_abandoned,
  ${quotient('100 * answered_in_time', 'answered + abandoned - short_abandoned', 2)}
    AS service_level,
  ${quotient('waited_s', 'answered', 2)} AS asa_s,
  ${quotient('handling_s', 'handled', 2)} AS aht_s
FROM counted ORDER BY queue`,
})

export const q48 = question('Q48', {
  asks: 'How fast do we know who is calling?',
  doc: `Inbound phone calls by how the caller had been identified when the record was first shown to the
agent, or at last if no time was told. The mean is over the calls for which it was told.`,
  params: period,
  columns: {
    identified_by: nullable(
      oneOf('null: nobody found out who it was', CallerIdentified.data.required.how),
    ),
    n: count('calls'),
    timed: count('of them with a time'),
    mean_pop_ms: nullable(integer('milliseconds until the record was shown, rounded')),
  },
  sql: `WITH counted AS (
  SELECT COALESCE(popped_by, identified_by) AS identified_by, count(*) AS n,
    count(pop_ms) AS timed, CAST(sum(pop_ms) AS bigint) AS total_ms
  FROM interaction
  WHERE channel = 'phone' AND direction = 'inbound' AND started_at >= :from AND started_at < :to
  GROUP BY COALESCE(popped_by, identified_by)
)
SELECT identified_by, n, timed, ${quotient('total_ms', 'timed')} AS mean_pop_ms
FROM counted ORDER BY n DESC, COALESCE(identified_by, '')`,
})
