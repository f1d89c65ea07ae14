import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, inWork, setWaiting, resumed } = S

describe('a wait', () => {
  test('has a reason, and something that it waits for', () =>
    given(...inWork)
      .when(ask('SetWaiting', S.forParts))
      .thenHappens(setWaiting))

  test('begins only when somebody has accepted the request', () =>
    given(opened)
      .when(ask('SetWaiting', S.forParts))
      .thenRefused({ _tag: 'WrongStatus', status: 'open', next: possible.open }))

  test('is set once', () =>
    given(...inWork, setWaiting)
      .when(ask('SetWaiting', S.forParts))
      .thenNothingHappens())

  test('is set once with its end, too', () => {
    const untilNoon = { ...S.forParts, until: at(720) }
    given(...inWork, happened('RequestSetWaiting', untilNoon))
      .when(ask('SetWaiting', untilNoon))
      .thenNothingHappens()
  })

  test('ends before another one begins', () => {
    const refusal = { _tag: 'WrongStatus', status: 'waiting', next: possible.waiting } as const
    given(...inWork, setWaiting)
      .when(ask('SetWaiting', { on: 'customer', reason: 'askedBack' }))
      .thenRefused(refusal)
    given(...inWork, setWaiting)
      .when(ask('SetWaiting', { ...S.forParts, until: at(60) }))
      .thenRefused(refusal)
  })

  test('ends with the instant at which it began', () =>
    given(...inWork, setWaiting)
      .when(ask('Resume', { cause: 'valveArrived' }))
      .thenHappens(resumed))

  test('ends once', () =>
    given(...inWork, setWaiting, resumed)
      .when(ask('Resume', { cause: 'valveArrived' }))
      .thenNothingHappens())

  test('does not end before it begins', () =>
    given(opened)
      .when(ask('Resume', { cause: 'valveArrived' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'open', next: possible.open }))

  test('ends before a solution is proposed', () =>
    given(...inWork, setWaiting)
      .when(ask('ProposeSolution', S.newValve))
      .thenRefused({ _tag: 'WrongStatus', status: 'waiting', next: possible.waiting }))
})
