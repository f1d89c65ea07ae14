/**
 * The reaction of the house: whoever no longer needs the car, or keeps it too long, is asked for it.
 *
 * A policy hears any event of the desk, its own and those of customer service. Its timers outlive
 * the process, and what it sends is decided by the same rules as everybody's wishes.
 */
import type { RequestClosed, RequestReopened } from '@deskledger/domain/request/events'
import { later, type Effect, type Instant, type Policy } from '@deskledger/kernel'
import type { Command } from './decide.ts'
import type { Event, Why } from './events.ts'

interface Loan {
  readonly carId: string
  readonly loanId: string
  readonly requestId: string
}

/** The cars that are out. */
export type State = ReadonlyArray<Loan>

/** How long a customer may keep the car once the own one is repaired, in milliseconds. */
const patience = 24 * 60 * 60_000

const keyOf = (why: Why, { loanId }: Pick<Loan, 'loanId'>): string => `${why}/${loanId}`

const askAt = (at: Instant, why: Why, { carId, loanId }: Loan): Effect<Command> => ({
  type: 'ScheduleAt',
  key: keyOf(why, { loanId }),
  at,
  command: { type: 'AskForReturn', data: { carId, loanId, why } },
})

const cancel = (why: Why, loan: Pick<Loan, 'loanId'>): Effect<Command> => ({
  type: 'Cancel',
  key: keyOf(why, loan),
})

export const returnReminder: Policy<State, Event | RequestClosed | RequestReopened, Command> = {
  name: 'loan-car-return',
  version: 1,
  initial: [],
  on: {
    LoanCarLent: {
      evolve: (out, { data: { carId, loanId, requestId } }) => [
        ...out,
        { carId, loanId, requestId },
      ],
      react: (_, { data }) => [askAt(data.until, 'overdue', data)],
    },
    RequestClosed: {
      react: (out, { data: { requestId, at } }) =>
        out
          .filter((loan) => loan.requestId === requestId)
          .map((loan) => askAt(later(at, patience), 'requestClosed', loan)),
    },
    RequestReopened: {
      react: (out, { data: { requestId } }) =>
        out
          .filter((loan) => loan.requestId === requestId)
          .map((loan) => cancel('requestClosed', loan)),
    },
    LoanCarReturned: {
      evolve: (out, { data }) => out.filter(({ loanId }) => loanId !== data.loanId),
      react: (_, { data }) => [cancel('overdue', data), cancel('requestClosed', data)],
    },
  },
}
