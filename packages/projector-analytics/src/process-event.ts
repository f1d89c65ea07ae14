/**
 * `process_event`: the steps of all cases, as event logs have them: case, activity, time, resource.
 *
 * They are kept by revision, not by position: an import that is taken back names revisions, and the
 * same story has other positions in another log. Within a case both give the same order.
 */
import type { Event } from '@deskledger/domain/request/events'
import {
  instant,
  integer,
  nullable,
  positionColumn,
  readModel,
  text,
  type Of,
} from '@deskledger/projection'
import { isStep, processCase } from './process-case.ts'

const { logOf } = readModel<Event>()

type Step = Of<Event>

/** Who did it, if that was one of us; otherwise the agent whom it went to. */
const resourceOf = (e: Step): string | null => {
  if (e.type === 'ActivityRecorded') return e.data.resource ?? null
  if (e.actor.kind === 'agent' || e.actor.kind === 'supervisor') return e.actor.id
  if (e.type === 'RequestAccepted') return e.data.agentId
  if (e.type === 'TaskAssigned' || e.type === 'TaskTransferred') return e.data.to
  if (e.type !== 'ResponsibleAssigned' && e.type !== 'RequestHandedOver') return null
  return e.data.to.kind === 'agent' ? e.data.to.id : null
}

const departmentOf = (e: Step): string | null =>
  e.type === 'TaskAssigned' || e.type === 'TaskTransferred' ? (e.data.department ?? null) : null

export const processEvent = logOf('process_event', processCase, {
  doc: 'A step of a case; one whose import was taken back is not there',
  key: {
    request_id: text('the case'),
    revision: integer('of the event in its stream, 0 for the first'),
  },
  columns: {
    position: positionColumn('of the event in the log'),
    activity: text('its label of an ActivityRecorded, the event type of everything else'),
    at: instant('when it happened'),
    resource: nullable(text('the agent who did it, or else the agent whom it went to')),
    department: nullable(text('of the new holder of a task; TaskAssigned, TaskTransferred')),
  },
  at: ({ after, event }) =>
    after && isStep(after, event)
      ? { request_id: after.request_id, revision: event.revision }
      : undefined,
  row: ({ event }) => ({
    position: event.position,
    activity: event.type === 'ActivityRecorded' ? event.data.activity : event.type,
    at: event.occurredAt,
    resource: resourceOf(event),
    department: departmentOf(event),
  }),
  gone: ({ event }) =>
    event.type === 'ActivitiesWithdrawn'
      ? event.data.revisions.map((revision) => ({ request_id: event.data.requestId, revision }))
      : undefined,
})
