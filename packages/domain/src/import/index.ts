/**
 * An import: the history of another system, brought in from one file under one id.
 *
 * unknown → started → completed (⟲ imported once more) → withdrawing → withdrawn
 * started → withdrawing, where it was broken off
 *
 * The activities themselves are facts of their requests. That the same file with the same map is
 * the same import is settled by whoever chooses its id.
 */
import type { Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './decide.ts'
export * from './events.ts'
export type { State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'import',
  idField: 'batchId',
  begins: ['StartImport'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: () => [],
}
