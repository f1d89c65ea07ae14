import { describe, test } from '@jest/globals'
import { decodeCommand, replay, shapeOf } from '@deskledger/kernel'
import {
  anyCommand,
  anyHistory,
  expectSame,
  expectThat,
  id,
  laws,
} from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { Channel } from '../primitives.ts'
import { decider, type Command, type State } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { started, received, sent, onTheLine, guessed, proved, ended, wrappedUp } = S

describe('a channel', () => {
  const shape = shapeOf(Channel)
  const channels = shape?.kind === 'choice' ? shape.values : []
  const opens = (type: string, rest: object) => (channel: string) =>
    E.isRight(
      decodeCommand(decider.commands, {
        type,
        data: { interactionId: S.call, channel, ...rest },
      }),
    )
  const isLive = opens('StartInteraction', { direction: 'inbound' })
  const canReceive = opens('ReceiveMessage', { from: 'maria@example.org' })
  const canSend = opens('SendMessage', { to: 'maria@example.org' })

  test('opens an interaction, whichever it is', () => {
    expectSame('channels', channels.length, 12)
    for (const channel of channels)
      expectThat(isLive(channel) || canReceive(channel), `${channel} opens no interaction`)
  })

  test('is live where both are there at the same time', () =>
    expectSame('live', channels.filter(isLive), [
      'phone',
      'web',
      'portal',
      'chat',
      'video',
      'visit',
    ]))

  test('carries messages where one writes and the other reads later', () => {
    const written = ['email', 'web', 'portal', 'fax', 'sms', 'chat', 'letter', 'social', 'note']
    expectSame('received', channels.filter(canReceive), written)
    expectSame('sent', channels.filter(canSend), written)
  })

  test('that nobody knows opens nothing', () =>
    expectThat(![isLive, canReceive, canSend].some((open) => open('telex')), 'telex opens'))
})

describe('whoever calls or writes', () => {
  test('is identified at any time, also afterwards', () => {
    const over = [...onTheLine, ended]
    for (const history of [[started], [sent], onTheLine, over, [...over, wrappedUp]])
      given(...history)
        .when(ask('IdentifyCaller', S.proof))
        .thenHappens(proved)
  })

  test('is identified in something that has begun', () =>
    given().when(ask('IdentifyCaller', S.proof)).thenRefused({ _tag: 'NotBegun' }))

  test('is identified once by the same means', () => {
    given(started, guessed).when(ask('IdentifyCaller', S.guess)).thenNothingHappens()
    given(started, proved).when(ask('IdentifyCaller', S.proof)).thenNothingHappens()
  })

  test('is identified again by other or better means', () => {
    const claimed = { ...S.guess, how: 'claimed' } as const
    const surely = { ...S.guess, confidence: 'known' } as const
    given(started, guessed).when(ask('IdentifyCaller', S.proof)).thenHappens(proved)
    given(started, guessed)
      .when(ask('IdentifyCaller', claimed))
      .thenHappens(happened('CallerIdentified', claimed))
    given(started, guessed)
      .when(ask('IdentifyCaller', surely))
      .thenHappens(happened('CallerIdentified', surely))
  })

  test('may turn out to be somebody else, but not by a guess', () => {
    const other = { partyId: id(2), how: 'verified', confidence: 'known' } as const
    const maybe = { ...S.guess, partyId: id(2) }
    given(started, proved)
      .when(ask('IdentifyCaller', other))
      .thenHappens(happened('CallerIdentified', other))
    given(started, proved)
      .when(ask('IdentifyCaller', maybe))
      .thenRefused({ _tag: 'KnownAlready', partyId: S.maria })
    given(started, proved).when(ask('IdentifyCaller', S.guess)).thenNothingHappens()
  })

  test('is known if it began with the party', () =>
    given(received)
      .when(ask('IdentifyCaller', { ...S.guess, partyId: id(2) }))
      .thenRefused({ _tag: 'KnownAlready', partyId: S.maria }))
})

describe('an interaction', () => {
  const concernsOf = (...history: ReadonlyArray<typeof started>) =>
    decider.concerns(replay(decider, history), history[history.length - 1] ?? started)

  test('concerns the party and the request that are known by then', () => {
    expectSame('a call', concernsOf(...onTheLine), [])
    expectSame('a known call', concernsOf(...onTheLine, guessed), [`party:${S.maria}`])
    expectSame('a letter', concernsOf(received), [`party:${S.maria}`, `request:${S.request}`])
  })
})

describe('any interaction', () => {
  const any = anyCommand<Command>(decider, { weights: S.talkative })
  const stages: ReadonlyArray<ReadonlyArray<State['status']>> = [
    ['unknown'],
    ['started', 'queued', 'offered', 'connected', 'held', 'received', 'sent'],
    ['ended', 'abandoned', 'delivered', 'failed'],
    ['wrapped'],
  ]
  const everyLaw = laws(decider, {
    anyCommand: any,
    progress: ({ status }) => stages.findIndex((stage) => stage.includes(status)),
    reaches: { statusOf: ({ status }) => status, statuses: stages.flat().slice(1) },
  })
  for (const law of everyLaw) test(law.statement, law.check)

  test('hears nothing after its end but the wrap-up and who it was', () =>
    fc.assert(
      fc.property(anyHistory(decider, any), (history) => {
        const end = history.findIndex(({ type }) => type === 'InteractionEnded')
        for (const { type } of end < 0 ? [] : history.slice(end + 1))
          expectThat(['WrapUpCompleted', 'CallerIdentified'].includes(type), `${type} afterwards`)
      }),
    ))

  test('is held and retrieved by turns', () =>
    fc.assert(
      fc.property(anyHistory(decider, any), (history) => {
        const turns = history.map(({ type }) => type).filter((type) => type in follows)
        for (const [i, type] of turns.entries())
          expectThat(follows[type]?.includes(turns[i - 1]) === true, `${turns[i - 1]}, ${type}`)
      }),
    ))
})

/** What may come last before it, among these. */
const follows: Readonly<Record<string, ReadonlyArray<string | undefined>>> = {
  InteractionAnswered: [undefined, 'InteractionTransferred'],
  InteractionHeld: ['InteractionAnswered', 'InteractionRetrieved'],
  InteractionRetrieved: ['InteractionHeld'],
  InteractionTransferred: ['InteractionAnswered', 'InteractionHeld', 'InteractionRetrieved'],
}
