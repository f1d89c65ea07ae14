import { describe, expect, test } from '@jest/globals'
import { Parties as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from './given.samples.ts'
import { customerContactPoint, customerRole } from './index.ts'

const { happened } = S.story

describe('a contact point', () => {
  const pointAfter = (...facts: ReadonlyArray<Event>) =>
    after(...facts).rows(customerContactPoint)[0]

  test('is kept as it was written and as it is looked up', () => {
    const forService = happened('ContactPointAdded', {
      ...S.mobileNumber,
      normalised: '+34600123456',
      primary: false,
      purpose: 'service',
    })
    expect(pointAfter(forService)).toEqual({
      party_id: S.maria,
      point_id: S.mobile,
      channel: 'phone',
      address: '+34 600 123-456',
      normalised: '+34600123456',
      purpose: 'service',
      is_primary: 0,
      added_at: at(0),
      verified_at: null,
      verified_by: null,
      retired_at: null,
      retired_because: null,
    })
    expect(pointAfter(S.mobileAdded)).toMatchObject({ purpose: null, is_primary: 1 })
  })

  test('is verified and retired, and stays', () => {
    const verified = happened('ContactPointVerified', { pointId: S.mobile, method: 'code' }, at(2))
    const retired = happened('ContactPointRetired', { pointId: S.mobile, reason: 'asked' }, at(3))
    expect(pointAfter(S.mobileAdded, verified, retired)).toMatchObject({
      address: '+34 600 123-456',
      verified_at: at(2),
      verified_by: 'code',
      retired_at: at(3),
      retired_because: 'asked',
    })
  })

  test('is not there before it is added', () =>
    expect(pointAfter(S.mobileVerified, S.mobileRetired)).toBeUndefined())

  test('is one of its party: the same id with another party is another', () => {
    const others = of({ partyId: id(2) }, S.mobileAdded)
    expect(after(S.mobileAdded, ...others).rows(customerContactPoint)).toHaveLength(2)
  })

  test('loses its address with its party, and nobody else does', () => {
    const others = of({ partyId: id(2) }, S.mobileAdded)
    expect(after(S.mobileAdded, ...others, S.erased).rows(customerContactPoint)).toMatchObject([
      { party_id: S.maria, channel: 'phone', address: null, normalised: null },
      { party_id: id(2), address: '+34 600 123-456', normalised: '+34600123456' },
    ])
  })
})

describe('a role', () => {
  const assumed = (minutes: number) => happened('RoleAssumed', { role: 'customer' }, at(minutes))
  const ended = (since: number, minutes: number) =>
    happened('RoleEnded', { role: 'customer', since: at(since) }, at(minutes))
  const roles = (...facts: ReadonlyArray<Event>) => after(...facts).rows(customerRole)
  const role = { party_id: S.maria, role: 'customer' }

  test('is held from the time it was assumed until it ends', () => {
    expect(roles(assumed(1))).toEqual([{ ...role, since: at(1), until: null }])
    expect(roles(assumed(1), ended(1, 5))).toEqual([{ ...role, since: at(1), until: at(5) }])
  })

  test('is held anew beside the time before', () =>
    expect(roles(assumed(1), ended(1, 5), assumed(7))).toEqual([
      { ...role, since: at(1), until: at(5) },
      { ...role, since: at(7), until: null },
    ]))

  test('is held if it is assumed again at the instant at which it had begun', () =>
    expect(roles(assumed(1), ended(1, 1), assumed(1))).toEqual([
      { ...role, since: at(1), until: null },
    ]))

  test('does not end before it begins', () => expect(roles(ended(1, 5))).toEqual([]))
})
