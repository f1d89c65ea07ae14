/**
 * `interaction`: calls, chats, visits and messages, how long each took and what came of it.
 * Addresses and texts are not here: they are personal, and no number is made of them.
 *
 * Times are whole seconds, rounded down, as the events tell them.
 */
import {
  CallerIdentified,
  InteractionEnded,
  type Event,
} from '@deskledger/domain/interaction/events'
import { Channel, Direction } from '@deskledger/domain/primitives'
import type { InteractionLinked, RequestOpened } from '@deskledger/domain/request/events'
import {
  count,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  readModel,
  text,
  type Of,
} from '@deskledger/projection'

const { table } = readModel<Event | InteractionLinked | RequestOpened>()

const meetings = table('interaction', {
  doc: 'A meeting of a customer and the company, live or by one message',
  key: { interaction_id: text('the interaction') },
  columns: {
    channel: oneOf('by what they met', Channel),
    mode: oneOf('live: both are there at the same time; message: one writes', ['live', 'message']),
    direction: oneOf('inbound: the customer began it', Direction),
    party_id: nullable(text('who the customer is, by the latest word; CallerIdentified')),
    identified_by: nullable(
      oneOf('how that became known; CallerIdentified', CallerIdentified.data.required.how),
    ),
    pop_ms: nullable(
      integer('milliseconds until the record was first shown to the agent; CallerIdentified'),
    ),
    popped_by: nullable(
      oneOf('how the caller had been identified by then', CallerIdentified.data.required.how),
    ),
    agent_id: nullable(text('who answered it last, or wrote the message')),
    queue: nullable(text('in which it waited last before the first answer; InteractionQueued')),
    request_id: nullable(text('the first request that it began with or was linked to')),
    started_at: instant('InteractionStarted, MessageReceived, MessageSent'),
    queued_at: nullable(instant('the first InteractionQueued')),
    answered_at: nullable(instant('the first InteractionAnswered')),
    ended_at: nullable(instant('InteractionEnded, InteractionAbandoned')),
    wait_s: nullable(integer('seconds until the first answer, or until the customer gave up')),
    later_wait_s: integer('seconds waited after transfers, all together; InteractionAnswered'),
    talk_s: nullable(integer('seconds of talk with all agents; InteractionEnded')),
    hold_s: nullable(integer('seconds on hold with all agents; InteractionEnded')),
    wrap_s: nullable(integer('seconds of work after the end; WrapUpCompleted')),
    outcome: nullable(
      oneOf('null while a live one goes on; unanswered: it ended and nobody had answered', [
        'answered',
        'unanswered',
        'abandoned',
        'received',
        'sent',
        'delivered',
        'failed',
      ]),
    ),
    cause: nullable(oneOf('of a live one that ended', InteractionEnded.data.required.cause)),
    disposition: nullable(text('what it was about or led to, as a key; WrapUpCompleted')),
    transfers: count('how often it was passed on; InteractionTransferred'),
    short_abandon: flag('1 if the customer gave up within the limit of the house'),
  },
  indexes: [['started_at'], ['request_id'], ['party_id']],
})

const nothingYet = {
  identified_by: null,
  pop_ms: null,
  popped_by: null,
  agent_id: null,
  queue: null,
  queued_at: null,
  answered_at: null,
  ended_at: null,
  wait_s: null,
  later_wait_s: 0,
  talk_s: null,
  hold_s: null,
  wrap_s: null,
  outcome: null,
  cause: null,
  disposition: null,
  transfers: 0,
  short_abandon: 0,
} as const

const begun = ({
  data,
  occurredAt,
}: Of<Event, 'InteractionStarted' | 'MessageReceived' | 'MessageSent'>) => ({
  ...nothingYet,
  channel: data.channel,
  party_id: data.partyId ?? null,
  request_id: data.requestId ?? null,
  started_at: occurredAt,
})

const linked = <Row extends { readonly request_id: string | null }>(
  row: Row | undefined,
  { data: { requestId } }: Of<InteractionLinked | RequestOpened>,
) => row && { ...row, request_id: row.request_id ?? requestId }

export const interaction = meetings
  .on((e) => ({ interaction_id: e.data.interactionId }), {
    InteractionStarted: (_, e) => ({ ...begun(e), mode: 'live', direction: e.data.direction }),
    InteractionQueued: (row, { data, occurredAt }) =>
      row && {
        ...row,
        queue: row.answered_at === null ? data.queue : row.queue,
        queued_at: row.queued_at ?? occurredAt,
      },
    InteractionAnswered: (row, { data: { agentId, waitedSeconds }, occurredAt }) => {
      if (row === undefined) return undefined
      const taken = { ...row, agent_id: agentId }
      return row.answered_at === null
        ? { ...taken, answered_at: occurredAt, wait_s: waitedSeconds }
        : { ...taken, later_wait_s: row.later_wait_s + waitedSeconds }
    },
    InteractionTransferred: (row) => row && { ...row, transfers: row.transfers + 1 },
    InteractionAbandoned: (row, { data, occurredAt }) =>
      row && {
        ...row,
        outcome: 'abandoned',
        ended_at: occurredAt,
        wait_s: data.waitedSeconds,
        short_abandon: data.short ? 1 : 0,
      },
    InteractionEnded: (row, { data, occurredAt }) =>
      row && {
        ...row,
        outcome: row.answered_at === null ? 'unanswered' : 'answered',
        ended_at: occurredAt,
        talk_s: data.talkedSeconds,
        hold_s: data.heldSeconds,
        cause: data.cause,
      },
    WrapUpCompleted: (row, { data }) =>
      row && { ...row, wrap_s: data.seconds, disposition: data.disposition ?? null },
    MessageReceived: (_, e) => ({
      ...begun(e),
      mode: 'message',
      direction: 'inbound',
      outcome: 'received',
    }),
    MessageSent: (_, e) => ({
      ...begun(e),
      mode: 'message',
      direction: 'outbound',
      agent_id: e.data.agentId ?? null,
      outcome: 'sent',
    }),
    MessageDelivered: (row) => row && { ...row, outcome: 'delivered' },
    MessageFailed: (row) => row && { ...row, outcome: 'failed' },
    CallerIdentified: (row, { data: { partyId, how, popMs } }) =>
      row && {
        ...row,
        party_id: partyId,
        identified_by: how,
        ...(popMs === undefined || row.pop_ms !== null ? {} : { pop_ms: popMs, popped_by: how }),
      },
  })
  .on(
    ({ data: { interactionId } }) =>
      interactionId === undefined ? undefined : { interaction_id: interactionId },
    { InteractionLinked: linked, RequestOpened: linked },
  )
