/**
 * What customers think of the service.
 *
 * Every mean stands beside the number of answers that it is made of. Of fewer than 30 or so, another
 * handful of answers may say something else.
 */
import {
  count,
  integer,
  nullable,
  oneOf,
  question,
  real,
  text,
  textParam,
} from '@deskledger/projection'
import { Mode } from '@deskledger/domain/assessment/events'
import { quotient, signedQuotient } from '../quotient.ts'
import { period } from './period.ts'

const batch = textParam('only answers that were entered in this batch; without it, all', null)

/** Answers of the period: what was not answered was never collected. */
const collected = `collected_at >= :from AND collected_at < :to
    AND (CAST(:batch AS text) IS NULL OR batch_id = :batch)`

export const q16 = question('Q16', {
  asks: 'How satisfied are customers on each dimension, in a period or a batch?',
  doc: `The mean of the values that were given, each answer counting once; weights are not used,
since they weigh dimensions against each other. Normalised: (value - worst) / (best - worst) of each
score on its own scale, to a millionth, and the mean of these. A scale of a single point says
nothing and is left out there. Where answers were given on several scales there is no mean, and the
normalised one can still be compared. A dimension without answers has no row.`,
  params: { ...period, batch },
  columns: {
    dimension: text('what was judged'),
    n: count('answers'),
    mean: nullable(real('of the values, on their scale; null if there are several', 4)),
    scale_min: integer('the worst point of the scale, or of any of them'),
    scale_max: integer('the best point of the scale, or of any of them'),
    normalised: nullable(real('0 is the worst possible, 1 the best', 4)),
  },
  sql: `WITH score AS (
  SELECT dimension, value, scale_min, scale_max,
    ${quotient('1000000 * (value - scale_min)', 'scale_max - scale_min')} AS millionths
  FROM assessment JOIN assessment_score
    ON assessment_score.assessment_id = assessment.assessment_id
  WHERE ${collected}
), summed AS (
  SELECT dimension, count(*) AS n, min(scale_min) AS scale_min, max(scale_max) AS scale_max,
    CASE WHEN min(scale_min) = max(scale_min) AND min(scale_max) = max(scale_max)
      THEN CAST(sum(value) AS bigint) END AS total,
    count(millionths) AS measured, CAST(sum(millionths) AS bigint) AS millionths
  FROM score GROUP BY dimension
)
SELECT dimension, n, ${quotient('total', 'n', 4)} AS mean, scale_min, scale_max,
  ${quotient('millionths', '1000000 * measured', 4)} AS normalised
FROM summed ORDER BY dimension`,
})

export const q17 = question('Q17', {
  asks: 'How many would recommend us, and how many would not?',
  doc: `Net promoter score: 100 × (promoters - detractors) / n, from -100 to 100. Promoters say 9 or
10, passives 7 or 8, detractors 0 to 6: a 0 counts. Only answers to that question count in n. Always
one row; without any answer the counts are 0 and there is no score.`,
  params: { ...period, batch },
  columns: {
    n: count('answers'),
    promoters: count('9 or 10'),
    passives: count('7 or 8'),
    detractors: count('0 to 6'),
    nps: nullable(real('promoters minus detractors, of 100', 2)),
  },
  sql: `WITH counted AS (
  SELECT count(*) AS n,
    count(CASE WHEN nps >= 9 THEN 1 END) AS promoters,
    count(CASE WHEN nps BETWEEN 7 AND 8 THEN 1 END) AS passives,
    count(CASE WHEN nps <= 6 THEN 1 END) AS detractors
  FROM assessment WHERE nps IS NOT NULL AND ${collected}
)
SELECT n, promoters, passives, detractors,
  ${signedQuotient('100 * (promoters - detractors)', 'n', 2)} AS nps
FROM counted`,
})

export const q18 = question('Q18', {
  asks: 'Does the way of asking change the answer?',
  doc: `The mean overall mark by the way in which the answer was collected, whatever way the customer
was asked. Marks of different instruments, or versions of one, are on other scales and stand in rows
of their own. A way without answers has no row.`,
  params: period,
  columns: {
    instrument: text('by which questions'),
    instrument_version: integer('their version'),
    mode: oneOf('how the answer was collected', Mode),
    n: count('answers'),
    mean: real('overall mark', 4),
  },
  sql: `WITH summed AS (
  SELECT instrument, instrument_version, mode, count(*) AS n,
    CAST(sum(overall_hundredths) AS bigint) AS hundredths
  FROM assessment
  WHERE collected_at >= :from AND collected_at < :to
  GROUP BY instrument, instrument_version, mode
)
SELECT instrument, instrument_version, mode, n, ${quotient('hundredths', '100 * n', 4)} AS mean
FROM summed ORDER BY instrument, instrument_version, mode`,
})

export const q19 = question('Q19', {
  asks: 'How many of those whom we ask answer, by the way of asking?',
  doc: `Scored / invited, of the invitations of a period, by the way in which the customer was asked;
the answer may have come another way. Invitations that are still open count as not answered, so the
rate of the last days is too low. What customers said without being asked does not count.`,
  params: period,
  columns: {
    mode: oneOf('by what the customer was asked', Mode),
    invited: count('invitations'),
    scored: count('of them answered'),
    declined: count('of them declined'),
    expired: count('of them expired without an answer'),
    rate: real('scored / invited', 4),
  },
  sql: `WITH counted AS (
  SELECT invited_mode AS mode, count(*) AS invited,
    count(CASE WHEN status = 'scored' THEN 1 END) AS scored,
    count(CASE WHEN status = 'declined' THEN 1 END) AS declined,
    count(CASE WHEN status = 'expired' THEN 1 END) AS expired
  FROM assessment WHERE invited_at >= :from AND invited_at < :to
  GROUP BY invited_mode
)
SELECT mode, invited, scored, declined, expired, ${quotient('scored', 'invited', 4)} AS rate
FROM counted ORDER BY mode`,
})
