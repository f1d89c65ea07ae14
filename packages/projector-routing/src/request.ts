/**
 * `request`: every request, as it stands.
 *
 * A request that an import brought disappears when that import is taken back, as if it had never
 * been opened.
 */
import type { Event, Responsible } from '@deskledger/domain/request/events'
import { readModel, text } from '@deskledger/projection'
import { columns } from './request-columns.ts'
import { notWaiting, opened, unclosed, unresolved } from './request-opened.ts'

const { table } = readModel<Event>()

const requests = table('request', {
  doc: 'A request; one whose import was taken back is not there',
  key: { request_id: text('the request') },
  columns,
  indexes: [
    ['status', 'priority', 'opened_at'],
    ['responsible_id', 'status'],
    ['party_id', 'status'],
  ],
})

interface Touched {
  readonly changed_at: number
  readonly as_of_position: number
}

const touched = <Row extends Touched>(
  row: Row,
  { occurredAt, position }: { readonly occurredAt: number; readonly position: number },
): Row => ({
  ...row,
  changed_at: Math.max(row.changed_at, occurredAt),
  as_of_position: position,
})

interface Held {
  readonly responsible_kind: Responsible['kind'] | null
  readonly responsible_id: string | null
}

const held = ({ kind, id }: Responsible): Held => ({ responsible_kind: kind, responsible_id: id })

/** Giving a request that lies in a queue to an agent is what queues are for, and no hand-off. */
const isTakenFromAgent = (row: Held, to: Responsible): boolean =>
  row.responsible_kind === 'agent' && (to.kind !== 'agent' || to.id !== row.responsible_id)

export const request = requests.on((e) => ({ request_id: e.data.requestId }), {
  RequestOpened: (_, e) => opened(e),

  RequestAcknowledged: (row, e) =>
    row && { ...touched(row, e), acknowledged_at: row.acknowledged_at ?? e.occurredAt },

  RequesterIdentified: (row, e) => row && { ...touched(row, e), party_id: e.data.partyId },
  ProductIdentified: (row, e) => row && { ...touched(row, e), product_sku: e.data.sku },

  RequestClassified: (row, e) => {
    if (row === undefined) return undefined
    const { severity, impact, category = row.category, topic = row.topic } = e.data
    return { ...touched(row, e), severity, impact, category, topic }
  },

  PrioritySet: (row, e) =>
    row && { ...touched(row, e), priority: e.data.priority, priority_from: e.data.from },

  StageEntered: (row, e) => row && { ...touched(row, e), stage: e.data.stage },

  ResponsibleAssigned: (row, e) =>
    row && {
      ...touched(row, e),
      ...held(e.data.to),
      handoffs: row.handoffs + (isTakenFromAgent(row, e.data.to) ? 1 : 0),
    },

  RequestHandedOver: (row, e) =>
    row && { ...touched(row, e), ...held(e.data.to), handoffs: row.handoffs + 1 },

  RequestAccepted: (row, e) =>
    row && {
      ...touched(row, e),
      ...notWaiting,
      status: 'inProgress',
      accepted_at: row.accepted_at ?? e.occurredAt,
    },

  RequestSetWaiting: (row, e) =>
    row && {
      ...touched(row, e),
      status: 'waiting',
      waiting_on: e.data.on,
      waiting_since: e.occurredAt,
      waiting_until: e.data.until ?? null,
    },

  RequestResumed: (row, e) => row && { ...touched(row, e), ...notWaiting, status: 'inProgress' },

  NoteAdded: (row, e) => row && { ...touched(row, e), notes: row.notes + 1 },
  InteractionLinked: (row, e) => row && { ...touched(row, e), contacts: row.contacts + 1 },
  TaskCreated: (row, e) => row && { ...touched(row, e), open_tasks: row.open_tasks + 1 },
  TaskAssigned: (row, e) => row && touched(row, e),
  TaskTransferred: (row, e) => row && touched(row, e),
  TaskCompleted: (row, e) => row && { ...touched(row, e), open_tasks: row.open_tasks - 1 },

  SolutionProposed: (row, e) =>
    row && {
      ...touched(row, e),
      ...notWaiting,
      status: 'resolved',
      resolved_at: e.occurredAt,
      resolution_code: e.data.code,
      root_cause: e.data.rootCause ?? null,
    },

  SolutionAccepted: (row, e) => row && touched(row, e),

  SolutionRejected: (row, e) =>
    row && { ...touched(row, e), ...notWaiting, ...unresolved, status: 'inProgress' },

  RequestClosed: (row, e) =>
    row && {
      ...touched(row, e),
      ...notWaiting,
      status: 'closed',
      resolution_code: e.data.code ?? row.resolution_code,
      closed_at: e.occurredAt,
      closed_how: e.data.how,
      first_closed_at: row.first_closed_at ?? e.occurredAt,
    },

  RequestReopened: (row, e) =>
    row && {
      ...touched(row, e),
      ...notWaiting,
      ...unresolved,
      ...unclosed,
      status: 'inProgress',
      reopened: row.reopened + 1,
    },

  RequestCancelled: (row, e) =>
    row && {
      ...touched(row, e),
      ...notWaiting,
      status: 'cancelled',
      cancelled_at: e.occurredAt,
      cancelled_because: e.data.reason,
      duplicate_of: e.data.duplicateOf ?? null,
    },

  ActivityRecorded: (row, e) => row && touched(row, e),

  ActivitiesWithdrawn: (row, e) =>
    row === undefined || row.batch_id === e.data.batchId ? undefined : touched(row, e),
})
