import { describe, expect, test } from '@jest/globals'
import { Works as S, place, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { explanation } from './explanation.ts'
import { after } from './given.samples.ts'
import { routingCandidate, routingDecision } from './index.ts'

const { happened } = S.story
const { policy } = S.choice
const nobody = { decisionId: S.secondDecision, policy, considered: [] } as const

describe('a routing decision', () => {
  test('says who was chosen by which settings, and why', () =>
    expect(after(S.requested, S.anaChosen).rows(routingDecision)).toEqual([
      {
        position: place(2),
        decision_id: S.firstDecision,
        work_id: S.boilerWork,
        request_id: S.boilerRequest,
        at: at(0),
        policy_key: 'bySkill',
        policy_version: 1,
        considered: 3,
        eligible: 2,
        outcome: 'chosen',
        chosen_agent: S.ana,
        explanation: '3 considered: 1 lacks the skill; chosen for 40 of 100 points',
      },
    ]))

  test('may have chosen nobody, for work of no request', () =>
    expect(after(happened('RoutingDecided', nobody)).rows(routingDecision)).toMatchObject([
      {
        request_id: null,
        considered: 0,
        eligible: 0,
        outcome: 'nobody',
        chosen_agent: null,
        explanation: 'nobody considered',
      },
    ]))

  test('is another one each time, even if it bears the same id', () => {
    const again = happened('RoutingDecided', { ...S.choice }, at(5))
    const rows = after(S.requested, S.anaChosen, again)
    expect(rows.rows(routingDecision)).toMatchObject([{ at: at(0) }, { at: at(5) }])
    expect(rows.rows(routingCandidate)).toHaveLength(6)
  })
})

describe('the candidates of a decision', () => {
  const parts = { skill_part: 40, load_part: 0, affinity_part: 0, idle_part: 0 }
  const unscored = { score: null, skill_part: null, load_part: null, affinity_part: null }

  test('are everybody who was considered, with the score or the reason', () =>
    expect(after(S.requested, S.anaChosen).rows(routingCandidate)).toEqual([
      {
        position: place(2),
        agent_id: S.ana,
        excluded_by: null,
        lacking_skill: null,
        score: 40,
        ...parts,
      },
      {
        position: place(2),
        agent_id: S.ben,
        excluded_by: null,
        lacking_skill: null,
        score: 24,
        ...parts,
        skill_part: 24,
      },
      {
        position: place(2),
        agent_id: S.cyd,
        excluded_by: 'skill',
        lacking_skill: 'repair',
        ...unscored,
        idle_part: null,
      },
    ]))

  test('have each part of the score in its place', () => {
    const scored = { skill: 1, load: 20, affinity: 3, idle: 40 }
    const fact = happened('RoutingDecided', {
      ...S.choice,
      considered: [{ agentId: S.ana, score: 64, parts: scored }],
    }) as Event
    expect(after(fact).rows(routingCandidate)).toMatchObject([
      { score: 64, skill_part: 1, load_part: 20, affinity_part: 3, idle_part: 40 },
    ])
  })
})

describe('an explanation', () => {
  const excluded = (excludedBy: 'presence' | 'skill' | 'capacity' | 'declinedBefore', n: number) =>
    Array.from({ length: n }, (_, i) => ({
      agentId: id<typeof S.ana>(i),
      excludedBy,
      ...(excludedBy === 'skill' ? { skill: 'repair' } : {}),
    }))
  const best = S.scored(S.ana, 87)

  test('counts the reasons in the order in which they are looked at, and names the points', () =>
    expect(
      explanation({
        considered: [...excluded('capacity', 2), ...excluded('skill', 9), best],
        chosen: S.ana,
      }),
    ).toBe('12 considered: 9 lack the skill, 2 full; chosen for 87 of 100 points'))

  test('names every reason', () =>
    expect(
      explanation({
        considered: [
          ...excluded('declinedBefore', 4),
          ...excluded('capacity', 3),
          ...excluded('skill', 1),
          ...excluded('presence', 2),
        ],
      }),
    ).toBe(
      '10 considered: 2 not available, 1 lacks the skill, 3 full, 4 declined before; nobody chosen',
    ))

  test('names no reason where nobody was excluded', () =>
    expect(explanation({ considered: [best, S.scored(S.ben, 3)], chosen: S.ana })).toBe(
      '2 considered; chosen for 87 of 100 points',
    ))

  test('tells only that somebody was chosen who was not considered', () =>
    expect(explanation({ considered: [best], chosen: S.cyd })).toBe('1 considered; chosen'))
})
