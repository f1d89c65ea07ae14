/**
 * Who was given which work and why, who could be given it, and which skills there are too few of.
 */
import { Exclusion } from '@deskledger/domain/work/events'
import {
  count,
  flag,
  instant,
  integer,
  integerParam,
  nullable,
  oneOf,
  question,
  text,
  textParam,
} from '@deskledger/projection'
import { daysOf } from '../sql.ts'

const work = textParam('the id of the work')

export const q09 = question('Q09', {
  asks: 'Why was this work given to that agent, and why not to the others?',
  doc: `Every decision about the work, in order, with everybody who was considered: the chosen one
first, then by score, then those who were excluded. A decision in which nobody was considered has
one row without an agent.`,
  params: { work },
  columns: {
    at: instant('when it was decided'),
    policy_key: text('the routing settings that counted'),
    policy_version: integer('their version'),
    explanation: text('the decision in words'),
    agent_id: nullable(text('who was considered')),
    is_chosen: flag('1 for who was chosen'),
    excluded_by: nullable(oneOf('why the agent could not be chosen', Exclusion)),
    lacking_skill: nullable(text('the skill, if that was why')),
    score: nullable(integer('points, the most wins; null if excluded')),
  },
  sql: `SELECT d.at, d.policy_key, d.policy_version, d.explanation, c.agent_id,
  CASE WHEN c.agent_id = d.chosen_agent THEN 1 ELSE 0 END AS is_chosen,
  c.excluded_by, c.lacking_skill, c.score
FROM routing_decision d LEFT JOIN routing_candidate c ON c.position = d.position
WHERE d.work_id = :work
ORDER BY d.position, is_chosen DESC, c.score DESC NULLS LAST, c.agent_id`,
})

export const q10 = question('Q10', {
  asks: 'Who could be given this work now, best first?',
  doc: `Agents who are available, hold every skill that the work takes at its level or better and
not expired, have enough units free, and neither declined the work nor let its offer lapse since it
was last put back: those whom routing would not exclude. Most proficiency in these skills first,
then most units free, then idle for longest.`,
  params: { work },
  columns: {
    agent_id: text('the agent'),
    name: nullable(text('what people call the agent; null once it is erased')),
    fit: integer('proficiency in the skills that the work takes, added up'),
    free_units: integer('units of capacity that are free'),
    idle_since: nullable(instant('since when nothing is reserved; null if something is')),
  },
  sql: `SELECT a.agent_id, a.name, CAST(coalesce((
    SELECT sum(s.proficiency)
    FROM work_requirement r JOIN agent_skill s ON s.skill = r.skill
    WHERE r.work_id = w.work_id AND s.agent_id = a.agent_id
  ), 0) AS bigint) AS fit,
  a.capacity_units - a.used_units AS free_units, a.idle_since
FROM work_item w JOIN agent a ON a.capacity_units - a.used_units >= w.weight
WHERE w.work_id = :work AND a.presence = 'available'
  AND NOT EXISTS (
    SELECT 1 FROM work_requirement r
    WHERE r.work_id = w.work_id AND NOT EXISTS (
      SELECT 1 FROM agent_skill s
      WHERE s.agent_id = a.agent_id AND s.skill = r.skill
        AND s.proficiency >= r.min_proficiency
        AND (s.valid_until IS NULL OR s.valid_until > :now)
    )
  )
  AND NOT EXISTS (
    SELECT 1 FROM work_refusal f
    WHERE f.work_id = w.work_id AND f.agent_id = a.agent_id
      AND f.position > coalesce(w.round_from, 0)
  )
ORDER BY fit DESC, free_units DESC, a.idle_since NULLS LAST, a.agent_id`,
})

export const q11 = question('Q11', {
  asks: 'Which skills are scarce?',
  doc: `For each skill that work requested within so many days before now takes: how many pieces of
work take it, how many of these still look for an agent, how many agents who have not left hold it
at any level and not expired, and how long the work waited from its request until it was accepted.
Skills of which nothing was accepted come first, then those waited for longest.`,
  params: { days: integerParam('how many days of 24 hours to look back', 30) },
  columns: {
    skill: text('the key of the skill'),
    demand: count('pieces of work that take it'),
    waiting: count('those of them that nobody has accepted yet'),
    supply: count('agents who hold it'),
    mean_wait_ms: nullable(
      integer('milliseconds from request to acceptance, rounded; null if none was accepted'),
    ),
  },
  sql: `WITH wanted AS (
  SELECT r.skill, w.status, w.accepted_at - w.requested_at AS wait
  FROM work_requirement r JOIN work_item w ON w.work_id = r.work_id
  WHERE w.requested_at > :now - ${daysOf('days')}
), counted AS (
  SELECT skill, count(*) AS demand, CAST(sum(wait) AS bigint) AS total, count(wait) AS accepted,
    count(CASE WHEN status IN ('requested', 'offered') THEN 1 END) AS waiting
  FROM wanted GROUP BY skill
)
SELECT skill, demand, waiting, (
    SELECT count(*) FROM agent_skill s JOIN agent a ON a.agent_id = s.agent_id
    WHERE s.skill = counted.skill AND a.retired_at IS NULL
      AND (s.valid_until IS NULL OR s.valid_until > :now)
  ) AS supply, (2 * total + accepted) / NULLIF(2 * accepted, 0) AS mean_wait_ms
FROM counted ORDER BY mean_wait_ms DESC NULLS FIRST, skill`,
})
