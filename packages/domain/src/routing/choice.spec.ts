import { describe, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { at, expectSame, expectThat, id } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import * as Work from '../work/index.ts'
import { choice as sample, requested, story } from '../work/samples.ts'
import { flawOf } from '../work/soundness.ts'
import { choose, exclusionOf, type Agent, type Need } from './candidates.ts'
import type { ana } from './samples.ts'

const decide = choose(house.routing)
const now = at(120)

const anyInstant = fc.integer({ min: 0, max: 240 }).map(at)
const anySkill = fc.record(
  {
    skill: fc.constantFrom('repair', 'gas'),
    proficiency: fc.integer({ min: 1, max: 5 }),
    validUntil: anyInstant,
  },
  { requiredKeys: ['skill', 'proficiency'], noNullPrototype: true },
)
const anyAgent = (n: number): fc.Arbitrary<Agent> =>
  fc.record({
    agentId: fc.constant(id<typeof ana>(n)),
    presence: fc.constantFrom('available', 'available', 'available', 'away'),
    units: fc.integer({ min: 3, max: 4 }),
    skills: fc.uniqueArray(anySkill, { selector: ({ skill }) => skill, maxLength: 2 }),
    reserved: fc.dictionary(fc.constantFrom('a', 'b'), fc.constant(1), { noNullPrototype: true }),
    idleSince: fc.option(anyInstant, { nil: undefined }),
  })
const anyTeam = fc.tuple(...[1, 2, 3, 4].map(anyAgent))
const anyNeed: fc.Arbitrary<Need> = fc.record(
  {
    weight: fc.integer({ min: 1, max: 3 }),
    skills: fc.uniqueArray(
      fc.record({ skill: fc.constantFrom('repair', 'gas'), min: fc.integer({ min: 1, max: 3 }) }),
      { selector: ({ skill }) => skill, maxLength: 1 },
    ),
    preferred: fc.constantFrom(id(1), id(2)),
    declined: fc.subarray([id<typeof ana>(1), id<typeof ana>(2)], { maxLength: 1 }),
  },
  { requiredKeys: ['weight', 'skills', 'declined'] },
) as fc.Arbitrary<Need>

describe('any choice', () => {
  test('is the same in whatever order the agents come', () =>
    fc.assert(
      fc.property(
        anyTeam.chain((team) =>
          fc.tuple(fc.constant(team), fc.shuffledSubarray(team, { minLength: 4 })),
        ),
        anyNeed,
        ([team, shuffled], need) =>
          expectSame('choice', decide(shuffled, need, now), decide(team, need, now)),
      ),
    ))

  test('is granted by the rules of work: the chosen one is eligible and has the highest score', () =>
    fc.assert(
      fc.property(anyTeam, anyNeed, (team, need) => {
        const { decisionId, policy } = sample
        const choice = decide(team, need, now)
        const command = story.ask('DecideRouting', { decisionId, policy, ...choice })
        const granted = Work.decider.decide(
          command,
          Work.decider.evolve({ status: 'unknown' }, requested),
        )
        expectSame('flaw', flawOf(choice), undefined)
        expectThat(E.isRight(granted) && granted.right.length === 1, 'refused', granted)
      }),
    ))

  test('is nobody who cannot be given the work', () =>
    fc.assert(
      fc.property(anyTeam, anyNeed, (team, need) => {
        const { chosen } = decide(team, need, now)
        const agent = team.find(({ agentId }) => agentId === chosen)
        expectThat(
          agent === undefined || exclusionOf(agent, need, now) === undefined,
          'chosen although excluded',
          agent,
        )
      }),
    ))

  test('among equal scores is who was idle longest, then the smallest id', () =>
    fc.assert(
      fc.property(anyTeam, anyNeed, (team, need) => {
        const { considered, chosen } = decide(team, need, now)
        const best = Math.max(...considered.map(({ score = -1 }) => score))
        const idle = new Map(team.map((a) => [a.agentId, now - (a.idleSince ?? now)]))
        const rank = considered
          .filter(({ score }) => score === best)
          .map(({ agentId }) => ({ agentId, idle: Math.max(0, idle.get(agentId) ?? 0) }))
          .toSorted((a, b) => b.idle - a.idle || (a.agentId < b.agentId ? -1 : 1))
        expectSame('chosen', chosen, rank[0]?.agentId)
      }),
    ))

  test('stays the same when somebody joins who cannot be given the work', () =>
    fc.assert(
      fc.property(anyTeam, anyAgent(9), anyNeed, (team, newcomer, need) => {
        const absent: Agent = { ...newcomer, presence: 'offline' }
        const { considered, chosen } = decide([absent, ...team], need, now)
        expectSame('chosen', chosen, decide(team, need, now).chosen)
        expectSame('considered', considered.slice(0, -1), decide(team, need, now).considered)
      }),
    ))
})
