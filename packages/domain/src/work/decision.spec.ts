import { describe, test } from '@jest/globals'
import { expectSame } from '@deskledger/kernel/testing'
import { sumOf } from './soundness.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { ana, ben, cyd, ofRequest, choice, requested, anaChosen } = S
const offered = [requested, anaChosen, S.offeredToAna]

describe('a routing decision', () => {
  const decide = (considered: typeof choice.considered | ReadonlyArray<object>, chosen?: string) =>
    ask('DecideRouting', {
      decisionId: choice.decisionId,
      policy: choice.policy,
      considered: considered as typeof choice.considered,
      ...(chosen === undefined ? {} : { chosen }),
    })

  test('names everybody who was considered, and whom it chose', () =>
    given(requested).when(ask('DecideRouting', choice)).thenHappens(anaChosen))

  test('is heard once, also when the offer is out', () => {
    given(requested, anaChosen).when(ask('DecideRouting', choice)).thenNothingHappens()
    given(...offered)
      .when(ask('DecideRouting', choice))
      .thenNothingHappens()
  })

  test('may follow another one while nobody is asked', () =>
    given(requested, anaChosen)
      .when(ask('DecideRouting', { ...choice, decisionId: S.secondDecision }))
      .thenHappens(
        happened('RoutingDecided', { ...choice, decisionId: S.secondDecision, ...ofRequest }),
      ))

  test('is not made while somebody is asked or at work', () => {
    const again = ask('DecideRouting', { ...choice, decisionId: S.secondDecision })
    given(...offered)
      .when(again)
      .thenRefused({ _tag: 'NotWaiting', status: 'offered' })
    given(...offered, S.acceptedByAna)
      .when(again)
      .thenRefused({ _tag: 'NotWaiting', status: 'accepted' })
  })

  test('chooses nobody if all are excluded, and only then', () => {
    const away = [{ agentId: ana, excludedBy: 'presence' }]
    given(requested)
      .when(decide(away))
      .thenHappens({
        ...happened('RoutingDecided', {
          decisionId: choice.decisionId,
          policy: choice.policy,
          considered: [{ agentId: ana, excludedBy: 'presence' }],
          ...ofRequest,
        }),
      })
    given(requested)
      .when(decide(choice.considered))
      .thenRefused({ _tag: 'NobodyChosen', best: ana })
  })

  test('chooses among the considered', () =>
    given(requested)
      .when(decide([S.scored(ben, 1)], ana))
      .thenRefused({ _tag: 'NotConsidered', agentId: ana }))

  test('chooses nobody who is excluded', () =>
    given(requested)
      .when(decide(choice.considered, cyd))
      .thenRefused({ _tag: 'NotEligible', agentId: cyd, excludedBy: 'skill' }))

  test('chooses the highest score, or one of them', () => {
    given(requested)
      .when(decide(choice.considered, ben))
      .thenRefused({ _tag: 'NotBest', agentId: ben, best: ana })
    const level = [S.scored(ana, 40), S.scored(ben, 40)]
    given(requested)
      .when(ask('DecideRouting', { ...choice, considered: level, chosen: ben }))
      .thenHappens(
        happened('RoutingDecided', { ...choice, considered: level, chosen: ben, ...ofRequest }),
      )
  })

  test('considers everybody once', () =>
    given(requested)
      .when(decide([S.scored(ana, 40), S.scored(ana, 40)], ana))
      .thenRefused({ _tag: 'ConsideredTwice', agentId: ana }))

  test('gives a score that is the sum of its parts, or a reason, never both', () => {
    const parts = { skill: 20, load: 10, affinity: 5, idle: 5 }
    const flawed = [
      { agentId: ana, score: 39, parts },
      { agentId: ana, score: 40 },
      { agentId: ana },
      { agentId: ana, score: 40, parts, skill: 'repair' },
      { agentId: ana, excludedBy: 'presence', score: 40, parts },
      { agentId: ana, excludedBy: 'presence', parts },
      { agentId: ana, excludedBy: 'presence', score: 40 },
      { agentId: ana, excludedBy: 'presence', skill: 'repair' },
      { agentId: ana, excludedBy: 'skill' },
    ]
    for (const candidate of flawed)
      given(requested)
        .when(decide([candidate]))
        .thenRefused({ _tag: 'WrongScore', agentId: ana })
    expectSame('the sum', sumOf(parts), 40)
  })
})
