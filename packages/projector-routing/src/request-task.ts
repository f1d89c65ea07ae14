/**
 * `request_task`: the tasks of requests.
 *
 * An event that takes a request back does not name its tasks, so they stay; questions join
 * `request`. A task is known by the person whose request it was when it was created.
 */
import type { Event } from '@deskledger/domain/request/events'
import { concerned, orNull } from '@deskledger/kernel'
import {
  count,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'

const { table } = readModel<Event>()

const tasks = table('request_task', {
  doc: 'A task of a request; it stays where the request itself was taken back',
  key: { request_id: text('the request'), task_id: text('the task, unique within its request') },
  columns: {
    party_id: nullable(text('whose the request was when the task was created; TaskCreated')),
    title: personal(text('what is to be done; TaskCreated'), 'party_id'),
    mandatory: flag('1 if the request cannot be solved without it; TaskCreated'),
    status: oneOf('how far it has come', ['open', 'assigned', 'done']),
    assignee: nullable(text('who holds it or did it; TaskAssigned, TaskTransferred')),
    department: nullable(
      text('of the holder as it was when the task was given; TaskAssigned, TaskTransferred'),
    ),
    region: nullable(text('of the holder, as it was then; TaskAssigned, TaskTransferred')),
    due_at: nullable(instant('when it is to be done; TaskCreated')),
    transfers: count('how often it was passed on; TaskTransferred'),
    created_at: instant('when it was created; TaskCreated'),
    assigned_at: nullable(instant('when the holder got it; TaskAssigned, TaskTransferred')),
    completed_at: nullable(instant('when it was done; TaskCompleted')),
    outcome: nullable(text('the key of how it ended; TaskCompleted')),
    minutes: nullable(integer('minutes that it took, as far as told; TaskCompleted')),
    as_of_position: positionColumn('the last of its events'),
  },
  indexes: [['status', 'due_at']],
})

interface Given {
  readonly to: string
  readonly department?: string
  readonly region?: string
}

const given = ({ to, department, region }: Given, at: number) => ({
  assignee: to,
  department: department ?? null,
  region: region ?? null,
  assigned_at: at,
})

export const requestTask = tasks.on(
  (e) => ({ request_id: e.data.requestId, task_id: e.data.taskId }),
  {
    TaskCreated: (_, { data, occurredAt, position, concerns }) => ({
      party_id: concerned(concerns, 'party')[0] ?? null,
      title: orNull(data.title),
      mandatory: data.mandatory ? 1 : 0,
      status: 'open',
      assignee: null,
      department: null,
      region: null,
      due_at: data.dueAt ?? null,
      transfers: 0,
      created_at: occurredAt,
      assigned_at: null,
      completed_at: null,
      outcome: null,
      minutes: null,
      as_of_position: position,
    }),

    TaskAssigned: (row, { data, occurredAt, position }) =>
      row && {
        ...row,
        ...given(data, occurredAt),
        status: 'assigned',
        as_of_position: position,
      },

    TaskTransferred: (row, { data, occurredAt, position }) =>
      row && {
        ...row,
        ...given(data, occurredAt),
        status: 'assigned',
        transfers: row.transfers + 1,
        as_of_position: position,
      },

    TaskCompleted: (row, { data, occurredAt, position }) =>
      row && {
        ...row,
        status: 'done',
        completed_at: occurredAt,
        outcome: data.outcome ?? null,
        minutes: data.minutes ?? null,
        as_of_position: position,
      },
  },
)
