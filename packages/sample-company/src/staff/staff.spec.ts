import { describe, expect, test } from '@jest/globals'
import { builtInSeed } from '../build.ts'
import { day, daysOfYear, hour, minute, onTheWall, yearBegins } from '../calendar.ts'
import { truths } from '../truths.ts'
import { agentsOf, withLeaver } from './agents.ts'
import { stretchesOf } from './shifts.ts'
import { staffOf } from './staff.ts'

const agents = agentsOf(1)
const staff = staffOf(agents)
const days = Array.from({ length: daysOfYear }, (_, n) => n)
const noon = (n: number): number => yearBegins + n * day + 12 * hour

describe('the staff', () => {
  test('are forty, in three zones and departments', () => {
    expect(agents).toHaveLength(40)
    expect(new Set(agents.map(({ agentId }) => agentId)).size).toBe(40)
    expect(new Set(agents.map(({ zone }) => zone)).size).toBe(3)
    expect(new Set(agents.map(({ department }) => department)).size).toBe(3)
  })

  test('are told apart by their names, in any sample', () => {
    const names = (seed: number) => new Set(agentsOf(seed).map(({ name }) => name))
    for (const seed of [1, 2, 3, builtInSeed]) expect(names(seed).size).toBe(40)
  })

  test('hold three to six units of work', () =>
    expect(new Set(agents.map(({ units }) => units))).toEqual(new Set([3, 4, 5, 6])))

  test('hold skills from a beginner’s to an expert’s, some of which run out', () => {
    const skills = agents.flatMap((agent) => agent.skills)
    expect(skills.every(({ proficiency }) => proficiency >= 1 && proficiency <= 5)).toBe(true)
    expect(skills.some(({ validUntil }) => validUntil !== undefined)).toBe(true)
    expect(skills.some(({ validUntil }) => validUntil === undefined)).toBe(true)
  })

  test('are slower by far in the planted quarter', () => {
    const { from, to } = truths.slowQuarter
    const mean = (which: (n: number) => boolean) => {
      const chosen = days.filter(which).map((n) => staff.slowness(noon(n)))
      return chosen.reduce((sum, each) => sum + each, 0) / chosen.length
    }
    expect(mean((n) => from <= n && n < to)).toBeGreaterThan(1.4 * mean((n) => n < from || n >= to))
  })
})

describe('a working day', () => {
  test('begins and ends on the wall of the zone, with lunch for who works for long', () => {
    for (const agent of agents)
      for (const n of days)
        for (const [from, to] of stretchesOf(agent, n)) {
          expect(to - from).toBeGreaterThanOrEqual(3 * hour)
          expect(to - from).toBeLessThanOrEqual(6 * hour)
          expect(from).toBeGreaterThanOrEqual(onTheWall(agent.zone, n, 7 * hour))
          expect(to).toBeLessThanOrEqual(onTheWall(agent.zone, n, 17 * hour))
        }
  })

  test('is none on a Sunday, on a holiday, on leave or in bed', () => {
    const christmas = 358
    expect(agents.flatMap((agent) => stretchesOf(agent, 4))).toEqual([])
    expect(
      agents.filter(({ region }) => region !== 'asia').flatMap((a) => stretchesOf(a, christmas)),
    ).toEqual([])
    for (const agent of agents)
      for (const { from } of agent.absences) expect(stretchesOf(agent, from)).toEqual([])
  })
})

describe('whoever is looked for', () => {
  const [someone] = agents
  if (someone === undefined) throw new Error('there are agents')
  const first = days.flatMap((n) => stretchesOf(someone, n))[0]
  if (first === undefined) throw new Error('the agent works')
  const [from, to] = first

  test('is there from the first instant of the shift to the last before its end', () => {
    const isThere = (at: number) => staff.present(at).includes(someone)
    expect([from - 1, from, to - 1, to].map(isThere)).toEqual([false, true, true, false])
  })

  test('is next there when the next shift begins, or now', () => {
    expect(staff.nextThere(someone, from - 5 * minute)).toBe(from)
    expect(staff.nextThere(someone, from + 5 * minute)).toBe(from + 5 * minute)
    expect(staff.nextThere(someone, to)).toBeGreaterThan(to)
  })

  test('is not waited for for ever', () => {
    const { agents: others, leaver } = withLeaver(agents, 100)
    expect(staffOf(others).nextThere(leaver, noon(200))).toBeUndefined()
  })
})
