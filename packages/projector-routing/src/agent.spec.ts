import { describe, expect, test } from '@jest/globals'
import { Agents as S, place, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { agent, agentSkill } from './index.ts'

const { happened } = S.story
const { enrolled, nowAvailable, boilerReserved, boilerReleased } = S
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(agent)[0]
const reserved = (minutes: number) =>
  happened('WorkReserved', { workId: S.boilerWork, weight: 2 }, at(minutes))
const presence = (to: 'available' | 'away', minutes: number) =>
  happened('PresenceChanged', { to }, at(minutes))
const released = (weight: number, minutes: number) =>
  happened('WorkReleased', { workId: S.boilerWork, weight, reason: 'done' }, at(minutes))

describe('an agent', () => {
  test('begins offline, with what the enrolment says', () => {
    const own = happened('AgentEnrolled', {
      ...S.profile,
      units: 3,
      partyId: id(1),
      source: 'oldTickets',
    })
    expect(rowAfter(own)).toEqual({
      agent_id: S.ana,
      name: 'Ana Ruiz',
      party_id: id(1),
      department: 'service',
      region: 'south',
      time_zone: 'Europe/Madrid',
      presence: 'offline',
      presence_since: at(0),
      capacity_units: 3,
      used_units: 0,
      idle_since: null,
      source: 'oldTickets',
      enrolled_at: at(0),
      retired_at: null,
      as_of_position: place(1),
    })
    expect(rowAfter(enrolled)).toMatchObject({ party_id: null, source: null })
  })

  test('is not there before the enrolment', () =>
    expect(rowAfter(nowAvailable, boilerReserved, boilerReleased, S.left)).toBeUndefined())

  test('has a name, unless it was erased', () => {
    const gone = { ...enrolled, data: { ...enrolled.data, name: { $erased: true } } } as Event
    expect(rowAfter(gone)).toMatchObject({ name: null })
  })

  test('is there since the last change', () =>
    expect(rowAfter(enrolled, presence('available', 3), presence('away', 8))).toMatchObject({
      presence: 'away',
      presence_since: at(8),
      as_of_position: place(3),
    }))

  test('can hold as much as was last set', () =>
    expect(rowAfter(enrolled, happened('CapacitySet', { units: 5 }))).toMatchObject({
      capacity_units: 5,
      as_of_position: place(2),
    }))

  test('uses what is reserved and not released', () => {
    const price = happened('WorkReserved', { workId: S.priceWork, weight: 1 })
    expect(rowAfter(enrolled, nowAvailable, boilerReserved, price)).toMatchObject({ used_units: 3 })
    expect(rowAfter(enrolled, nowAvailable, boilerReserved, price, boilerReleased)).toMatchObject({
      used_units: 1,
      as_of_position: place(5),
    })
  })

  test('who has left stays, and is offline', () =>
    expect(rowAfter(enrolled, nowAvailable, happened('AgentLeft', {}, at(9)))).toMatchObject({
      presence: 'offline',
      presence_since: at(9),
      idle_since: null,
      retired_at: at(9),
      as_of_position: place(3),
    }))
})

describe('an idle agent', () => {
  const there = [enrolled, presence('available', 3)]

  test('is so since being available with nothing reserved', () =>
    expect(rowAfter(...there)).toMatchObject({ idle_since: at(3) }))

  test('is so no more when work is reserved, or the agent goes away', () => {
    expect(rowAfter(...there, reserved(5))).toMatchObject({ idle_since: null })
    expect(rowAfter(...there, presence('away', 5))).toMatchObject({ idle_since: null })
  })

  test('is so again when the last work is released, and not before', () => {
    const price = happened('WorkReserved', { workId: S.priceWork, weight: 1 })
    expect(rowAfter(...there, reserved(5), released(2, 9))).toMatchObject({ idle_since: at(9) })
    expect(rowAfter(...there, reserved(5), price, released(2, 9))).toMatchObject({
      idle_since: null,
    })
  })

  test('is available: who is away is not idle', () =>
    expect(rowAfter(...there, reserved(5), presence('away', 6), released(2, 9))).toMatchObject({
      idle_since: null,
    }))

  test('has nothing reserved: who comes back to work that waits is not idle', () =>
    expect(
      rowAfter(...there, reserved(5), presence('away', 6), presence('available', 7)),
    ).toMatchObject({ idle_since: null }))
})

describe('a skill', () => {
  const skills = (...facts: ReadonlyArray<Event>) => after(enrolled, ...facts).rows(agentSkill)

  test('is held as it was last granted', () => {
    const better = happened('SkillGranted', { ...S.repair, proficiency: 4 }, at(7))
    expect(skills(S.canRepair, better, S.certifiedForAnHour)).toEqual([
      {
        agent_id: S.ana,
        skill: 'repair',
        proficiency: 4,
        evidence: 'training',
        granted_at: at(7),
        valid_until: null,
      },
      {
        agent_id: S.ana,
        skill: 'safety',
        proficiency: 2,
        evidence: 'certificate',
        granted_at: at(0),
        valid_until: at(60),
      },
    ])
  })

  test('is gone when it is revoked', () => {
    const revoked = happened('SkillRevoked', { skill: 'repair', reason: 'outOfPractice' })
    expect(skills(S.canRepair, S.certifiedForAnHour, revoked)).toMatchObject([{ skill: 'safety' }])
  })
})
