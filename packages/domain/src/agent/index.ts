/**
 * An agent: whoever does the work, with skills, presence and a capacity that is never exceeded.
 *
 * unknown → enrolled (⟲ skills, presence, capacity; reserves and releases work) → left
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './decide.ts'
export * from './events.ts'
export type { Skill, State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'agent',
  idField: 'agentId',
  begins: ['EnrolAgent'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (_, { data }) =>
    'partyId' in data && data.partyId !== undefined
      ? [concern('agent', data.agentId), concern('party', data.partyId)]
      : [concern('agent', data.agentId)],
}
