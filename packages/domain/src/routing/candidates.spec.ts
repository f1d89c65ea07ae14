import { describe, test } from '@jest/globals'
import { at, expectSame } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import { choose, exclusionOf, partsOf, type Agent, type Need } from './candidates.ts'
import { ana, ben, cyd } from './samples.ts'

const settings = house.routing
const decide = choose(settings)
const now = at(120)

/** Ana has been free for two hours, and can repair. */
const free: Agent = {
  agentId: ana,
  presence: 'available',
  units: 4,
  skills: [{ skill: 'repair', proficiency: 3 }],
  reserved: {},
  idleSince: at(0),
}
const boiler: Need = { weight: 2, skills: [{ skill: 'repair', min: 2 }], declined: [] }
const errand: Need = { weight: 1, skills: [], declined: [] }
const partsFor = (agent: Agent, need: Need) => partsOf(settings, { agent, need, now })

describe('an agent', () => {
  test('can be given work while available, able, free and willing', () =>
    expectSame('not excluded', exclusionOf(free, boiler, now), undefined))

  test('is excluded while busy, away or offline', () => {
    for (const presence of ['busy', 'away', 'offline'] as const)
      expectSame(presence, exclusionOf({ ...free, presence }, boiler, now), {
        excludedBy: 'presence',
      })
  })

  test('is excluded for a skill that is missing or below what the work takes', () => {
    const excluded = { excludedBy: 'skill', skill: 'repair' }
    expectSame('missing', exclusionOf({ ...free, skills: [] }, boiler, now), excluded)
    const beginner = { ...free, skills: [{ skill: 'repair', proficiency: 1 }] }
    expectSame('below', exclusionOf(beginner, boiler, now), excluded)
    const able = { ...free, skills: [{ skill: 'repair', proficiency: 2 }] }
    expectSame('enough', exclusionOf(able, boiler, now), undefined)
  })

  test('is excluded from the instant on at which a skill expires', () => {
    const until = (validUntil: Agent['idleSince'] & number): Agent => ({
      ...free,
      skills: [{ skill: 'repair', proficiency: 5, validUntil }],
    })
    expectSame('held', exclusionOf(until(at(121)), boiler, now), undefined)
    expectSame('expired', exclusionOf(until(at(120)), boiler, now), {
      excludedBy: 'skill',
      skill: 'repair',
    })
  })

  test('is excluded when the work weighs more than what is free', () => {
    expectSame('fits', exclusionOf({ ...free, reserved: { a: 2 } }, boiler, now), undefined)
    expectSame('too much', exclusionOf({ ...free, reserved: { a: 2, b: 1 } }, boiler, now), {
      excludedBy: 'capacity',
    })
  })

  test('is excluded after declining', () =>
    expectSame('declined', exclusionOf(free, { ...boiler, declined: [ana] }, now), {
      excludedBy: 'declinedBefore',
    }))

  test('is excluded for presence first, then skill, then capacity, then having declined', () => {
    const need = { ...boiler, declined: [ana] }
    const full = { ...free, reserved: { a: 4 } }
    const unable: Agent = { ...full, skills: [] }
    expectSame('1', exclusionOf({ ...unable, presence: 'away' }, need, now)?.excludedBy, 'presence')
    expectSame('2', exclusionOf(unable, need, now)?.excludedBy, 'skill')
    expectSame('3', exclusionOf(full, need, now)?.excludedBy, 'capacity')
    expectSame('4', exclusionOf(free, need, now)?.excludedBy, 'declinedBefore')
  })
})

describe('a score', () => {
  test('has a part for skill: of 40 points, three of five', () => {
    expectSame('one skill', partsFor(free, boiler).skill, 24)
    const both: Agent = { ...free, skills: [...free.skills, { skill: 'gas', proficiency: 4 }] }
    const gas = { ...boiler, skills: [...boiler.skills, { skill: 'gas', min: 1 }] }
    expectSame('7 of 10', partsFor(both, gas).skill, 28)
    expectSame('none required', partsFor(free, errand).skill, 40)
  })

  test('has a part for load: of 30 points, as much as is free', () => {
    expectSame('all', partsFor(free, boiler).load, 30)
    expectSame('1 of 4', partsFor({ ...free, reserved: { a: 3 } }, errand).load, 7)
  })

  test('has a part for affinity: 20 points for who is preferred', () => {
    expectSame('preferred', partsFor(free, { ...boiler, preferred: ana }).affinity, 20)
    expectSame('another', partsFor(free, { ...boiler, preferred: ben }).affinity, 0)
    expectSame('nobody', partsFor(free, boiler).affinity, 0)
  })

  test('has a part for idleness: of 10 points, all after an hour', () => {
    expectSame('two hours', partsFor(free, boiler).idle, 10)
    expectSame('half an hour', partsFor({ ...free, idleSince: at(90) }, boiler).idle, 5)
    expectSame('at work', partsFor({ ...free, idleSince: undefined }, boiler).idle, 0)
    expectSame('clocks disagree', partsFor({ ...free, idleSince: at(121) }, boiler).idle, 0)
    const atOnce = { ...settings, idleFullMin: 0 }
    expectSame('at once', partsOf(atOnce, { agent: free, need: boiler, now }).idle, 10)
  })

  test('counts whole minutes of idleness', () => {
    const since = (seconds: number) => ({ ...free, idleSince: (now - seconds * 1_000) as never })
    expectSame('359 seconds', partsFor(since(359), boiler).idle, 0)
    expectSame('360 seconds', partsFor(since(360), boiler).idle, 1)
    const odd = { ...settings, points: { ...settings.points, idle: 7 } }
    const parts = partsOf(odd, { agent: since(539), need: boiler, now })
    expectSame('8 of 60 minutes, of 7 points', parts.idle, 0)
  })
})

describe('a choice', () => {
  const as = (agentId: Agent['agentId'], changes: Partial<Agent> = {}): Agent => ({
    ...free,
    ...changes,
    agentId,
  })

  test('considers everybody by id, with the reason or the score', () =>
    expectSame('choice', decide([as(ben, { presence: 'away' }), free], boiler, now), {
      considered: [
        { agentId: ana, score: 64, parts: { skill: 24, load: 30, affinity: 0, idle: 10 } },
        { agentId: ben, excludedBy: 'presence' },
      ],
      chosen: ana,
    }))

  test('is nobody where everybody is excluded, and where there is nobody', () => {
    expectSame('excluded', decide([as(ana, { presence: 'away' })], boiler, now), {
      considered: [{ agentId: ana, excludedBy: 'presence' }],
    })
    expectSame('nobody', decide([], boiler, now), { considered: [] })
  })

  test('is the highest score', () => {
    const expert = as(cyd, { skills: [{ skill: 'repair', proficiency: 4 }] })
    expectSame('highest', decide([free, expert], boiler, now).chosen, cyd)
  })

  test('among equals is who was idle longest, then the smaller id', () => {
    const longer = as(ben, { idleSince: at(-60) })
    expectSame('longest idle', decide([free, longer], boiler, now).chosen, ben)
    expectSame('smaller id', decide([as(cyd), as(ben)], boiler, now).chosen, ben)
  })
})
