import { describe, expect, test } from '@jest/globals'
import { events as partyEvents, type PartyErased } from '@deskledger/domain/party/events'
import { merged, type Fact } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { projected, projectorContract } from '@deskledger/projection/contract'
import { events, type Event } from './events.ts'
import { carsOut, loan, loanCar, loanCars, modelUse, mostUsed } from './index.ts'
import * as S from './samples.ts'

const { happened } = S.story
const { registered, lent, asked, returned, retired } = S
const day = 24 * 60
const after = (...facts: ReadonlyArray<Fact>) => projected(loanCars, ...facts)
const erased: PartyErased = {
  type: 'PartyErased',
  data: { partyId: S.partyId as PartyErased['data']['partyId'], basis: 'asked', at: at(day) },
}
/** Another car, which is lent until tomorrow. */
const van = (fact: Event, changes: object = {}): Event =>
  ({ ...fact, data: { ...fact.data, carId: id(2), ...changes } }) as Event
const vanOut = [
  van(registered, { number: 'V-1', model: 'van', km: 100 }),
  van(lent, { loanId: id(22), until: at(2 * day) }),
]

describe('the fleet', () => {
  test('tells of each car what can be done with it, and how far it went', () => {
    const car = { car_id: S.car, number: 'C-7', model: 'compact' }
    const rowAfter = (...facts: ReadonlyArray<Fact>) => after(...facts).rows(loanCar)
    expect(rowAfter(registered)).toEqual([
      { ...car, status: 'available', km: 12_000, loans: 0, as_of_position: 3 },
    ])
    expect(rowAfter(registered, lent)).toMatchObject([{ status: 'lent', km: 12_000, loans: 1 }])
    expect(rowAfter(registered, lent, returned)).toMatchObject([
      { status: 'available', km: 12_180, loans: 1 },
    ])
    expect(rowAfter(registered, retired)).toMatchObject([{ status: 'retired' }])
  })
})

describe('a loan', () => {
  const out = {
    loan_id: S.loanId,
    car_id: S.car,
    request_id: S.requestId,
    party_id: S.partyId,
    driver: 'Luis Núñez',
    lent_at: at(0),
    until: at(day),
    asked_at: null,
    asked_why: null,
    returned_at: null,
    driven_km: null,
    minutes_late: null,
    as_of_position: 6,
  }
  const rowsAfter = (...facts: ReadonlyArray<Fact>) => after(registered, ...facts).rows(loan)

  test('is told from its beginning to its end', () => {
    expect(rowsAfter(lent)).toEqual([out])
    const due = { asked_at: at(day), asked_why: 'overdue' }
    expect(rowsAfter(lent, asked)).toEqual([{ ...out, ...due, as_of_position: 9 }])
    expect(rowsAfter(lent, asked, returned)).toEqual([
      {
        ...out,
        ...due,
        returned_at: at(day + 90),
        driven_km: 180,
        minutes_late: 90,
        as_of_position: 12,
      },
    ])
  })

  test('of a customer who was erased names no driver', () =>
    expect(rowsAfter(lent, erased)).toEqual([{ ...out, driver: null }]))
})

describe('the cars that are out', () => {
  const numbers = (...facts: ReadonlyArray<Fact>) =>
    after(...facts)
      .answer(carsOut)
      .map(({ number }) => number)

  test('are those that are not back, the one due first before others', () => {
    expect(numbers(registered, lent, ...vanOut)).toEqual(['C-7', 'V-1'])
    expect(numbers(registered, lent, ...vanOut, returned)).toEqual(['V-1'])
  })

  test('are late by whole hours, from when they should be back', () => {
    const hours = (minutes: number) =>
      after(registered, lent, van(registered, { at: at(minutes) }))
        .answer(carsOut)
        .map((row) => row.hours_late)
    expect([day - 1, day, day + 59, day + 60, day + 150].map(hours)).toEqual(
      [0, 0, 0, 1, 2].map((late) => [late]),
    )
  })

  test('can be those of one model', () =>
    expect(after(registered, lent, ...vanOut).answer(carsOut, { model: 'van' })).toEqual([
      { number: 'V-1', driver: 'Luis Núñez', until: at(2 * day), hours_late: 0, asked_why: null },
    ]))
})

describe('the use of a model', () => {
  test('is told of every model, the one that went farthest first', () => {
    const model = after(...vanOut, registered, lent, returned)
    expect(model.answer(mostUsed)).toEqual([
      { model: 'compact', cars: 1, loans: 1, driven_km: 180, late_returns: 1 },
      { model: 'van', cars: 1, loans: 1, driven_km: 0, late_returns: 0 },
    ])
    expect(model.rows(modelUse)).toHaveLength(2)
  })

  test('counts no loan where there was none', () =>
    expect(after(registered).answer(mostUsed)).toEqual([
      { model: 'compact', cars: 1, loans: 0, driven_km: 0, late_returns: 0 },
    ]))

  test('counts a car once, however often it was lent', () => {
    const again = happened('LoanCarLent', { ...S.toMaria, loanId: id(22) })
    expect(after(registered, lent, returned, again).answer(mostUsed)).toMatchObject([
      { cars: 1, loans: 2 },
    ])
  })

  test('counts a return in time as none that is late', () => {
    const inTime = happened('LoanCarReturned', {
      ...S.whose,
      km: 12_180,
      drivenKm: 180,
      minutesLate: 0,
    })
    expect(after(registered, lent, inTime).answer(mostUsed)).toMatchObject([{ late_returns: 0 }])
  })
})

projectorContract('loan cars', {
  ...loanCars,
  registry: merged<Event | PartyErased>(events, partyEvents),
})
