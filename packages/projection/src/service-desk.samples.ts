/**
 * A small service desk, as a projector of it would be written: requests, who has how many of them,
 * what happened to each and how long it took, and what customers see of it.
 */
import * as K from '@deskledger/kernel'
import {
  count,
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  positionColumn,
  text,
} from './column.ts'
import { readModel } from './read-model.ts'
import { view } from './view.ts'

const requestId = K.identifier('RequestId')
const partyId = K.identifier('PartyId')
const agentId = K.identifier('AgentId')
const note = K.personal(K.text('note', 100), 'partyId')

const all = [
  K.event('RequestOpened', { requestId, partyId, subject: note }),
  K.event('RequestAssigned', { requestId, agentId }),
  K.event('NoteAdded', { requestId, partyId, note }),
  K.event('RequestClosed', { requestId, minutes: K.Minutes }),
  K.event('PartyErased', { partyId }),
] as const
export type Event = (typeof all)[number]['_A']
export const events: K.Registry<Event> = K.registry(...all)

const { table, log, tally, tallyOf, logOf, erases } = readModel<Event>()
const request_id = text('the request')
const party_id = text('the customer')

export const request = table('request', {
  doc: 'one row for each request',
  key: { request_id },
  columns: {
    party_id,
    subject: personal(text('what it is about'), 'party_id'),
    status: oneOf('how far it is', ['open', 'assigned', 'closed']),
    agent_id: nullable(text('who has it or had it last')),
    opened_at: instant('when it was opened'),
    last_at: instant('when something last happened to it'),
    steps: count('events so far'),
  },
  indexes: [['status', 'opened_at']],
}).on((e) => ({ request_id: e.data.requestId }), {
  RequestOpened: (row, e) =>
    row ?? {
      party_id: e.data.partyId,
      subject: K.orNull(e.data.subject),
      status: 'open',
      agent_id: null,
      opened_at: e.occurredAt,
      last_at: e.occurredAt,
      steps: 1,
    },
  RequestAssigned: (row, e) =>
    row && {
      ...row,
      status: 'assigned',
      agent_id: e.data.agentId,
      last_at: e.occurredAt,
      steps: row.steps + 1,
    },
  NoteAdded: (row, e) => row && { ...row, last_at: e.occurredAt, steps: row.steps + 1 },
  RequestClosed: (row, e) =>
    row && { ...row, status: 'closed', last_at: e.occurredAt, steps: row.steps + 1 },
})

export const timeline = log('timeline', {
  doc: 'one row for each thing that a customer said',
  key: { party_id, position: positionColumn('the event') },
  columns: {
    at: instant('when'),
    kind: oneOf('what', ['opened', 'noted']),
    words: personal(text('the words'), 'party_id'),
  },
}).on((e) => ({ party_id: e.data.partyId, position: e.position }), {
  RequestOpened: (e) => ({ at: e.occurredAt, kind: 'opened', words: K.orNull(e.data.subject) }),
  NoteAdded: (e) => ({ at: e.occurredAt, kind: 'noted', words: K.orNull(e.data.note) }),
})

export const handling = tally('handling', {
  doc: 'one row for each request that took time',
  key: { request_id },
  columns: { minutes: count('minutes of work on it') },
  start: { minutes: 0 },
}).on((e) => ({ request_id: e.data.requestId }), {
  RequestClosed: (row, e) => ({ minutes: row.minutes + e.data.minutes }),
})

export const agentLoad = tallyOf('agent_load', request, {
  doc: 'one row for each agent with requests',
  key: { agent_id: text('the agent') },
  columns: { held: count('requests assigned and not closed'), closed: count('requests closed') },
  at: (row) => (row.agent_id === null ? undefined : { agent_id: row.agent_id }),
  measure: ({ status }) => ({
    held: status === 'assigned' ? 1 : 0,
    closed: status === 'closed' ? 1 : 0,
  }),
})

export const processEvent = logOf('process_event', request, {
  doc: 'one row for each event of a request',
  key: { request_id, step: integer('1 for the first') },
  columns: {
    position: positionColumn('the event'),
    activity: text('its type'),
    at: instant('when'),
    waited: nullable(integer('milliseconds since the step before')),
  },
  at: ({ before, after }) =>
    after && after !== before ? { request_id: after.request_id, step: after.steps } : undefined,
  row: ({ before, event }) => ({
    position: event.position,
    activity: event.type,
    at: event.occurredAt,
    waited: before ? event.occurredAt - before.last_at : null,
  }),
})

export const serviceDesk = {
  name: 'serviceDesk',
  version: 1,
  tables: [request, timeline, handling, agentLoad, processEvent],
  views: [
    view('open_request', {
      doc: 'requests that are not closed, the oldest first',
      columns: { request_id, opened_at: instant('when it was opened') },
      sql: `SELECT request_id, opened_at FROM request WHERE status <> 'closed' ORDER BY opened_at`,
    }),
  ],
  erases: erases({ PartyErased: (e) => ({ party_id: e.data.partyId }) }),
} as const
