import { describe, test } from '@jest/globals'
import { anyCommand, laws } from '@deskledger/kernel/testing'
import { decider } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { started, completed, withdrawalStarted, withdrawn, counts } = S
const start = ask('StartImport', S.file)
const complete = ask('CompleteImport', { counts })
const withdraw = ask('WithdrawImport', {})
const finish = ask('CompleteWithdrawal', {})

describe('an import', () => {
  test('says what is brought in, and who brings it', () => given().when(start).thenHappens(started))

  test('is begun once, also when it was broken off or is done', () => {
    given(started).when(start).thenNothingHappens()
    given(started, completed).when(start).thenNothingHappens()
  })

  test('is completed with its counts', () => given(started).when(complete).thenHappens(completed))

  test('is completed again only if the counts are others', () => {
    given(started, completed).when(complete).thenNothingHappens()
    for (const count of Object.keys(counts) as ReadonlyArray<keyof typeof counts>) {
      const others = { ...counts, [count]: 99 }
      given(started, completed)
        .when(ask('CompleteImport', { counts: others }))
        .thenHappens(happened('ImportCompleted', { counts: others }))
    }
  })

  test('is neither completed nor withdrawn before it began', () => {
    for (const command of [complete, withdraw, finish])
      given().when(command).thenRefused({ _tag: 'NotImported' })
  })
})

describe('an import that is taken back', () => {
  test('says so before anything is taken back, whether it was completed or not', () => {
    given(started).when(withdraw).thenHappens(withdrawalStarted)
    given(started, completed).when(withdraw).thenHappens(withdrawalStarted)
  })

  test('is withdrawn when everything is taken back', () =>
    given(started, completed, withdrawalStarted).when(finish).thenHappens(withdrawn))

  test('is taken back once', () => {
    given(started, withdrawalStarted).when(withdraw).thenNothingHappens()
    given(started, withdrawalStarted, withdrawn).when(withdraw).thenNothingHappens()
    given(started, withdrawalStarted, withdrawn).when(finish).thenNothingHappens()
  })

  test('is not withdrawn by itself', () => {
    given(started).when(finish).thenRefused({ _tag: 'NotWithdrawing' })
    given(started, completed).when(finish).thenRefused({ _tag: 'NotWithdrawing' })
  })

  test('brings nothing in any more', () => {
    for (const command of [start, complete]) {
      given(started, withdrawalStarted).when(command).thenRefused({ _tag: 'WithdrawalUnfinished' })
      given(started, withdrawalStarted, withdrawn)
        .when(command)
        .thenRefused({ _tag: 'ImportIsWithdrawn' })
    }
  })
})

describe('any import', () => {
  const statuses = ['started', 'completed', 'withdrawing', 'withdrawn']
  const everyLaw = laws(decider, {
    anyCommand: anyCommand(decider),
    progress: ({ status }) => ['unknown', ...statuses].indexOf(status),
    reaches: { statusOf: ({ status }) => status, statuses },
  })
  for (const law of everyLaw) test(law.statement, law.check)
})
