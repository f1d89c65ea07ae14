import { describe, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  anyCommand,
  anyHistory,
  at,
  expectSame,
  expectThat,
  id,
  laws,
  steps,
} from '@deskledger/kernel/testing'
import { decider, type Command, type Event } from './index.ts'
import { sumOf } from './soundness.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { ana, ben, cyd, ofRequest, choice } = S
const { requested, anaChosen, offeredToAna, acceptedByAna, declinedByAna } = S
const offered = [requested, anaChosen, offeredToAna]

describe('work', () => {
  test('on a request is requested under its id', () =>
    given().when(ask('RequestWork', S.boiler)).thenHappens(requested))

  test('on a task is requested for the request that it belongs to', () => {
    const task = { ...S.boiler, subject: { kind: 'task', id: id(501) } } as const
    given()
      .when(ask('RequestWork', { ...task, ...ofRequest }))
      .thenHappens(happened('WorkRequested', { ...task, ...ofRequest }))
    given().when(ask('RequestWork', task)).thenHappens(happened('WorkRequested', task))
  })

  test('is requested once', () =>
    given(requested).when(ask('RequestWork', S.boiler)).thenRefused({ _tag: 'AlreadyRequested' }))

  test('is dealt with only when it is requested', () =>
    given()
      .when(ask('WithdrawWork', { reason: 'spam' }))
      .thenRefused({ _tag: 'NotRequested' }))

  test('is completed by whoever accepted it', () =>
    given(...offered, acceptedByAna)
      .when(ask('CompleteWork', {}))
      .thenHappens(S.completed))

  test('may be done before anybody accepted it', () =>
    given(...offered)
      .when(ask('CompleteWork', {}))
      .thenHappens(happened('WorkCompleted', ofRequest)))

  test('is withdrawn, also from whoever has it or is offered it', () => {
    const withdraw = ask('WithdrawWork', { reason: 'requestClosed' })
    const fromAna = happened('WorkWithdrawn', {
      reason: 'requestClosed',
      agentId: ana,
      ...ofRequest,
    })
    given(requested).when(withdraw).thenHappens(S.withdrawn)
    given(...offered)
      .when(withdraw)
      .thenHappens(fromAna)
    given(...offered, acceptedByAna)
      .when(withdraw)
      .thenHappens(fromAna)
  })

  test('ends once', () => {
    given(requested, S.completed).when(ask('CompleteWork', {})).thenNothingHappens()
    given(requested, S.withdrawn)
      .when(ask('WithdrawWork', { reason: 'spam' }))
      .thenNothingHappens()
  })

  test('is left alone once it has ended', () => {
    given(requested, S.completed)
      .when(ask('WithdrawWork', { reason: 'spam' }))
      .thenRefused({ _tag: 'WorkEnded', status: 'completed' })
    given(requested, S.withdrawn)
      .when(ask('CompleteWork', {}))
      .thenRefused({ _tag: 'WorkEnded', status: 'withdrawn' })
    given(requested, S.withdrawn)
      .when(ask('DecideRouting', choice))
      .thenRefused({ _tag: 'WorkEnded', status: 'withdrawn' })
  })
})

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
    given(...offered, acceptedByAna)
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

describe('an offer', () => {
  test('is made to the chosen agent', () =>
    given(requested, anaChosen).when(ask('OfferWork', S.offer)).thenHappens(offeredToAna))

  test('means the last decision unless it names one', () =>
    given(requested, anaChosen)
      .when(ask('OfferWork', { agentId: ana, expiresAt: at(2) }))
      .thenHappens(happened('WorkOffered', { agentId: ana, expiresAt: at(2), ...ofRequest })))

  test('is made once', () =>
    given(...offered)
      .when(ask('OfferWork', S.offer))
      .thenNothingHappens())

  test('is not made to anyone else, nor by an older decision, nor before any', () => {
    given(requested, anaChosen)
      .when(ask('OfferWork', { ...S.offer, agentId: ben }))
      .thenRefused({ _tag: 'NotChosen', agentId: ben })
    given(requested, anaChosen)
      .when(ask('OfferWork', { ...S.offer, decisionId: S.secondDecision }))
      .thenRefused({ _tag: 'NotChosen', agentId: ana })
    given(requested)
      .when(ask('OfferWork', S.offer))
      .thenRefused({ _tag: 'NotChosen', agentId: ana })
  })

  test('is not made again to who declined, without a new decision', () =>
    given(...offered, declinedByAna)
      .when(ask('OfferWork', S.offer))
      .thenRefused({ _tag: 'NotChosen', agentId: ana }))

  test('is made to one agent at a time', () =>
    given(...offered)
      .when(ask('OfferWork', { ...S.offer, agentId: ben }))
      .thenRefused({ _tag: 'NotWaiting', status: 'offered' }))

  test('is made even if its time is over by then, so that it lapses on record', () =>
    given(requested, anaChosen)
      .when(ask('OfferWork', S.offer, { at: at(3) }))
      .thenHappens(happened('WorkOffered', { ...S.offer, ...ofRequest }, at(3))))

  test('is accepted up to its last instant, and not later', () => {
    given(...offered)
      .when(ask('AcceptWork', { agentId: ana }, { at: at(2) }))
      .thenHappens(
        happened('WorkAccepted', { agentId: ana, afterSeconds: 120, ...ofRequest }, at(2)),
      )
    given(...offered)
      .when(ask('AcceptWork', { agentId: ana }, { at: at(3) }))
      .thenRefused({ _tag: 'OfferExpired', expiresAt: at(2) })
  })

  test('is accepted after no time at all where clocks disagree', () =>
    given(...offered)
      .when(ask('AcceptWork', { agentId: ana }, { at: at(-1) }))
      .thenHappens(
        happened('WorkAccepted', { agentId: ana, afterSeconds: 0, ...ofRequest }, at(-1)),
      ))

  test('is accepted once', () =>
    given(...offered, acceptedByAna)
      .when(ask('AcceptWork', { agentId: ana }))
      .thenNothingHappens())

  test('is accepted, declined and lapses only for whom it was made to', () => {
    const answers = [
      ask('AcceptWork', { agentId: ben }),
      ask('DeclineWork', { agentId: ben, reason: 'tooFar' }),
      ask('LapseOffer', { agentId: ben }, { at: at(2) }),
    ]
    for (const answer of answers)
      given(...offered)
        .when(answer)
        .thenRefused({ _tag: 'NotOffered', agentId: ben, status: 'offered' })
    given(requested)
      .when(ask('AcceptWork', { agentId: ana }))
      .thenRefused({ _tag: 'NotOffered', agentId: ana, status: 'requested' })
    given(...offered, acceptedByAna)
      .when(ask('AcceptWork', { agentId: ben }))
      .thenRefused({ _tag: 'NotOffered', agentId: ben, status: 'accepted' })
  })

  test('is declined for a reason', () =>
    given(...offered)
      .when(ask('DeclineWork', { agentId: ana, reason: 'tooFar' }))
      .thenHappens(declinedByAna))

  test('lapses when its time is over, and not before', () => {
    given(...offered)
      .when(ask('LapseOffer', { agentId: ana }, { at: at(2) }))
      .thenHappens(S.lapsed)
    given(...offered)
      .when(ask('LapseOffer', { agentId: ana }, { at: at(1) }))
      .thenRefused({ _tag: 'OfferStillOpen', expiresAt: at(2) })
  })
})

describe('waiting work', () => {
  test('is put back round by round', () => {
    given(requested)
      .when(ask('RequeueWork', { round: 1 }))
      .thenHappens(S.putBack)
    given(requested, S.putBack)
      .when(ask('RequeueWork', { round: 2 }))
      .thenHappens(happened('WorkRequeued', { round: 2, ...ofRequest }))
    given(requested)
      .when(ask('RequeueWork', { round: 2 }))
      .thenRefused({ _tag: 'WrongRound', next: 1 })
  })

  test('is put back once a round, even if somebody has it by then', () => {
    given(requested, S.putBack)
      .when(ask('RequeueWork', { round: 1 }))
      .thenNothingHappens()
    given(requested, S.putBack, anaChosen, offeredToAna)
      .when(ask('RequeueWork', { round: 1 }))
      .thenNothingHappens()
  })

  test('is not put back while somebody is asked', () =>
    given(...offered)
      .when(ask('RequeueWork', { round: 1 }))
      .thenRefused({ _tag: 'NotWaiting', status: 'offered' }))
})

describe('any work', () => {
  /** A decision that is sound more often than chance would make it, with an offer that fits it. */
  const anyDecision = fc
    .tuple(fc.constantFrom(id(1), id(2)), fc.constantFrom(ana, ben))
    .map(([decisionId, chosen]) =>
      ask('DecideRouting', { ...choice, decisionId, considered: [S.scored(chosen, 1)], chosen }),
    )
  const anyOffer = fc
    .tuple(fc.constantFrom(ana, ben), fc.integer({ min: 1, max: 1_440 }))
    .map(([agentId, minutes]) => ask('OfferWork', { agentId, expiresAt: at(minutes) }))
  const anyAnswer = fc
    .tuple(fc.constantFrom(ana, ben), fc.integer({ min: 0, max: 1_440 }))
    .chain(([agentId, minutes]) =>
      fc.constantFrom(
        ask('AcceptWork', { agentId }, { at: at(minutes) }),
        ask('DeclineWork', { agentId, reason: 'tooFar' }, { at: at(minutes) }),
        ask('LapseOffer', { agentId }, { at: at(minutes) }),
      ),
    )
  const ofThis = (command: Command): Command =>
    ({ ...command, data: { ...command.data, workId: S.boilerWork } }) as Command
  const commands = fc.oneof(
    {
      weight: 3,
      arbitrary: anyCommand<Command>(decider, { weights: { RequeueWork: 4 } }).map(ofThis),
    },
    { weight: 2, arbitrary: anyDecision },
    { weight: 3, arbitrary: anyOffer },
    { weight: 2, arbitrary: anyAnswer },
  )
  const everyLaw = laws(decider, {
    anyCommand: commands,
    progress: ({ status }) =>
      ['unknown', 'requested', 'offered', 'accepted', 'completed', 'withdrawn'].indexOf(status),
    reopening: ['WorkDeclined', 'WorkOfferLapsed'],
    reaches: {
      statusOf: ({ status }) => status,
      statuses: ['requested', 'offered', 'accepted', 'completed', 'withdrawn'],
    },
  })
  for (const law of everyLaw) test(law.statement, law.check)

  test('is offered only to whom the last decision chose, and never by a decision that is flawed', () =>
    fc.assert(
      fc.property(anyHistory(decider, commands), (history) => {
        let chosen: string | undefined
        for (const { event } of steps(decider, history)) {
          if (event.type === 'RoutingDecided') chosen = highest(event)
          if (event.type === 'WorkDeclined' || event.type === 'WorkOfferLapsed') chosen = undefined
          if (event.type === 'WorkOffered')
            expectThat(event.data.agentId === chosen, 'offered to somebody else', event, chosen)
        }
      }),
    ))

  const highest = ({ data }: Extract<Event, { readonly type: 'RoutingDecided' }>) => {
    const { considered, chosen } = data
    const scores = considered.map(({ score = -1 }) => score)
    const own = considered.find(({ agentId }) => agentId === chosen)
    expectThat(
      chosen === undefined || own?.score === Math.max(...scores),
      'the chosen one has not the highest score',
      data,
    )
    return chosen
  }
})
