/**
 * `routing_decision`: what routing decided about a piece of work, and why.
 *
 * Its rows and those of `routing_candidate` are joined by `position`.
 */
import type { Event } from '@deskledger/domain/work/events'
import {
  count,
  instant,
  integer,
  nullable,
  oneOf,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'
import { explanation } from './explanation.ts'

const { log } = readModel<Event>()

const decisions = log('routing_decision', {
  doc: 'A decision about who is given a piece of work; RoutingDecided',
  key: { position: positionColumn('the event, also of its candidates') },
  columns: {
    decision_id: text('the decision'),
    work_id: text('the work'),
    request_id: nullable(text('the request that the work belongs to, if to any')),
    at: instant('when it was decided'),
    policy_key: text('the routing settings that counted'),
    policy_version: integer('their version'),
    considered: count('agents who were looked at'),
    eligible: count('those of them who were not excluded'),
    outcome: oneOf('whether anybody was chosen', ['chosen', 'nobody']),
    chosen_agent: nullable(text('who was chosen; null if everybody was excluded')),
    explanation: text('how many were excluded for what, and the score of the chosen one'),
  },
  indexes: [['work_id']],
})

export const routingDecision = decisions.on((e) => ({ position: e.position }), {
  RoutingDecided: ({ data, occurredAt }) => ({
    decision_id: data.decisionId,
    work_id: data.workId,
    request_id: data.requestId ?? null,
    at: occurredAt,
    policy_key: data.policy.key,
    policy_version: data.policy.version,
    considered: data.considered.length,
    eligible: data.considered.filter(({ excludedBy }) => excludedBy === undefined).length,
    outcome: data.chosen === undefined ? 'nobody' : 'chosen',
    chosen_agent: data.chosen ?? null,
    explanation: explanation(data),
  }),
})
