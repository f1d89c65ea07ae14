/**
 * A loan car, on its own stream: unregistered → available ⇄ lent; available → retired.
 */
import { concern, type Concern, type Decider } from '@deskledger/kernel'
import { commands, decide, type Command, type Rejection } from './decide.ts'
import { events, type Event } from './events.ts'
import { evolve, initial, type State } from './state.ts'

/** The car, and whoever has it with the request that it is for. */
const concerns = (_: State, { data }: Event): ReadonlyArray<Concern> => [
  concern('car', data.carId),
  ...('requestId' in data
    ? [concern('request', data.requestId), concern('party', data.partyId)]
    : []),
]

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'loan-car',
  idField: 'carId',
  begins: ['RegisterLoanCar'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns,
}
