/**
 * Loan cars: a module of the embedder's own, in the one shape that the built-in ones have.
 */
import { defineModule } from '@deskledger/desk'
import type { PartyErased } from '@deskledger/domain/party/events'
import { readModel } from '@deskledger/projection'
import { decider } from './decider.ts'
import { loanCar } from './loan-car.ts'
import { loan } from './loan.ts'
import { carsOut, modelUse, mostUsed } from './questions.ts'
import { returnReminder } from './return-reminder.ts'

export const loanCars = defineModule({
  name: 'loan-cars',
  version: 1,
  deciders: [decider],
  policies: [returnReminder],
  tables: [loanCar, loan],
  views: [modelUse],
  questions: [carsOut, mostUsed],
  erases: readModel<PartyErased>().erases({
    PartyErased: (e) => ({ party_id: e.data.partyId }),
  }),
})

export { carsOut, decider, loan, loanCar, modelUse, mostUsed, returnReminder }
