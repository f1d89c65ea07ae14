/**
 * Given facts, then rows: the tables of this projector once some facts are recorded.
 */
import { recorded, type Event } from '@deskledger/domain/testing'
import { projected, type Projected } from '@deskledger/projection/contract'
import { routing } from './index.ts'

export const after = (...facts: ReadonlyArray<Event>): Projected =>
  projected(routing, ...recorded(facts))

/** The same facts of another thing: `of({ requestId: id(302) }, opened, closed)`. */
export const of = (own: object, ...facts: ReadonlyArray<Event>): ReadonlyArray<Event> =>
  facts.map((fact) => ({ ...fact, data: { ...fact.data, ...own } }) as Event)
