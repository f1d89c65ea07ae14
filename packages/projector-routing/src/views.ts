/**
 * How much lies where, now.
 */
import { count, instant, integer, nullable, text, view } from '@deskledger/projection'
import { live } from './sql.ts'

export const queueLoad = view('queue_load', {
  doc: 'What lies with a queue or team: its requests that somebody still has to work on',
  columns: {
    responsible_kind: text('queue or team'),
    responsible_id: text('its key'),
    requests: count('requests that are open or in progress'),
    most_urgent: nullable(integer('the most urgent priority among them; null if none is set')),
    oldest_opened_at: instant('when the oldest of them was opened'),
  },
  sql: `SELECT responsible_kind, responsible_id, count(*), min(priority), min(opened_at)
FROM request
WHERE status IN ('open', 'inProgress') AND responsible_kind IN ('queue', 'team')
GROUP BY responsible_kind, responsible_id`,
})

export const agentLoad = view('agent_load', {
  doc: 'How much an agent who has not left holds, and could still take',
  columns: {
    agent_id: text('the agent'),
    presence: text('whether the agent is there'),
    capacity_units: integer('units of work held at a time at most'),
    used_units: integer('units that are reserved'),
    free_units: integer('units that are not'),
    offered: count('pieces of work that the agent is being asked to take'),
    accepted: count('pieces of work that the agent has'),
    responsible_for: count('requests that the agent has to see to and that are not at their end'),
  },
  sql: `SELECT agent_id, presence, capacity_units, used_units, capacity_units - used_units,
  (SELECT count(*) FROM work_item
   WHERE status = 'offered' AND offered_to = agent.agent_id),
  (SELECT count(*) FROM work_item
   WHERE status = 'accepted' AND accepted_by = agent.agent_id),
  (SELECT count(*) FROM request
   WHERE responsible_id = agent.agent_id AND responsible_kind = 'agent'
     AND status IN ${live})
FROM agent
WHERE retired_at IS NULL`,
})
