import { describe, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyCommand, anyHistory, at, expectThat, laws, steps } from '@deskledger/kernel/testing'
import { decider, type Command, type State } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { enrolled, canRepair, certifiedForAnHour, nowAvailable, boilerReserved, left } = S

describe('an agent', () => {
  test('is enrolled with a capacity', () =>
    given()
      .when(ask('EnrolAgent', { ...S.profile, units: 3 }))
      .thenHappens(enrolled))

  test('can hold one unit unless told otherwise', () =>
    given()
      .when(ask('EnrolAgent', S.profile))
      .thenHappens(happened('AgentEnrolled', { ...S.profile, units: 1 })))

  test('is enrolled once', () =>
    given(enrolled).when(ask('EnrolAgent', S.profile)).thenRefused({ _tag: 'AlreadyEnrolled' }))

  test('is dealt with only when it is enrolled', () =>
    given()
      .when(ask('ChangePresence', { to: 'available' }))
      .thenRefused({ _tag: 'NotEnrolled', status: 'unknown' }))

  test('leaves', () => given(enrolled).when(ask('RetireAgent', {})).thenHappens(left))

  test('leaves with nothing reserved', () =>
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('RetireAgent', {}))
      .thenRefused({ _tag: 'WorkStillReserved', works: [S.boilerWork] }))

  test('who has left does not come back, has nothing to release and cannot leave again', () => {
    given(enrolled, left)
      .when(ask('EnrolAgent', S.profile))
      .thenRefused({ _tag: 'NotEnrolled', status: 'left' })
    given(enrolled, left)
      .when(ask('ChangePresence', { to: 'available' }))
      .thenRefused({ _tag: 'NotEnrolled', status: 'left' })
    given(enrolled, left)
      .when(ask('ReleaseWork', { workId: S.boilerWork, reason: 'done' }))
      .thenNothingHappens()
    given(enrolled, left).when(ask('RetireAgent', {})).thenNothingHappens()
  })
})

describe('a skill', () => {
  test('is granted with the evidence for it', () =>
    given(enrolled).when(ask('GrantSkill', S.repair)).thenHappens(canRepair))

  test('is granted once', () =>
    given(enrolled, canRepair).when(ask('GrantSkill', S.repair)).thenNothingHappens())

  test('is granted anew at another level, by other evidence or for another time', () => {
    for (const change of [{ proficiency: 4 }, { evidence: 'peer' }, { validUntil: at(9) }] as const)
      given(enrolled, canRepair)
        .when(ask('GrantSkill', { ...S.repair, ...change }))
        .thenHappens(happened('SkillGranted', { ...S.repair, ...change }))
  })

  test('granted anew takes the place of what was granted before', () => {
    const better = { ...S.repair, proficiency: 4 }
    given(enrolled, canRepair, happened('SkillGranted', better))
      .when(ask('GrantSkill', better))
      .thenNothingHappens()
  })

  test('is not granted for a time that is over', () =>
    given(enrolled)
      .when(ask('GrantSkill', S.safety, { at: at(60) }))
      .thenRefused({ _tag: 'SkillExpired', skill: 'safety', validUntil: at(60) }))

  test('is revoked for a reason', () =>
    given(enrolled, canRepair)
      .when(ask('RevokeSkill', { skill: 'repair', reason: 'outOfPractice' }))
      .thenHappens(happened('SkillRevoked', { skill: 'repair', reason: 'outOfPractice' })))

  test('is not revoked where it is not held', () =>
    given(enrolled)
      .when(ask('RevokeSkill', { skill: 'repair', reason: 'outOfPractice' }))
      .thenNothingHappens())

  test('is held until it expires, and not from then on', () => {
    const revoke = { skill: 'safety', reason: 'outOfPractice' }
    given(enrolled, certifiedForAnHour)
      .when(ask('RevokeSkill', revoke, { at: at(59) }))
      .thenHappens(happened('SkillRevoked', revoke, at(59)))
    given(enrolled, certifiedForAnHour)
      .when(ask('RevokeSkill', revoke, { at: at(60) }))
      .thenNothingHappens()
  })
})

describe('the presence of an agent', () => {
  test('is offline at first', () =>
    given(enrolled)
      .when(ask('ChangePresence', { to: 'offline' }))
      .thenNothingHappens())

  test('changes, and may say why', () =>
    given(enrolled, nowAvailable)
      .when(ask('ChangePresence', { to: 'away', reason: 'lunch' }))
      .thenHappens(happened('PresenceChanged', { to: 'away', reason: 'lunch' })))

  test('changes once', () =>
    given(enrolled, nowAvailable)
      .when(ask('ChangePresence', { to: 'available' }))
      .thenNothingHappens())
})

describe('the capacity of an agent', () => {
  test('is set, also per channel', () =>
    given(enrolled)
      .when(ask('SetCapacity', { units: 4, perChannel: { phone: 4 } }))
      .thenHappens(happened('CapacitySet', { units: 4, perChannel: { phone: 4 } })))

  test('is set once', () => {
    given(enrolled)
      .when(ask('SetCapacity', { units: 3 }))
      .thenNothingHappens()
    given(enrolled, happened('CapacitySet', { units: 3, perChannel: { phone: 3 } }))
      .when(ask('SetCapacity', { units: 3, perChannel: { phone: 2 } }))
      .thenHappens(happened('CapacitySet', { units: 3, perChannel: { phone: 2 } }))
  })

  test('may be as low as what is reserved, and no lower', () => {
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('SetCapacity', { units: 2 }))
      .thenHappens(happened('CapacitySet', { units: 2 }))
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('SetCapacity', { units: 1 }))
      .thenRefused({ _tag: 'CapacityInUse', reserved: 2, units: 1 })
  })
})

describe('work', () => {
  const boiler = { workId: S.boilerWork, weight: 2 }

  test('is reserved for an agent who is available', () =>
    given(enrolled, nowAvailable).when(ask('ReserveWork', boiler)).thenHappens(boilerReserved))

  test('is not reserved for anyone who is not available', () =>
    given(enrolled, nowAvailable, happened('PresenceChanged', { to: 'busy' }))
      .when(ask('ReserveWork', boiler))
      .thenRefused({ _tag: 'NotAvailable', presence: 'busy' }))

  test('is reserved up to the capacity, and not beyond', () => {
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('ReserveWork', { workId: S.priceWork, weight: 1 }))
      .thenHappens(happened('WorkReserved', { workId: S.priceWork, weight: 1 }))
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('ReserveWork', { workId: S.priceWork, weight: 2 }))
      .thenRefused({ _tag: 'CapacityExceeded', free: 1, weight: 2 })
  })

  test('is reserved once, even if the agent is away by then', () =>
    given(enrolled, nowAvailable, boilerReserved, happened('PresenceChanged', { to: 'away' }))
      .when(ask('ReserveWork', boiler))
      .thenNothingHappens())

  test('is released with the weight that becomes free', () =>
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('ReleaseWork', { workId: S.boilerWork, reason: 'done' }))
      .thenHappens(S.boilerReleased))

  test('is released only where it is reserved', () =>
    given(enrolled, nowAvailable, boilerReserved)
      .when(ask('ReleaseWork', { workId: S.priceWork, reason: 'done' }))
      .thenNothingHappens())
})

describe('any agent', () => {
  const commands = anyCommand<Command>(decider, {
    weights: { EnrolAgent: 2, ChangePresence: 6, SetCapacity: 3, ReserveWork: 8, ReleaseWork: 4 },
  })
  const phaseOf = (state: State): string => {
    if (state.status !== 'enrolled') return state.status
    return Object.keys(state.reserved).length > 0 ? 'reserved' : state.presence
  }
  const everyLaw = laws(decider, {
    anyCommand: commands,
    progress: ({ status }) => ['unknown', 'enrolled', 'left'].indexOf(status),
    reaches: {
      statusOf: phaseOf,
      statuses: ['available', 'busy', 'away', 'offline', 'reserved', 'left'],
    },
  })
  for (const law of everyLaw) test(law.statement, law.check)

  test('never holds more than its capacity', () =>
    fc.assert(
      fc.property(anyHistory(decider, commands), (history) => {
        for (const { event, after } of steps(decider, history)) {
          if (after.status !== 'enrolled') continue
          const held = Object.values(after.reserved).reduce((sum, weight) => sum + weight, 0)
          expectThat(held <= after.units, `${event.type} takes it beyond its capacity`, after)
        }
      }),
    ))
})
