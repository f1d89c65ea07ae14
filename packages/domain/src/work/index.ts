/**
 * A work item: one piece of work that looks for the agent who does it.
 *
 * unknown → requested (⟲ decided, put back) ⇄ offered → accepted → completed | withdrawn
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './decide.ts'
export * from './events.ts'
export type { State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'work',
  idField: 'workId',
  begins: ['RequestWork'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (_, { data: { workId, requestId } }) =>
    requestId === undefined
      ? [concern('work', workId)]
      : [concern('work', workId), concern('request', requestId)],
}
