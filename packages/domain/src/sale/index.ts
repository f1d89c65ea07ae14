/**
 * A sale made in service: lines, quotes, an order, under one id and in one currency.
 *
 * unknown → drafting → quoted → accepted → ordered → cancelled
 * drafting → ordered, if there never was a quote
 * quoted → drafting (its lines changed) | lapsed → quoted again; quoted | lapsed → declined
 */
import { concern, type Decider } from '@deskledger/kernel'
import { commands, type Command, type Rejection } from './commands.ts'
import { decide } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

export { commands, type Command, type Rejection } from './commands.ts'
export * from './events.ts'
export type { About, Draft, Quote, Quoted, State } from './state.ts'

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'sale',
  idField: 'saleId',
  begins: ['OpenSale'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (state) => {
    if (state.status === 'unknown') return []
    const { partyId, requestId } = state.about
    const party = concern('party', partyId)
    return requestId === undefined ? [party] : [party, concern('request', requestId)]
  },
}
