import { describe, test } from '@jest/globals'
import * as S from './samples.ts'

const { given, ask } = S.story
const { received, sent, delivered, failed, onTheLine } = S

describe('a message', () => {
  const confirm = ask('ConfirmDelivery', {})
  const report = ask('ReportFailure', { reason: 'mailboxFull' })

  test('is received or sent, once', () => {
    given().when(ask('ReceiveMessage', S.mail)).thenHappens(received)
    given().when(ask('SendMessage', S.reply)).thenHappens(sent)
    given(sent).when(ask('SendMessage', S.reply)).thenRefused({ _tag: 'AlreadyBegun' })
    given(received).when(ask('ReceiveMessage', S.mail)).thenRefused({ _tag: 'AlreadyBegun' })
  })

  test('that was sent is delivered or has failed', () => {
    given(sent).when(confirm).thenHappens(delivered)
    given(sent).when(report).thenHappens(failed)
  })

  test('has one outcome, told once', () => {
    given(sent, delivered).when(confirm).thenNothingHappens()
    given(sent, failed).when(report).thenNothingHappens()
    given(sent, delivered).when(report).thenRefused({ _tag: 'WrongStatus', status: 'delivered' })
    given(sent, failed).when(confirm).thenRefused({ _tag: 'WrongStatus', status: 'failed' })
  })

  test('that was not sent has no outcome', () => {
    given().when(confirm).thenRefused({ _tag: 'NotBegun' })
    given(received).when(confirm).thenRefused({ _tag: 'WrongStatus', status: 'received' })
    given(received).when(report).thenRefused({ _tag: 'WrongStatus', status: 'received' })
    given(...onTheLine)
      .when(confirm)
      .thenRefused({ _tag: 'WrongStatus', status: 'connected' })
  })

  test('is neither answered nor held nor ended', () => {
    const refusal = { _tag: 'WrongStatus', status: 'received' } as const
    given(received)
      .when(ask('AnswerInteraction', { agentId: S.ana }))
      .thenRefused(refusal)
    given(received).when(ask('HoldInteraction', {})).thenRefused(refusal)
    given(received).when(ask('AbandonInteraction', {})).thenRefused(refusal)
    given(received)
      .when(ask('EndInteraction', { cause: 'agent' }))
      .thenRefused(refusal)
    given(received).when(ask('CompleteWrapUp', {})).thenRefused(refusal)
  })
})
