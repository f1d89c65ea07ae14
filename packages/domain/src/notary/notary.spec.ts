import { describe, test } from '@jest/globals'
import { anyCommand, laws } from '@deskledger/kernel/testing'
import { decider } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { announced, replaced, first, second } = S

describe('a signing key', () => {
  test('is announced', () => given().when(ask('AnnounceSigningKey', first)).thenHappens(announced))

  test('is announced once, whatever it is said to follow', () => {
    given(announced).when(ask('AnnounceSigningKey', first)).thenNothingHappens()
    given(announced, replaced).when(ask('AnnounceSigningKey', second)).thenNothingHappens()
    given(announced, replaced).when(ask('AnnounceSigningKey', first)).thenNothingHappens()
  })

  test('is announced beside others', () =>
    given(announced)
      .when(ask('AnnounceSigningKey', second))
      .thenHappens(happened('SigningKeyAnnounced', second)))

  test('is never another one under the same id', () =>
    given(announced)
      .when(ask('AnnounceSigningKey', { ...second, keyId: first.keyId }))
      .thenRefused({ _tag: 'KeyIdTaken', keyId: first.keyId }))

  test('follows one that was announced', () =>
    given(announced)
      .when(ask('AnnounceSigningKey', { ...second, replaces: first.keyId }))
      .thenHappens(replaced))

  test('follows neither itself nor one that nobody has heard of', () => {
    given()
      .when(ask('AnnounceSigningKey', { ...second, replaces: first.keyId }))
      .thenRefused({ _tag: 'NotAnnounced', keyId: first.keyId })
    given()
      .when(ask('AnnounceSigningKey', { ...first, replaces: first.keyId }))
      .thenRefused({ _tag: 'NotAnnounced', keyId: first.keyId })
  })
})

describe('any notary', () => {
  for (const law of laws(decider, { anyCommand: anyCommand(decider) }))
    test(law.statement, law.check)
})
