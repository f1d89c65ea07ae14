import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyCommand, anyHistory, at, expectThat, id, laws, steps } from '@deskledger/kernel/testing'
import { decider, type Command, type Event } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { ana, ben, ofRequest, choice } = S
const { requested, anaChosen, offeredToAna, acceptedByAna } = S
const offered = [requested, anaChosen, offeredToAna]
const folded = (events: ReadonlyArray<Event>) => events.reduce(decider.evolve, decider.initial)

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

  test.each([S.completed, S.withdrawn])(
    'that has ended stays so, whatever is told of it: %#',
    (end) => {
      const told = [anaChosen, offeredToAna, acceptedByAna, S.declinedByAna, S.lapsed, S.putBack]
      const ended = folded([...offered, acceptedByAna, end])
      for (const late of told) expect(decider.evolve(ended, late)).toEqual(ended)
    },
  )

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
