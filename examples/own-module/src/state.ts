/**
 * What the rules of a loan car must remember: how far it went, who has it, which loans it had.
 */
import { added, emptySet, type GrowOnlySet } from '@deskledger/kernel'
import type { Event, LoanCarLent, Why } from './events.ts'

export interface Loan extends Pick<
  LoanCarLent['data'],
  'loanId' | 'requestId' | 'partyId' | 'until'
> {
  /** For which reasons it was asked back. */
  readonly asked: ReadonlyArray<Why>
}

interface Car {
  readonly km: number
  /** Every loan that it had, so that none is begun twice. */
  readonly loans: GrowOnlySet
}

export type State =
  | { readonly status: 'unregistered' }
  | (Car & { readonly status: 'available' })
  | (Car & { readonly status: 'lent'; readonly loan: Loan })
  | { readonly status: 'retired' }

export type InService = Extract<State, Car>

export const initial: State = { status: 'unregistered' }

export const evolve = (state: State, { type, data }: Event): State => {
  if (type === 'LoanCarRegistered') return { status: 'available', km: data.km, loans: emptySet }
  if (type === 'LoanCarRetired') return { status: 'retired' }
  if (state.status !== 'available' && state.status !== 'lent') return state
  if (type === 'LoanCarLent') {
    const { loanId, requestId, partyId, until } = data
    const loan: Loan = { loanId, requestId, partyId, until, asked: [] }
    return { status: 'lent', km: state.km, loans: added(state.loans, loanId), loan }
  }
  if (type === 'LoanCarReturned') return { status: 'available', km: data.km, loans: state.loans }
  if (state.status !== 'lent') return state
  return { ...state, loan: { ...state.loan, asked: [...state.loan.asked, data.why] } }
}
