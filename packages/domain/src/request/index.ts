/**
 * A customer's request, from the first contact until it is settled, with the tasks that it takes.
 *
 * unopened → open → inProgress ⇄ waiting; open and inProgress → resolved → closed
 * back: resolved → inProgress (rejected), closed → inProgress (reopened within the window)
 * out: open, inProgress and waiting → cancelled; any → withdrawn → open (imports taken back)
 *
 * A solution is proposed in open or inProgress and nowhere else; a request is closed from resolved
 * and nowhere else. So opening, proposing and closing settle a simple one in a single contact; a
 * complaint is acknowledged and classified in between.
 */
import { concern, type Concern, type Decider } from '@deskledger/kernel'
import { commands, type Command, type Rejection } from './commands.ts'
import { decide } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, parties, type State } from './state.ts'

export { commands, type Command, type Rejection } from './commands.ts'
export * from './events.ts'
export { facts, type Facts, type LookUp } from './facts.ts'
export type { CaseFile, Task } from './case-file.ts'
export type { State } from './state.ts'

/** The request, whose it is after the event, and whose it was thought to be before. */
const concerns = (state: State, { type, data }: Event): ReadonlyArray<Concern> => [
  concern('request', data.requestId),
  ...parties(state).map((partyId) => concern('party', partyId)),
  ...(type === 'RequesterIdentified' && data.previous !== undefined
    ? [concern('party', data.previous)]
    : []),
]

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'request',
  idField: 'requestId',
  begins: ['OpenRequest'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns,
}
