import { describe, test } from '@jest/globals'
import type { Instant } from '@deskledger/kernel'
import { anyCommand, anyHistory, at, expectThat } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { decider, type Command, type Event } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const seconds = (n: number): Instant => (at(0) + Math.round(n * 1000)) as Instant

const started = happened('InteractionStarted', S.incoming, seconds(0))
const queuedAt = (n: number, queue = 'frontDesk') =>
  happened('InteractionQueued', { queue }, seconds(n))
const answeredAt = (n: number) =>
  happened('InteractionAnswered', { agentId: S.ana, waitedSeconds: 0 }, seconds(n))
const heldAt = (n: number) => happened('InteractionHeld', {}, seconds(n))
const retrievedAt = (n: number) => happened('InteractionRetrieved', { heldSeconds: 0 }, seconds(n))
const passedOnAt = (n: number) =>
  happened('InteractionTransferred', { from: S.ana, ...S.toEngineers }, seconds(n))

describe('the wait for an agent', () => {
  const answer = (n: number) => ask('AnswerInteraction', { agentId: S.ana }, { at: seconds(n) })
  const waited = (waitedSeconds: number, n: number) =>
    happened('InteractionAnswered', { agentId: S.ana, waitedSeconds }, seconds(n))

  test('is counted from the start of a call that is not queued', () =>
    given(started).when(answer(30)).thenHappens(waited(30, 30)))

  test('begins with the first queue, and goes on in the next one', () => {
    given(started, queuedAt(20)).when(answer(30)).thenHappens(waited(10, 30))
    given(started, queuedAt(20), queuedAt(25, 'engineers'))
      .when(answer(30))
      .thenHappens(waited(10, 30))
  })

  test('begins again when the call is passed on', () =>
    given(started, answeredAt(10), passedOnAt(60)).when(answer(75)).thenHappens(waited(15, 75)))

  test('is rounded down, and nothing if a clock ran backwards', () => {
    given(started).when(answer(30.999)).thenHappens(waited(30, 30.999))
    given(started, queuedAt(20)).when(answer(15)).thenHappens(waited(0, 15))
  })
})

describe('the time with an agent', () => {
  const end = (n: number) => ask('EndInteraction', { cause: 'agent' }, { at: seconds(n) })
  const ended = (talkedSeconds: number, heldSeconds: number, n: number) =>
    happened('InteractionEnded', { cause: 'agent', talkedSeconds, heldSeconds }, seconds(n))

  test('is talk', () =>
    given(started, answeredAt(10))
      .when(end(70))
      .thenHappens(ended(60, 0, 70)))

  test('is hold while the customer is held', () => {
    given(started, answeredAt(10), heldAt(20))
      .when(ask('RetrieveInteraction', {}, { at: seconds(32.5) }))
      .thenHappens(happened('InteractionRetrieved', { heldSeconds: 12 }, seconds(32.5)))
    given(started, answeredAt(10), heldAt(20), retrievedAt(50))
      .when(end(70))
      .thenHappens(ended(30, 30, 70))
    given(started, answeredAt(10), heldAt(20), retrievedAt(50), heldAt(55))
      .when(end(70))
      .thenHappens(ended(15, 45, 70))
  })

  test('is rounded down once, at the end', () =>
    given(started, answeredAt(10), heldAt(20.6), retrievedAt(50.2), heldAt(60), retrievedAt(60.9))
      .when(end(70.2))
      .thenHappens(ended(29, 30, 70.2)))

  test('of all agents is added up, and the waits between them are not', () => {
    const passedOn = [started, answeredAt(10), heldAt(20), passedOnAt(60)]
    given(...passedOn, answeredAt(100))
      .when(end(130))
      .thenHappens(ended(40, 40, 130))
    given(...passedOn)
      .when(end(130))
      .thenHappens(ended(10, 40, 130))
  })

  test('is cut to what lies between answer and end when clocks disagree', () => {
    given(started, answeredAt(100), heldAt(50), retrievedAt(200))
      .when(end(210))
      .thenHappens(ended(0, 110, 210))
    given(started, answeredAt(0), heldAt(100), retrievedAt(200))
      .when(end(150))
      .thenHappens(ended(50, 100, 150))
    given(started, answeredAt(100))
      .when(end(40))
      .thenHappens(ended(0, 0, 40))
  })

  test('is told once', () =>
    given(started, answeredAt(10), ended(60, 0, 70))
      .when(end(80))
      .thenNothingHappens())
})

describe('the wrap-up', () => {
  const theEnd = { cause: 'agent', talkedSeconds: 60, heldSeconds: 0 } as const
  const ended = [started, answeredAt(10), happened('InteractionEnded', theEnd, seconds(70))]
  const wrapUp = ask('CompleteWrapUp', { disposition: 'solved' }, { at: seconds(100) })

  test('lasts from the end', () =>
    given(...ended)
      .when(wrapUp)
      .thenHappens(
        happened('WrapUpCompleted', { disposition: 'solved', seconds: 30 }, seconds(100)),
      ))

  test('comes after the end, once', () => {
    given(started, answeredAt(10))
      .when(wrapUp)
      .thenRefused({ _tag: 'WrongStatus', status: 'connected' })
    given(...ended, S.wrappedUp)
      .when(wrapUp)
      .thenNothingHappens()
    given(...ended, S.wrappedUp)
      .when(ask('EndInteraction', { cause: 'customer' }))
      .thenNothingHappens()
  })
})

describe('any times of any call', () => {
  /** Up to three hours before and after, to the millisecond, in no order. */
  const anyAt = fc.integer({ min: -10_800_000, max: 10_800_000 }).map((ms) => seconds(ms / 1000))
  const anyTold: fc.Arbitrary<Command> = fc
    .tuple(anyCommand<Command>(decider, { weights: S.talkative }), anyAt)
    .map(([command, when]) => ({ ...command, at: when }))

  test('are never negative', () =>
    fc.assert(
      fc.property(anyHistory(decider, anyTold), (history) => {
        for (const event of history)
          for (const time of timesOf(event)) expectThat(time >= 0, `${event.type}: ${time} s`)
      }),
      { numRuns: 500 },
    ))

  test('fit between the first answer and the end', () =>
    fc.assert(
      fc.property(anyHistory(decider, anyTold), (history) => {
        const answer = history.find(({ type }) => type === 'InteractionAnswered')
        for (const { type, data } of history)
          if (type === 'InteractionEnded') {
            const span = answer === undefined ? 0 : Math.max(0, data.at - answer.data.at) / 1000
            expectThat(data.talkedSeconds + data.heldSeconds <= span, `in ${span} s`, data)
          }
      }),
      { numRuns: 500 },
    ))
})

const timesOf = ({ data }: Event): ReadonlyArray<number> =>
  Object.entries(data).flatMap(([key, value]) =>
    /seconds$/i.test(key) && typeof value === 'number' ? [value] : [],
  )
