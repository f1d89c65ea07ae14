import { describe, expect, test } from '@jest/globals'
import type { RequestClosed, RequestReopened } from '@deskledger/domain/request/events'
import type { Fact } from '@deskledger/kernel'
import { at, id, wantedBy } from '@deskledger/kernel/testing'
import { recorded } from '@deskledger/projection/contract'
import type { Event } from './events.ts'
import { returnReminder } from './index.ts'
import * as S from './samples.ts'

const day = 24 * 60
const { registered, lent, returned, requestId, loanId, car } = S

const wanted = (...facts: ReadonlyArray<Fact>) =>
  wantedBy(
    returnReminder,
    recorded(facts as ReadonlyArray<Event | RequestClosed | RequestReopened>),
  )
const closed = (request = requestId): Fact => ({
  type: 'RequestClosed',
  data: { requestId: request, how: 'agent', at: at(30) },
})
const reopened = (request = requestId): Fact => ({
  type: 'RequestReopened',
  data: { requestId: request, reason: 'leaksAgain', at: at(40) },
})
const asking = (why: 'overdue' | 'requestClosed', minute: number) => ({
  type: 'ScheduleAt',
  key: `${why}/${loanId}`,
  at: at(minute),
  command: { type: 'AskForReturn', data: { carId: car, loanId, why } },
})

describe('a customer who has a loan car', () => {
  test('is to be asked for it when it should be back', () =>
    expect(wanted(registered, lent)).toEqual([asking('overdue', day)]))

  test('is to be asked for it a day after the request is closed', () =>
    expect(wanted(lent, closed())).toEqual([asking('requestClosed', 30 + day)]))

  test('is left alone if the request is opened again, until it should be back', () =>
    expect(wanted(lent, closed(), reopened())).toEqual([
      { type: 'Cancel', key: `requestClosed/${loanId}` },
    ]))

  test('is left alone when the car is back', () => {
    expect(wanted(lent, closed(), returned)).toEqual([
      { type: 'Cancel', key: `overdue/${loanId}` },
      { type: 'Cancel', key: `requestClosed/${loanId}` },
    ])
    expect(wanted(lent, returned, closed())).toEqual([])
  })
})

test('nobody is asked for a car because of a request of somebody else', () => {
  expect(wanted(lent, closed(id(32)))).toEqual([])
  expect(wanted(lent, closed(), reopened(id(32)))).toEqual([])
  expect(wanted(closed())).toEqual([])
})
