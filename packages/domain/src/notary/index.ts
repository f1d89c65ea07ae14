/**
 * The notary of a desk: the keys that sign checkpoints of its log, in the order in which they came.
 *
 * One for each desk, under the desk's own id. A key that was announced stays announced: what it
 * signed can be told for ever.
 */
import type { Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './decide.ts'
export * from './events.ts'
export type { State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'notary',
  idField: 'deskId',
  begins: [],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: () => [],
}
