/**
 * `work_refusal`: who was asked and did not take it.
 */
import type { Event } from '@deskledger/domain/work/events'
import { instant, nullable, oneOf, positionColumn, readModel, text } from '@deskledger/projection'

const { log } = readModel<Event>()

const refusals = log('work_refusal', {
  doc: 'An offer of work that an agent declined or let lapse',
  key: { position: positionColumn('the event') },
  columns: {
    work_id: text('the work'),
    agent_id: text('who was asked'),
    at: instant('when the agent said no, or it lapsed; WorkDeclined, WorkOfferLapsed'),
    how: oneOf('whether the agent said no or nothing', ['declined', 'lapsed']),
    reason: nullable(text('the key of the reason; null if it lapsed; WorkDeclined')),
  },
  indexes: [['work_id']],
})

export const workRefusal = refusals.on((e) => ({ position: e.position }), {
  WorkDeclined: ({ data, occurredAt }) => ({
    work_id: data.workId,
    agent_id: data.agentId,
    at: occurredAt,
    how: 'declined',
    reason: data.reason,
  }),
  WorkOfferLapsed: ({ data, occurredAt }) => ({
    work_id: data.workId,
    agent_id: data.agentId,
    at: occurredAt,
    how: 'lapsed',
    reason: null,
  }),
})
