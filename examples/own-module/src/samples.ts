/**
 * The car C-7 and its loan to María, whose own car is being repaired, as the specs tell them.
 */
import { at, id, specification } from '@deskledger/kernel/testing'
import { decider } from './decider.ts'

export const car = id(1)
export const loanId = id(21)
export const requestId = id(31)
export const partyId = id(41)

export const story = specification(decider, { own: { carId: car } })
const { happened } = story

const day = 24 * 60

export const tag = { number: 'C-7', model: 'compact', km: 12_000 } as const
export const toMaria = { loanId, requestId, partyId, driver: 'Luis Núñez', until: at(day) } as const
export const whose = { loanId, requestId, partyId } as const

export const registered = happened('LoanCarRegistered', tag)
export const lent = happened('LoanCarLent', toMaria)
export const asked = happened('LoanCarReturnAsked', { ...whose, why: 'overdue' }, at(day))
export const returned = happened(
  'LoanCarReturned',
  { ...whose, km: 12_180, drivenKm: 180, minutesLate: 90 },
  at(day + 90),
)
export const retired = happened('LoanCarRetired', { reason: 'worn' })
