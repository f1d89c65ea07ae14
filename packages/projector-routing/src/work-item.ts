/**
 * `work_item`: each piece of work that looks for an agent, and how far it has come.
 */
import { Subject, type Event } from '@deskledger/domain/work/events'
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

const { table } = readModel<Event>()

const works = table('work_item', {
  doc: 'A piece of work to be given to an agent: a whole request or one of its tasks',
  key: { work_id: text('the work') },
  columns: {
    subject_kind: oneOf('what is to be worked on; WorkRequested', Subject.required.kind),
    subject_id: text('the request or the task; WorkRequested'),
    request_id: nullable(text('the request that it belongs to, if to any; WorkRequested')),
    queue: text('where it waits; WorkRequested'),
    priority: integer('from 1, most urgent, to 5, as it was when it was requested; WorkRequested'),
    weight: integer('units of capacity that it takes; WorkRequested'),
    preferred_agent: nullable(text('who knows the matter already; WorkRequested')),
    due_at: nullable(instant('when it should be done; WorkRequested')),
    requested_at: instant('when it was requested; WorkRequested'),
    status: oneOf('how far it has come; each of its events', [
      'requested',
      'offered',
      'accepted',
      'completed',
      'withdrawn',
    ]),
    offered_to: nullable(text('who is being asked; WorkOffered, null once it is answered')),
    offer_expires_at: nullable(instant('the last instant to accept the offer; WorkOffered')),
    accepted_by: nullable(text('who has it or had it; WorkAccepted')),
    accepted_at: nullable(instant('when an agent accepted it; WorkAccepted')),
    completed_at: nullable(instant('when it was done; WorkCompleted')),
    withdrawn_at: nullable(instant('when it was taken back; WorkWithdrawn')),
    withdrawn_because: nullable(text('the key of the reason; WorkWithdrawn')),
    decisions: count('how often routing decided about it; RoutingDecided'),
    refusals: count('offers that were declined or lapsed; WorkDeclined, WorkOfferLapsed'),
    rounds: count('how often it was put back; WorkRequeued'),
    round_from: nullable(
      positionColumn('the last WorkRequeued: refusals before it no longer count; null for none'),
    ),
    as_of_position: positionColumn('the last event that changed this row'),
  },
  indexes: [['status', 'queue', 'priority'], ['accepted_by', 'status'], ['requested_at']],
})

/** Nobody is being asked. */
const unasked = { offered_to: null, offer_expires_at: null }

type Asked = { readonly refusals: number }

const refused = <Row extends Asked>(row: Row | undefined, position: number) =>
  row && {
    ...row,
    ...unasked,
    status: 'requested' as const,
    refusals: row.refusals + 1,
    as_of_position: position,
  }

export const workItem = works.on((e) => ({ work_id: e.data.workId }), {
  WorkRequested: (_, { data, occurredAt, position }) => ({
    ...unasked,
    subject_kind: data.subject.kind,
    subject_id: data.subject.id,
    request_id: data.requestId ?? null,
    queue: data.queue,
    priority: data.priority,
    weight: data.weight,
    preferred_agent: data.preferred ?? null,
    due_at: data.dueAt ?? null,
    requested_at: occurredAt,
    status: 'requested',
    accepted_by: null,
    accepted_at: null,
    completed_at: null,
    withdrawn_at: null,
    withdrawn_because: null,
    decisions: 0,
    refusals: 0,
    rounds: 0,
    round_from: null,
    as_of_position: position,
  }),

  RoutingDecided: (row, { position }) =>
    row && { ...row, decisions: row.decisions + 1, as_of_position: position },

  WorkOffered: (row, { data, position }) =>
    row && {
      ...row,
      status: 'offered',
      offered_to: data.agentId,
      offer_expires_at: data.expiresAt,
      as_of_position: position,
    },

  WorkAccepted: (row, { data, occurredAt, position }) =>
    row && {
      ...row,
      ...unasked,
      status: 'accepted',
      accepted_by: data.agentId,
      accepted_at: occurredAt,
      as_of_position: position,
    },

  WorkDeclined: (row, { position }) => refused(row, position),
  WorkOfferLapsed: (row, { position }) => refused(row, position),

  WorkRequeued: (row, { data, position }) =>
    row && { ...row, rounds: data.round, round_from: position, as_of_position: position },

  WorkCompleted: (row, { occurredAt, position }) =>
    row && {
      ...row,
      ...unasked,
      status: 'completed',
      completed_at: occurredAt,
      as_of_position: position,
    },

  WorkWithdrawn: (row, { data, occurredAt, position }) =>
    row && {
      ...row,
      ...unasked,
      status: 'withdrawn',
      withdrawn_at: occurredAt,
      withdrawn_because: data.reason,
      as_of_position: position,
    },
})
