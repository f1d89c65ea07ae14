import { describe, test } from '@jest/globals'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, inWork, setWaiting, solved, settled, cancelled } = S
const open = ask('OpenRequest', { ...S.report, caseType: 'fault' })

describe('a request', () => {
  test('is opened with the case type of the house at its version', () =>
    given().when(open).thenHappens(opened))

  test('is opened once', () => {
    given(opened)
      .when(open)
      .thenRefused({ _tag: 'WrongStatus', status: 'open', next: possible.open })
    given(...settled)
      .when(open)
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed })
  })

  test('is dealt with only once it is opened', () =>
    given()
      .when(ask('AcceptRequest', { agentId: S.ana }))
      .thenRefused({
        _tag: 'WrongStatus',
        status: 'unopened',
        next: ['OpenRequest', 'RecordActivity', 'WithdrawActivities'],
      }))

  test('of a simple kind is settled by one agent with three commands', () => {
    const story = [opened, S.takenByAna, S.proposed]
    given(opened).when(ask('ProposeSolution', S.newValve)).thenHappens(S.takenByAna, S.proposed)
    given(...story)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenHappens(S.closed)
  })
})

describe('the requester', () => {
  const first = happened('RequesterIdentified', { partyId: S.maria, by: S.byAna })
  const { partyId: _, ...anonymous } = S.report
  const unknown = happened('RequestOpened', {
    ...anonymous,
    caseType: S.fault.def,
    category: 'incident',
  })

  test('is identified after the opening', () =>
    given(unknown)
      .when(ask('IdentifyRequester', { partyId: S.maria }))
      .thenHappens(first))

  test('is corrected, and the one before is named', () =>
    given(opened)
      .when(ask('IdentifyRequester', { partyId: S.pedro }))
      .thenHappens(S.identified))

  test('is identified once', () =>
    given(opened)
      .when(ask('IdentifyRequester', { partyId: S.maria }))
      .thenNothingHappens())

  test('stays as it is once the request is closed', () =>
    given(...settled)
      .when(ask('IdentifyRequester', { partyId: S.pedro }))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed }))
})

describe('the product', () => {
  const other = happened('ProductIdentified', { sku: 'AQ-50', previous: 'AQ-40', by: S.byAna })

  test('is identified after the opening', () =>
    given(opened)
      .when(ask('IdentifyProduct', { sku: 'AQ-40' }))
      .thenHappens(S.productIdentified))

  test('is corrected, and the one before is named', () => {
    given(opened, S.productIdentified)
      .when(ask('IdentifyProduct', { sku: 'AQ-50' }))
      .thenHappens(other)
    given(happened('RequestOpened', { ...S.asFault, sku: 'AQ-40' }))
      .when(ask('IdentifyProduct', { sku: 'AQ-50' }))
      .thenHappens(other)
  })

  test('is identified once', () =>
    given(opened, S.productIdentified)
      .when(ask('IdentifyProduct', { sku: 'AQ-40' }))
      .thenNothingHappens())

  test('stays as it is once the request is closed', () =>
    given(...settled)
      .when(ask('IdentifyProduct', { sku: 'AQ-40' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed }))
})

describe('a stage', () => {
  test('of the case type is entered', () =>
    given(opened)
      .when(ask('EnterStage', { stage: 'diagnosed' }))
      .thenHappens(S.diagnosed))

  test('is left for another one', () =>
    given(opened, S.diagnosed)
      .when(ask('EnterStage', { stage: 'repaired' }))
      .thenHappens(happened('StageEntered', { stage: 'repaired', previous: 'diagnosed' })))

  test('is entered once', () =>
    given(opened, S.diagnosed)
      .when(ask('EnterStage', { stage: 'diagnosed' }))
      .thenNothingHappens())

  test('of another case type is refused', () =>
    given(opened)
      .when(ask('EnterStage', { stage: 'investigated' }))
      .thenRefused({
        _tag: 'UnknownStage',
        stage: 'investigated',
        stages: ['reported', 'diagnosed', 'repaired'],
      }))
})

describe('cancelling', () => {
  test('ends a request that is not solved', () => {
    for (const story of [[opened], inWork, [...inWork, setWaiting]])
      given(...story)
        .when(ask('CancelRequest', { reason: 'withdrawn' }))
        .thenHappens(cancelled)
  })

  test('happens once', () =>
    given(opened, cancelled)
      .when(ask('CancelRequest', { reason: 'spam' }))
      .thenNothingHappens())

  test('is too late once there is a solution', () => {
    given(...solved)
      .when(ask('CancelRequest', { reason: 'spam' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'resolved', next: possible.resolved })
    given(...settled)
      .when(ask('CancelRequest', { reason: 'spam' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed })
  })

  test('leaves nothing to handle', () =>
    given(opened, cancelled)
      .when(ask('AcceptRequest', { agentId: S.ana }))
      .thenRefused({ _tag: 'WrongStatus', status: 'cancelled', next: possible.cancelled }))
})
