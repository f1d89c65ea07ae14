/**
 * Facts as a log would hold them: in the order given, each with the envelope that a handler and a
 * store give to it.
 */
import {
  streamOf,
  type Actor,
  type Concern,
  type Decider,
  type Fact,
  type Instant,
  type RecordedEvent,
} from '@deskledger/kernel'
import { id } from '@deskledger/kernel/testing'
import * as Agent from '../agent/index.ts'
import * as Assessment from '../assessment/index.ts'
import * as Import from '../import/index.ts'
import * as Interaction from '../interaction/index.ts'
import * as Notary from '../notary/index.ts'
import * as Party from '../party/index.ts'
import * as Request from '../request/index.ts'
import * as Sale from '../sale/index.ts'
import * as Work from '../work/index.ts'

export type Event =
  | Agent.Event
  | Assessment.Event
  | Import.Event
  | Interaction.Event
  | Notary.Event
  | Party.Event
  | Request.Event
  | Sale.Event
  | Work.Event

type AnyDecider = Decider<never, unknown, Event, { readonly _tag: string }>

/** Every decider of the domain. */
export const deciders: ReadonlyArray<AnyDecider> = [
  Agent.decider,
  Assessment.decider,
  Import.decider,
  Interaction.decider,
  Notary.decider,
  Party.decider,
  Request.decider,
  Sale.decider,
  Work.decider,
] as ReadonlyArray<unknown> as ReadonlyArray<AnyDecider>

const clerk: Actor = { kind: 'agent', id: 'clerk' }

/** Who did it, where the event itself says so. */
const actorOf = (data: object): Actor => ('by' in data ? (data.by as Actor) : clerk)

/** Where the nth fact stands, from 1. There are gaps, as there are on some logs. */
export const place = (n: number): number => 3 * n

/** The facts of other modules, such as the progress of a policy, concern nobody. */
export const recorded = <E extends Fact = Event>(
  facts: ReadonlyArray<E>,
): ReadonlyArray<RecordedEvent<E>> => {
  const states = new Map<string, unknown>()
  const revisions = new Map<string, number>()

  const concernsOf = (stream: string, decider: AnyDecider, fact: Event): ReadonlyArray<Concern> => {
    const state = decider.evolve(states.get(stream) ?? decider.initial, fact)
    states.set(stream, state)
    return decider.concerns(state, fact)
  }

  return facts.map((fact, i) => {
    const decider = deciders.find(({ events }) => events.codecs.has(fact.type))
    const data = fact.data as Event['data'] & Readonly<Record<string, unknown>>
    const stream = decider === undefined ? 'policy-other' : streamOf(decider, data)
    const revision = revisions.get(stream) ?? 0
    revisions.set(stream, revision + 1)
    const ids = { id: id(1_000_000 + i), commandId: id(2_000_000 + i) }
    return {
      ...ids,
      stream,
      revision,
      position: place(i + 1),
      token: String(place(i + 1)),
      type: fact.type,
      schemaVersion: 1,
      data,
      occurredAt: data.at,
      recordedAt: (1_800_000_000_000 + i) as Instant,
      concerns: decider === undefined ? [] : concernsOf(stream, decider, fact as never),
      actor: actorOf(data),
      correlationId: ids.commandId,
      causationId: ids.commandId,
    } as unknown as RecordedEvent<E>
  })
}
