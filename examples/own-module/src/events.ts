/**
 * What can happen to a car that is lent to customers while theirs is being repaired.
 *
 * These codecs are the storage contract: add optional fields, never rename, never change a meaning.
 */
import { RequestId, PartyId } from '@deskledger/domain/primitives'
import {
  event,
  identifier,
  Instant,
  integer,
  Key,
  Minutes,
  oneOf,
  pattern,
  personal,
  registry,
  text,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'

export const LoanCarId = identifier('LoanCarId')
export const LoanId = identifier('LoanId')

/** What stands on the key tag. */
export const FleetNumber = pattern('FleetNumber', /^[A-Z]{1,3}-\d{1,4}$/, 'C-7', 'C-12')

/** As the car itself counts them. */
export const Kilometres = integer('kilometres', 0)

/** Why a customer is asked to bring the car back. */
export const Why = oneOf('requestClosed', 'overdue')
export type Why = (typeof Why)['_A']

export const LoanCarRegistered = event('LoanCarRegistered', {
  carId: LoanCarId,
  number: FleetNumber,
  model: Key,
  km: Kilometres,
})
export interface LoanCarRegistered extends t.TypeOf<typeof LoanCarRegistered> {}

/** Whose request it is for, and who drives it, who need not be the customer. */
export const LoanCarLent = event('LoanCarLent', {
  carId: LoanCarId,
  loanId: LoanId,
  requestId: RequestId,
  partyId: PartyId,
  driver: personal(text('driver', 200), 'partyId'),
  until: Instant,
})
export interface LoanCarLent extends t.TypeOf<typeof LoanCarLent> {}

const loan = { carId: LoanCarId, loanId: LoanId, requestId: RequestId, partyId: PartyId }

export const LoanCarReturnAsked = event('LoanCarReturnAsked', { ...loan, why: Why })
export interface LoanCarReturnAsked extends t.TypeOf<typeof LoanCarReturnAsked> {}

/** With what follows from it, so that nobody has to look up how far it went or when it was due. */
export const LoanCarReturned = event('LoanCarReturned', {
  ...loan,
  km: Kilometres,
  drivenKm: Kilometres,
  minutesLate: Minutes,
})
export interface LoanCarReturned extends t.TypeOf<typeof LoanCarReturned> {}

export const LoanCarRetired = event('LoanCarRetired', {
  carId: LoanCarId,
  reason: oneOf('sold', 'worn', 'wrecked'),
})
export interface LoanCarRetired extends t.TypeOf<typeof LoanCarRetired> {}

export type Event =
  LoanCarRegistered | LoanCarLent | LoanCarReturnAsked | LoanCarReturned | LoanCarRetired

export const events: Registry<Event> = registry(
  LoanCarRegistered,
  LoanCarLent,
  LoanCarReturnAsked,
  LoanCarReturned,
  LoanCarRetired,
)
