/**
 * `loan`: who had which car, for which request, and when it came back.
 */
import { orNull } from '@deskledger/kernel'
import {
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'
import { Why, type Event } from './events.ts'

const { table } = readModel<Event>()

const loans = table('loan', {
  doc: 'A loan of a car, from its beginning on; LoanCarLent',
  key: { loan_id: text('the loan') },
  columns: {
    car_id: text('the car'),
    request_id: text('the request that it is for'),
    party_id: text('the customer'),
    driver: personal(text('who drives it, by name'), 'party_id'),
    lent_at: instant('when it was handed over'),
    until: instant('when it has to be back'),
    asked_at: nullable(instant('when it was last asked back; LoanCarReturnAsked')),
    asked_why: nullable(oneOf('why it was last asked back', Why)),
    returned_at: nullable(instant('when it came back; LoanCarReturned')),
    driven_km: nullable(integer('how far it went, in kilometres; LoanCarReturned')),
    minutes_late: nullable(integer('how much too late it came, in minutes; LoanCarReturned')),
    as_of_position: positionColumn('the last event that changed this row'),
  },
  indexes: [['request_id'], ['party_id', 'lent_at']],
})

export const loan = loans.on((e) => ({ loan_id: e.data.loanId }), {
  LoanCarLent: (_, { data, occurredAt, position }) => ({
    car_id: data.carId,
    request_id: data.requestId,
    party_id: data.partyId,
    driver: orNull(data.driver),
    lent_at: occurredAt,
    until: data.until,
    asked_at: null,
    asked_why: null,
    returned_at: null,
    driven_km: null,
    minutes_late: null,
    as_of_position: position,
  }),
  LoanCarReturnAsked: (row, { data, occurredAt, position }) =>
    row && { ...row, asked_at: occurredAt, asked_why: data.why, as_of_position: position },
  LoanCarReturned: (row, { data, occurredAt, position }) =>
    row && {
      ...row,
      returned_at: occurredAt,
      driven_km: data.drivenKm,
      minutes_late: data.minutesLate,
      as_of_position: position,
    },
})
