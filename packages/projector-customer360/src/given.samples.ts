/**
 * Given facts, then rows: the tables of this projector, and the one beside it that its view reads,
 * once some facts are recorded.
 */
import { recorded, type Event } from '@deskledger/domain/testing'
import type { Projector } from '@deskledger/projection'
import { projected, type Projected } from '@deskledger/projection/contract'
import { request } from '@deskledger/projector-routing'
import { customer360 } from './index.ts'

export const both: Projector = {
  ...customer360,
  name: 'customer360 and request',
  tables: [request, ...customer360.tables],
}

export const after = (...facts: ReadonlyArray<Event>): Projected =>
  projected(both, ...recorded(facts))

/** The same facts of another thing: `of({ partyId: id(2) }, registered, erased)`. */
export const of = (own: object, ...facts: ReadonlyArray<Event>): ReadonlyArray<Event> =>
  facts.map((fact) => ({ ...fact, data: { ...fact.data, ...own } }) as Event)
