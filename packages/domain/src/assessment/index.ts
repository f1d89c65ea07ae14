/**
 * An assessment: what one customer thinks of one service, by the scales of the house.
 *
 * unknown → invited → scored | declined | expired → scored if it was collected in time
 * unknown → scored, where nobody had to be asked
 *
 * That there is one at most for a request, a respondent and an instrument is settled by whoever
 * chooses its id: the same three give the same id.
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, type Command, type Rejection } from './commands.ts'
import { decide } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './commands.ts'
export * from './events.ts'
export { facts, type Facts, type LookUp } from './facts.ts'
export type { Invited, State, Whose } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'assessment',
  idField: 'assessmentId',
  begins: ['InviteAssessment', 'ScoreSatisfaction'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (state) => {
    if (state.status === 'unknown') return []
    const { partyId, requestId } = state.whose
    return [
      ...(partyId === undefined ? [] : [concern('party', partyId)]),
      ...(requestId === undefined ? [] : [concern('request', requestId)]),
    ]
  },
}
