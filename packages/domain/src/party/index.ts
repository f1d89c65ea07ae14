/**
 * A party: whoever the company deals with, under one id for all of its dealings.
 *
 * unknown → registered (⟲ contact points, roles, showings) → erased
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { tidy } from './address.ts'
export { commands, type Command, type Rejection } from './decide.ts'
export * from './events.ts'
export type { ContactPoint, State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'party',
  idField: 'partyId',
  begins: ['RegisterParty'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (_, { data }) => [concern('party', data.partyId)],
}
