/**
 * The rules of a loan car: what may be asked, when it is granted, and every reason to refuse it.
 */
import {
  already,
  asking,
  granted,
  includes,
  refused,
  type CommandOf,
  type Decision,
} from '@deskledger/kernel'
import * as Events from './events.ts'
import type { InService, State } from './state.ts'

export const commands = {
  RegisterLoanCar: asking(Events.LoanCarRegistered),
  LendLoanCar: asking(Events.LoanCarLent),
  AskForReturn: asking(Events.LoanCarReturnAsked, { except: ['requestId', 'partyId'] }),
  ReturnLoanCar: asking(Events.LoanCarReturned, {
    except: ['loanId', 'requestId', 'partyId', 'drivenKm', 'minutesLate'],
  }),
  RetireLoanCar: asking(Events.LoanCarRetired),
}
export type Command = CommandOf<typeof commands>

/** Times are instants: milliseconds since 1970 UTC. */
export type Rejection =
  | { readonly _tag: 'AlreadyRegistered' }
  | { readonly _tag: 'NotInService'; readonly status: 'unregistered' | 'retired' }
  | { readonly _tag: 'AlreadyLent'; readonly requestId: string; readonly until: number }
  /** Somebody else should have brought it back. */
  | {
      readonly _tag: 'Overdue'
      readonly requestId: string
      readonly since: number
      readonly next: ReadonlyArray<Command['type']>
    }
  | { readonly _tag: 'EndsBeforeItBegins'; readonly begins: number }
  | { readonly _tag: 'NotLent' }
  | { readonly _tag: 'NotOverdue'; readonly until: number }
  /** A car does not go backwards; it had so many kilometres when it was lent. */
  | { readonly _tag: 'TooFewKilometres'; readonly least: number }
  | { readonly _tag: 'StillLent'; readonly requestId: string; readonly until: number }

type Answer = Decision<Rejection, Events.Event>
type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

const register = ({ data, at }: Of<'RegisterLoanCar'>, { status }: State): Answer => {
  if (status === 'retired') return refused({ _tag: 'NotInService', status })
  if (status !== 'unregistered') return refused({ _tag: 'AlreadyRegistered' })
  return granted({ type: 'LoanCarRegistered', data: { ...data, at } })
}

const lend = ({ data, at }: Of<'LendLoanCar'>, state: InService): Answer => {
  if (includes(state.loans, data.loanId)) return already
  if (state.status === 'lent') {
    const { requestId, until } = state.loan
    if (at <= until) return refused({ _tag: 'AlreadyLent', requestId, until })
    const next = ['AskForReturn', 'ReturnLoanCar'] as const
    return refused({ _tag: 'Overdue', requestId, since: until, next })
  }
  if (data.until <= at) return refused({ _tag: 'EndsBeforeItBegins', begins: at })
  return granted({ type: 'LoanCarLent', data: { ...data, at } })
}

/** Once for each reason; who asks the customer, and how, is not the car's concern. */
const askForReturn = ({ data, at }: Of<'AskForReturn'>, state: InService): Answer => {
  if (state.status !== 'lent' || state.loan.loanId !== data.loanId)
    return refused({ _tag: 'NotLent' })
  const { requestId, partyId, until, asked } = state.loan
  if (data.why === 'overdue' && at < until) return refused({ _tag: 'NotOverdue', until })
  if (asked.includes(data.why)) return already
  return granted({ type: 'LoanCarReturnAsked', data: { ...data, requestId, partyId, at } })
}

const takeBack = ({ data, at }: Of<'ReturnLoanCar'>, state: InService): Answer => {
  if (state.status !== 'lent') return refused({ _tag: 'NotLent' })
  if (data.km < state.km) return refused({ _tag: 'TooFewKilometres', least: state.km })
  const { loanId, requestId, partyId, until } = state.loan
  const drivenKm = data.km - state.km
  const minutesLate = Math.max(0, Math.floor((at - until) / 60_000))
  const loan = { loanId, requestId, partyId, drivenKm, minutesLate }
  return granted({ type: 'LoanCarReturned', data: { ...data, ...loan, at } })
}

const retire = ({ data, at }: Of<'RetireLoanCar'>, state: InService): Answer => {
  if (state.status === 'lent') {
    const { requestId, until } = state.loan
    return refused({ _tag: 'StillLent', requestId, until })
  }
  return granted({ type: 'LoanCarRetired', data: { ...data, at } })
}

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'RegisterLoanCar') return register(command, state)
  const { status } = state
  if (status === 'retired' && command.type === 'RetireLoanCar') return already
  if (status === 'unregistered' || status === 'retired')
    return refused({ _tag: 'NotInService', status })
  switch (command.type) {
    case 'LendLoanCar':
      return lend(command, state)
    case 'AskForReturn':
      return askForReturn(command, state)
    case 'ReturnLoanCar':
      return takeBack(command, state)
    case 'RetireLoanCar':
      return retire(command, state)
  }
}
