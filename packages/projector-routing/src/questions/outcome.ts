/**
 * How well requests were settled, and who has most of them.
 */
import { count, integerParam, nullable, question, real, text } from '@deskledger/projection'
import { daysOf, live } from '../sql.ts'

export const q26 = question('Q26', {
  asks: 'Which customers raise most requests?',
  doc: `Requests opened within so many days before now, by the party whose they are as far as is
known now. Most first, at most 20. How many things they own is not known here, so a big fleet comes
before a small one.`,
  params: { days: integerParam('how many days of 24 hours to look back', 90) },
  columns: {
    party_id: text('the party'),
    n: count('requests opened in that time'),
    complaints: count('those of them that are complaints'),
    open: count('those of them that are neither closed nor cancelled'),
  },
  sql: `SELECT party_id, count(*) AS n,
  count(CASE WHEN category = 'complaint' THEN 1 END) AS complaints,
  count(CASE WHEN status IN ${live} THEN 1 END) AS open
FROM request WHERE party_id IS NOT NULL AND opened_at > :now - ${daysOf('days')}
GROUP BY party_id ORDER BY n DESC, party_id LIMIT 20`,
})

export const q39 = question('Q39', {
  asks: 'How many requests are settled at the first contact?',
  doc: `Of the requests that are closed now, those with at most one contact, no hand-off, never
reopened and not repeated: no other request of the same party and case type was opened within so
many days after the closing. A request opened without naming its contact counts as one contact.
Imported requests are left out, since imports do not tell of contacts.`,
  params: {
    repeat_days: integerParam('within how many days of 24 hours another request repeats it', 7),
  },
  columns: {
    closed: count('requests that are closed'),
    at_first_contact: count('those settled at the first contact'),
    share: nullable(real('the second number by the first; null if nothing is closed', 4)),
  },
  sql: `WITH closed AS (
  SELECT CASE WHEN r.contacts <= 1 AND r.handoffs = 0 AND r.reopened = 0 AND NOT EXISTS (
    SELECT 1 FROM request x
    WHERE x.party_id = r.party_id AND x.case_type = r.case_type AND x.opened_at > r.closed_at
      AND x.opened_at <= r.closed_at + ${daysOf('repeat_days')}
  ) THEN 1 ELSE 0 END AS is_first
  FROM request r WHERE r.status = 'closed' AND r.origin <> 'import'
), counted AS (
  SELECT count(*) AS n, CAST(coalesce(sum(is_first), 0) AS bigint) AS at_first FROM closed
)
SELECT n AS closed, at_first AS at_first_contact,
  CAST((20000 * at_first + n) / NULLIF(2 * n, 0) AS double precision) / 10000 AS share
FROM counted`,
})
