import { describe, test } from '@jest/globals'
import { anyCommand, at, laws } from '@deskledger/kernel/testing'
import { decider } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { registered, mobileAdded, mobileVerified, mobileRetired, becameCustomer, erased } = S

describe('a party', () => {
  test('is registered by name', () =>
    given().when(ask('RegisterParty', S.profile)).thenHappens(registered))

  test('is registered once', () =>
    given(registered)
      .when(ask('RegisterParty', S.profile))
      .thenRefused({ _tag: 'AlreadyRegistered' }))

  test('is dealt with only when it is registered', () =>
    given()
      .when(ask('AssumeRole', { role: 'customer' }))
      .thenRefused({ _tag: 'NotRegistered', status: 'unknown' }))
})

describe('a contact point', () => {
  test('is kept as it was written and as it is looked up', () =>
    given(registered).when(ask('AddContactPoint', S.mobileNumber)).thenHappens(mobileAdded))

  test('is added once', () =>
    given(registered, mobileAdded)
      .when(ask('AddContactPoint', S.mobileNumber))
      .thenNothingHappens())

  test('is the primary one of its channel only if it is the first', () => {
    const second = { pointId: S.mailbox, channel: 'phone', address: '+4930123456' } as const
    given(registered, mobileAdded)
      .when(ask('AddContactPoint', second))
      .thenHappens(
        happened('ContactPointAdded', { ...second, normalised: '+4930123456', primary: false }),
      )
  })

  test('of an e-mail channel has its domain in lower case', () => {
    const mailbox = { pointId: S.mailbox, channel: 'email', address: 'Maria@Example.ORG' } as const
    given(registered)
      .when(ask('AddContactPoint', mailbox))
      .thenHappens(
        happened('ContactPointAdded', {
          ...mailbox,
          normalised: 'Maria@example.org',
          primary: true,
        }),
      )
  })

  test('by letter needs no normal form', () => {
    const home = { pointId: S.mailbox, channel: 'letter', address: ' Calle Mayor 1 ' } as const
    given(registered)
      .when(ask('AddContactPoint', home))
      .thenHappens(
        happened('ContactPointAdded', { ...home, normalised: 'Calle Mayor 1', primary: true }),
      )
  })

  test('is not added where nobody could find it again', () => {
    given(registered)
      .when(ask('AddContactPoint', { ...S.mobileNumber, address: '600 123 456' }))
      .thenRefused({
        _tag: 'NotNormalised',
        channel: 'phone',
        expected: 'E164 (like +34600123456)',
      })
    given(registered)
      .when(ask('AddContactPoint', { pointId: S.mailbox, channel: 'email', address: 'maria' }))
      .thenRefused({
        _tag: 'NotNormalised',
        channel: 'email',
        expected: 'EmailAddress (like maria@example.org)',
      })
  })

  test('is verified', () =>
    given(registered, mobileAdded)
      .when(ask('VerifyContactPoint', { pointId: S.mobile, method: 'code' }))
      .thenHappens(mobileVerified))

  test('is verified once', () =>
    given(registered, mobileAdded, mobileVerified)
      .when(ask('VerifyContactPoint', { pointId: S.mobile, method: 'code' }))
      .thenNothingHappens())

  test('is not verified when it is unknown or retired', () => {
    given(registered)
      .when(ask('VerifyContactPoint', { pointId: S.mobile, method: 'code' }))
      .thenRefused({ _tag: 'NoSuchContactPoint', pointId: S.mobile })
    given(registered, mobileAdded, mobileRetired)
      .when(ask('VerifyContactPoint', { pointId: S.mobile, method: 'code' }))
      .thenRefused({ _tag: 'ContactPointIsRetired', pointId: S.mobile })
  })

  test('is retired', () =>
    given(registered, mobileAdded)
      .when(ask('RetireContactPoint', { pointId: S.mobile, reason: 'replaced' }))
      .thenHappens(mobileRetired))

  test('is retired once, and only if it is known', () => {
    given(registered, mobileAdded, mobileRetired)
      .when(ask('RetireContactPoint', { pointId: S.mobile, reason: 'replaced' }))
      .thenNothingHappens()
    given(registered)
      .when(ask('RetireContactPoint', { pointId: S.mobile, reason: 'replaced' }))
      .thenRefused({ _tag: 'NoSuchContactPoint', pointId: S.mobile })
  })
})

describe('a role', () => {
  test('is assumed', () =>
    given(registered)
      .when(ask('AssumeRole', { role: 'customer' }))
      .thenHappens(becameCustomer))

  test('is held once at a time', () =>
    given(registered, becameCustomer)
      .when(ask('AssumeRole', { role: 'customer' }))
      .thenNothingHappens())

  test('ends with the instant at which it began', () =>
    given(registered, becameCustomer)
      .when(ask('EndRole', { role: 'customer' }, { at: at(5) }))
      .thenHappens(happened('RoleEnded', { role: 'customer', since: at(0) }, at(5))))

  test('ends only if it is held', () =>
    given(registered)
      .when(ask('EndRole', { role: 'dealer' }))
      .thenRefused({ _tag: 'RoleNotHeld', role: 'dealer' }))
})

describe("a party's record", () => {
  const purpose = { purpose: 'service', parts: ['profile', 'timeline'] } as const

  test('is shown to whoever acts, and every showing is a fact', () =>
    given(registered)
      .when(ask('ShowCustomerRecord', purpose))
      .thenHappens(
        happened('CustomerRecordShown', { ...purpose, to: { kind: 'agent', id: 'clerk' } }),
      ))

  test('is erased', () =>
    given(registered, mobileAdded)
      .when(ask('EraseParty', { basis: 'asked' }))
      .thenHappens(erased))

  test('is asked for before it is done, and once', () => {
    const by = { kind: 'agent', id: 'clerk' } as const
    given(registered)
      .when(ask('RequestPartyErasure', { basis: 'asked' }))
      .thenHappens(happened('PartyErasureRequested', { basis: 'asked', by }))
    given(registered, happened('PartyErasureRequested', { basis: 'asked', by }))
      .when(ask('RequestPartyErasure', { basis: 'law' }))
      .thenNothingHappens()
    given(registered, erased)
      .when(ask('RequestPartyErasure', { basis: 'law' }))
      .thenNothingHappens()
  })

  test('is erased once, and nothing is asked of it afterwards', () => {
    given(registered, erased)
      .when(ask('EraseParty', { basis: 'law' }))
      .thenNothingHappens()
    given(registered, erased)
      .when(ask('AddContactPoint', S.mobileNumber))
      .thenRefused({ _tag: 'NotRegistered', status: 'erased' })
    given(registered, erased)
      .when(ask('RegisterParty', S.profile))
      .thenRefused({ _tag: 'NotRegistered', status: 'erased' })
  })
})

describe('any party', () => {
  const everyLaw = laws(decider, {
    anyCommand: anyCommand(decider, { weights: { RegisterParty: 4, AddContactPoint: 6 } }),
    silent: ['CustomerRecordShown'],
    repeatable: ['ShowCustomerRecord'],
    progress: ({ status }) => ['unknown', 'registered', 'erased'].indexOf(status),
    reaches: { statusOf: ({ status }) => status, statuses: ['registered', 'erased'] },
  })
  for (const law of everyLaw) test(law.statement, law.check)
})
