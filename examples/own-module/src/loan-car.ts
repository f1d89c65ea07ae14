/**
 * `loan_car`: the fleet.
 */
import { count, integer, oneOf, positionColumn, readModel, text } from '@deskledger/projection'
import type { Event } from './events.ts'

const { table } = readModel<Event>()

const cars = table('loan_car', {
  doc: 'A car that is lent to customers, from its registration on, also once it is retired',
  key: { car_id: text('the car') },
  columns: {
    number: text('what stands on its key tag; LoanCarRegistered'),
    model: text('the key of its model; LoanCarRegistered'),
    status: oneOf('what can be done with it now', ['available', 'lent', 'retired']),
    km: integer('kilometres that it had when it was last seen'),
    loans: count('how often it was lent'),
    as_of_position: positionColumn('the last event that changed this row'),
  },
})

export const loanCar = cars.on((e) => ({ car_id: e.data.carId }), {
  LoanCarRegistered: (_, { data: { number, model, km }, position }) => ({
    number,
    model,
    status: 'available',
    km,
    loans: 0,
    as_of_position: position,
  }),
  LoanCarLent: (row, { position }) =>
    row && { ...row, status: 'lent', loans: row.loans + 1, as_of_position: position },
  LoanCarReturned: (row, { data, position }) =>
    row && { ...row, status: 'available', km: data.km, as_of_position: position },
  LoanCarRetired: (row, { position }) =>
    row && { ...row, status: 'retired', as_of_position: position },
})
