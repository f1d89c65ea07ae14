/**
 * How cases run, and where they wait. Waits are calendar time between two steps of a case, whoever
 * held the work; they say where to look, not whose fault it is.
 */
import {
  count,
  integer,
  integerParam,
  nullable,
  question,
  real,
  text,
  textParam,
} from '@deskledger/projection'
import { quotient, signedQuotient } from '../quotient.ts'
import { period } from './period.ts'

const caseType = textParam('only cases of this type; without it, of all', null)
const limit = integerParam('how many rows at most', 10)

const ofCaseType = `(CAST(:case_type AS text) IS NULL OR case_type = :case_type)`

export const q35 = question('Q35', {
  asks: 'Where does time go: before which activities do cases wait longest?',
  doc: `The time from the step before to the activity, added up over the steps of the period; most
first, and by name where two are equal. The first step of a case waits for nothing and is left out.
A step that was told later than it happened may wait less than nothing, and takes that from the sum,
since the time was counted elsewhere.`,
  params: { ...period, case_type: caseType, limit },
  columns: {
    case_type: nullable(text('a key of the house; null if nobody opened the case')),
    activity: text('what was waited for'),
    n: count('how often'),
    mean_wait_ms: integer('milliseconds, rounded'),
    total_wait_ms: integer('milliseconds'),
  },
  sql: `WITH waited AS (
  SELECT case_type, activity, count(*) AS n, CAST(sum(wait_ms) AS bigint) AS total_wait_ms
  FROM process_trace JOIN process_case ON process_case.request_id = process_trace.request_id
  WHERE wait_ms IS NOT NULL AND at >= :from AND at < :to AND ${ofCaseType}
  GROUP BY case_type, activity
)
SELECT case_type, activity, n, ${signedQuotient('total_wait_ms', 'n')} AS mean_wait_ms,
  total_wait_ms
FROM waited ORDER BY total_wait_ms DESC, activity, COALESCE(case_type, '') LIMIT :limit`,
})

export const q36 = question('Q36', {
  asks: 'Which are the most common ways that cases run, and how good are they?',
  doc: `Cases by all their activities in order, most frequent first, and by name where two are equal.
Lead time is from the earliest step of a case to the latest, open cases included. Overall: the mean
mark of all answers about these cases; with several instruments it mixes their scales.`,
  params: { case_type: caseType, limit },
  columns: {
    variant: text("all activities in order, joined by ' > '"),
    n: count('cases'),
    share: real('of all cases that are looked at', 4),
    steps: count('activities in each'),
    mean_lead_ms: integer('milliseconds, rounded'),
    answers: count('about these cases'),
    mean_overall: nullable(real('their mean mark; null if there is none', 2)),
  },
  sql: `WITH judged AS (
  SELECT request_id, count(*) AS answers, sum(overall_hundredths) AS hundredths
  FROM assessment WHERE status = 'scored' AND request_id IS NOT NULL GROUP BY request_id
), ran AS (
  SELECT variant, count(*) AS n, min(steps) AS steps, CAST(sum(lead_ms) AS bigint) AS lead_ms,
    CAST(COALESCE(sum(answers), 0) AS bigint) AS answers,
    CAST(sum(hundredths) AS bigint) AS hundredths
  FROM process_variant LEFT JOIN judged ON judged.request_id = process_variant.request_id
  WHERE ${ofCaseType}
  GROUP BY variant
), compared AS (
  SELECT variant, n, steps, lead_ms, answers, hundredths,
    CAST(sum(n) OVER () AS bigint) AS cases
  FROM ran
)
SELECT variant, n, ${quotient('n', 'cases', 4)} AS share, steps,
  ${quotient('lead_ms', 'n')} AS mean_lead_ms, answers,
  ${quotient('hundredths', '100 * answers', 2)} AS mean_overall
FROM compared ORDER BY n DESC, variant LIMIT :limit`,
})
