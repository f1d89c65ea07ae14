import { describe, expect, test } from '@jest/globals'
import { concern } from '@deskledger/kernel'
import { anyCommand, at, id, laws } from '@deskledger/kernel/testing'
import type { Command } from './decide.ts'
import { decider } from './decider.ts'
import type { Event } from './events.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { registered, lent, asked, returned, retired, requestId, loanId } = S
const day = 24 * 60
const toPedro = { ...S.toMaria, loanId: id(22), requestId: id(32), partyId: id(42) } as const

describe('a loan car', () => {
  test('is registered once', () => {
    given().when(ask('RegisterLoanCar', S.tag)).thenHappens(registered)
    given(registered).when(ask('RegisterLoanCar', S.tag)).thenRefused({ _tag: 'AlreadyRegistered' })
    given(registered, retired)
      .when(ask('RegisterLoanCar', S.tag))
      .thenRefused({ _tag: 'NotInService', status: 'retired' })
  })

  test('is lent for a request, to a driver, until a time', () =>
    given(registered).when(ask('LendLoanCar', S.toMaria)).thenHappens(lent))

  test('is lent only while it is in service', () => {
    given()
      .when(ask('LendLoanCar', S.toMaria))
      .thenRefused({ _tag: 'NotInService', status: 'unregistered' })
    given(registered, retired)
      .when(ask('LendLoanCar', S.toMaria))
      .thenRefused({ _tag: 'NotInService', status: 'retired' })
  })

  test('is lent to one customer at a time', () =>
    given(registered, lent)
      .when(ask('LendLoanCar', toPedro, { at: at(day) }))
      .thenRefused({ _tag: 'AlreadyLent', requestId, until: at(day) }))

  test('that should be back is asked for, before anybody else is promised it', () =>
    given(registered, lent)
      .when(ask('LendLoanCar', toPedro, { at: at(day + 1) }))
      .thenRefused({
        _tag: 'Overdue',
        requestId,
        since: at(day),
        next: ['AskForReturn', 'ReturnLoanCar'],
      }))

  test('is lent for some time at least', () =>
    given(registered)
      .when(ask('LendLoanCar', S.toMaria, { at: at(day) }))
      .thenRefused({ _tag: 'EndsBeforeItBegins', begins: at(day) }))

  test('is lent once for each loan, also when the loan has ended', () => {
    given(registered, lent).when(ask('LendLoanCar', S.toMaria)).thenNothingHappens()
    given(registered, lent, returned).when(ask('LendLoanCar', S.toMaria)).thenNothingHappens()
  })

  test('is lent again when it is back', () =>
    given(registered, lent, returned)
      .when(ask('LendLoanCar', { ...toPedro, until: at(3 * day) }, { at: at(2 * day) }))
      .thenHappens(happened('LoanCarLent', { ...toPedro, until: at(3 * day) }, at(2 * day))))
})

describe('a loan car that is out', () => {
  const overdue = { loanId, why: 'overdue' } as const
  const repaired = { loanId, why: 'requestClosed' } as const

  test('is asked for when its time has come, and not before', () => {
    given(registered, lent)
      .when(ask('AskForReturn', overdue, { at: at(day) }))
      .thenHappens(asked)
    given(registered, lent)
      .when(ask('AskForReturn', overdue, { at: at(day - 1) }))
      .thenRefused({ _tag: 'NotOverdue', until: at(day) })
  })

  test('is asked for at any time when the request is closed', () =>
    given(registered, lent)
      .when(ask('AskForReturn', repaired))
      .thenHappens(happened('LoanCarReturnAsked', { ...S.whose, why: 'requestClosed' })))

  test('is asked for once for each reason', () => {
    given(registered, lent, asked)
      .when(ask('AskForReturn', overdue, { at: at(day + 5) }))
      .thenNothingHappens()
    given(registered, lent, asked)
      .when(ask('AskForReturn', repaired, { at: at(day + 5) }))
      .thenHappens(
        happened('LoanCarReturnAsked', { ...S.whose, why: 'requestClosed' }, at(day + 5)),
      )
  })

  test('is not asked for because of another loan, or when it is back', () => {
    given(registered, lent)
      .when(ask('AskForReturn', { ...repaired, loanId: id(22) }))
      .thenRefused({ _tag: 'NotLent' })
    given(registered, lent, returned)
      .when(ask('AskForReturn', repaired))
      .thenRefused({ _tag: 'NotLent' })
  })

  test('comes back with its kilometres, and with how late it is in whole minutes', () => {
    given(registered, lent)
      .when(ask('ReturnLoanCar', { km: 12_180 }, { at: at(day + 90) }))
      .thenHappens(returned)
    given(registered, lent)
      .when(ask('ReturnLoanCar', { km: 12_000 }, { at: at(day + 1.5) }))
      .thenHappens(
        happened(
          'LoanCarReturned',
          { ...S.whose, km: 12_000, drivenKm: 0, minutesLate: 1 },
          at(day + 1.5),
        ),
      )
  })

  test('is never early', () =>
    given(registered, lent)
      .when(ask('ReturnLoanCar', { km: 12_180 }, { at: at(60) }))
      .thenHappens(
        happened(
          'LoanCarReturned',
          { ...S.whose, km: 12_180, drivenKm: 180, minutesLate: 0 },
          at(60),
        ),
      ))

  test('does not come back with fewer kilometres than it had when it was lent', () => {
    given(registered, lent)
      .when(ask('ReturnLoanCar', { km: 11_999 }))
      .thenRefused({ _tag: 'TooFewKilometres', least: 12_000 })
    given(registered, lent, returned, happened('LoanCarLent', toPedro))
      .when(ask('ReturnLoanCar', { km: 12_179 }))
      .thenRefused({ _tag: 'TooFewKilometres', least: 12_180 })
  })

  test('comes back once', () => {
    given(registered, lent, returned)
      .when(ask('ReturnLoanCar', { km: 12_200 }))
      .thenRefused({ _tag: 'NotLent' })
  })
})

describe('a loan car that is worn', () => {
  test('is retired, once', () => {
    given(registered)
      .when(ask('RetireLoanCar', { reason: 'worn' }))
      .thenHappens(retired)
    given(registered, retired)
      .when(ask('RetireLoanCar', { reason: 'sold' }))
      .thenNothingHappens()
  })

  test('is not retired while somebody has it, nor before it was there', () => {
    given(registered, lent)
      .when(ask('RetireLoanCar', { reason: 'worn' }))
      .thenRefused({ _tag: 'StillLent', requestId, until: at(day) })
    given()
      .when(ask('RetireLoanCar', { reason: 'worn' }))
      .thenRefused({ _tag: 'NotInService', status: 'unregistered' })
  })
})

test('what happens to a loan car concerns whoever has it, and their request', () => {
  const concerns = (event: Event) => decider.concerns(decider.initial, event)
  const whose = [concern('request', requestId), concern('party', S.partyId)]
  expect(concerns(registered)).toEqual([concern('car', S.car)])
  for (const event of [lent, asked, returned])
    expect(concerns(event)).toEqual([concern('car', S.car), ...whose])
})

describe('any loan car', () => {
  const everyLaw = laws(decider, {
    anyCommand: anyCommand<Command>(decider, { weights: { LendLoanCar: 5, AskForReturn: 4 } }),
    progress: ({ status }) => ({ unregistered: 0, available: 1, lent: 1, retired: 2 })[status],
    reaches: {
      statusOf: (state) =>
        state.status === 'lent' && state.loan.asked.length > 0 ? 'asked' : state.status,
      statuses: ['available', 'lent', 'asked', 'retired'],
    },
  })
  for (const law of everyLaw) test(law.statement, law.check)
})
