/**
 * `customer_timeline`: everything that happened with a customer, on any channel, in any department.
 *
 * Every event that concerns a party has exactly one line for that party. What a line says is in
 * `timeline/`, module by module.
 */
import type { AgentEnrolled } from '@deskledger/domain/agent/events'
import type * as Assessment from '@deskledger/domain/assessment/events'
import type * as Interaction from '@deskledger/domain/interaction/events'
import type * as Party from '@deskledger/domain/party/events'
import { Channel } from '@deskledger/domain/primitives'
import type * as Request from '@deskledger/domain/request/events'
import type * as Sale from '@deskledger/domain/sale/events'
import { Actor, concerned, type Concern } from '@deskledger/kernel'
import {
  instant,
  nullable,
  oneOf,
  personal,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'
import { assessment } from './timeline/assessment.ts'
import { interaction } from './timeline/interaction.ts'
import { kinds, subjects } from './timeline/line.ts'
import { agent, party } from './timeline/party.ts'
import { requests } from './timeline/request.ts'
import { sale } from './timeline/sale.ts'

type Event =
  Party.Event | AgentEnrolled | Interaction.Event | Request.Event | Sale.Event | Assessment.Event

const { log } = readModel<Event>()

const lines = log('customer_timeline', {
  doc: 'An event that concerns a party; every event that does, whatever it is about',
  key: {
    party_id: text('the party that it concerns'),
    position: positionColumn('the event'),
  },
  columns: {
    at: instant('when it happened'),
    kind: oneOf('what it is to the customer', kinds),
    event: text('the type of the event'),
    channel: nullable(oneOf('by which way it came, where the event says so', Channel)),
    title: personal(
      text('the first line of its subject, title, note, solution or comment; null if it has none'),
      'party_id',
    ),
    subject_kind: oneOf('what the event happened to', subjects),
    subject_id: text('the id of what it happened to'),
    actor_kind: oneOf('who did it', Actor.required.kind),
    actor_id: text('that one’s id or technical name'),
  },
  indexes: [['party_id', 'at']],
})

const parties = (e: { readonly position: number; readonly concerns: ReadonlyArray<Concern> }) =>
  concerned(e.concerns, 'party').map((party_id) => ({ party_id, position: e.position }))

export const customerTimeline = lines
  .on(parties, party)
  .on(parties, agent)
  .on(parties, interaction)
  .on(parties, requests)
  .on(parties, sale)
  .on(parties, assessment)
