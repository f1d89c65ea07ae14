/**
 * An interaction: a customer and the company meet, live or by one message, on any channel.
 *
 * unknown → started → queued → offered → connected ⇄ held → ended → wrapped
 * connected | held → queued | offered (transferred); started | queued | offered → abandoned
 * unknown → received; unknown → sent → delivered | failed
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, type Command, type Rejection } from './commands.ts'
import { decide } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './commands.ts'
export * from './events.ts'
export type { About, Identified, Spent, State, Talking, Waiting } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'interaction',
  idField: 'interactionId',
  begins: ['StartInteraction', 'ReceiveMessage', 'SendMessage'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (state) => {
    if (state.status === 'unknown') return []
    const { identified, requestId } = state.about
    return [
      ...(identified === undefined ? [] : [concern('party', identified.partyId)]),
      ...(requestId === undefined ? [] : [concern('request', requestId)]),
    ]
  },
}
