/**
 * One row an agent: what they have and had; it leaves one and enters another when a request moves.
 */
import { count, text } from '@deskledger/projection'
import { tallyOf } from './forms.ts'
import { request } from './request.ts'

export const agentLoad = tallyOf('agent_load', request, {
  doc: 'one row for each agent who has or had requests',
  key: { agent_id: text('the agent') },
  columns: { held: count('requests assigned to them'), closed: count('closed ones of theirs') },
  at: (row) => (row.agent_id === null ? undefined : { agent_id: row.agent_id }),
  measure: (row) => ({
    held: row.status === 'assigned' ? 1 : 0,
    closed: row.status === 'closed' ? 1 : 0,
  }),
})
