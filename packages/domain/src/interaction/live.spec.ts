import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { started, queued, offeredToAna, answeredByAna, held, retrieved, onTheLine } = S

describe('a call', () => {
  test('is started once', () => {
    given().when(ask('StartInteraction', S.incoming)).thenHappens(started)
    given(started).when(ask('StartInteraction', S.incoming)).thenRefused({ _tag: 'AlreadyBegun' })
  })

  test('is there only once it has begun', () =>
    given()
      .when(ask('AnswerInteraction', { agentId: S.ana }))
      .thenRefused({ _tag: 'NotBegun' }))

  test('waits in one queue at a time', () => {
    const inFront = ask('QueueInteraction', { queue: 'frontDesk' })
    given(started).when(inFront).thenHappens(queued)
    given(started, queued).when(inFront).thenNothingHappens()
    given(started, queued)
      .when(ask('QueueInteraction', { queue: 'engineers' }))
      .thenHappens(happened('InteractionQueued', { queue: 'engineers' }))
  })

  test('goes back to its queue when nobody takes the offer', () =>
    given(started, queued, offeredToAna)
      .when(ask('QueueInteraction', { queue: 'frontDesk' }))
      .thenHappens(queued))

  test('rings at one agent after another', () => {
    const atAna = ask('OfferInteraction', { agentId: S.ana, workId: S.work })
    given(started, queued).when(atAna).thenHappens(offeredToAna)
    given(started, queued, offeredToAna).when(atAna).thenNothingHappens()
    given(started, queued, offeredToAna)
      .when(ask('OfferInteraction', { agentId: S.ben }))
      .thenHappens(happened('InteractionOffered', { agentId: S.ben }))
  })

  test('is not queued or offered while somebody talks', () => {
    given(...onTheLine)
      .when(ask('QueueInteraction', { queue: 'engineers' }))
      .thenRefused({ _tag: 'WrongStatus', status: 'connected' })
    given(...onTheLine)
      .when(ask('OfferInteraction', { agentId: S.ben }))
      .thenRefused({ _tag: 'WrongStatus', status: 'connected' })
  })

  test('is answered once, by whoever picks it up', () => {
    const byAna = ask('AnswerInteraction', { agentId: S.ana })
    const byBen = ask('AnswerInteraction', { agentId: S.ben })
    const byBenInstead = happened('InteractionAnswered', { agentId: S.ben, waitedSeconds: 0 })
    given(started, queued, offeredToAna).when(byAna).thenHappens(answeredByAna)
    given(started, queued, offeredToAna).when(byBen).thenHappens(byBenInstead)
    given(...onTheLine)
      .when(byAna)
      .thenNothingHappens()
    given(...onTheLine)
      .when(byBen)
      .thenRefused({ _tag: 'AnsweredAlready', agentId: S.ana })
  })

  test('is not answered after it ended', () =>
    given(...onTheLine, S.ended)
      .when(ask('AnswerInteraction', { agentId: S.ana }))
      .thenRefused({ _tag: 'WrongStatus', status: 'ended' }))

  test('is held and retrieved by turns', () => {
    given(...onTheLine)
      .when(ask('HoldInteraction', {}))
      .thenHappens(held)
    given(...onTheLine, held)
      .when(ask('HoldInteraction', {}))
      .thenNothingHappens()
    given(...onTheLine, held)
      .when(ask('RetrieveInteraction', {}))
      .thenHappens(retrieved)
    given(...onTheLine, held, retrieved)
      .when(ask('RetrieveInteraction', {}))
      .thenNothingHappens()
  })

  test('is not held, retrieved or passed on before somebody answers', () => {
    const refusal = { _tag: 'WrongStatus', status: 'queued' } as const
    given(started, queued).when(ask('HoldInteraction', {})).thenRefused(refusal)
    given(started, queued).when(ask('RetrieveInteraction', {})).thenRefused(refusal)
    given(started, queued).when(ask('TransferInteraction', S.toBen)).thenRefused(refusal)
  })
})

describe('a call that is passed on', () => {
  test('names who had it', () =>
    given(...onTheLine)
      .when(ask('TransferInteraction', S.toBen))
      .thenHappens(S.passedToBen))

  test('waits again, and is answered again', () => {
    given(...onTheLine, S.passedToEngineers)
      .when(ask('AnswerInteraction', { agentId: S.ben }, { at: at(2) }))
      .thenHappens(happened('InteractionAnswered', { agentId: S.ben, waitedSeconds: 120 }, at(2)))
    given(...onTheLine, S.passedToBen)
      .when(ask('OfferInteraction', { agentId: S.ben }))
      .thenNothingHappens()
    given(...onTheLine, S.passedToEngineers)
      .when(ask('QueueInteraction', { queue: 'engineers' }))
      .thenNothingHappens()
  })

  test('to the agent who has it stays as it is', () =>
    given(...onTheLine)
      .when(ask('TransferInteraction', { to: { kind: 'agent', id: S.ana }, kind: 'blind' }))
      .thenNothingHappens())

  test('goes to an agent by id, and to a queue by key', () => {
    given(...onTheLine)
      .when(ask('TransferInteraction', { to: { kind: 'agent', id: 'engineers' }, kind: 'blind' }))
      .thenRefused({ _tag: 'WrongTarget', expected: 'AgentId (a UUID)' })
    given(...onTheLine)
      .when(ask('TransferInteraction', { to: { kind: 'queue', id: S.ben }, kind: 'blind' }))
      .thenRefused({ _tag: 'WrongTarget', expected: 'Key (like boiler)' })
  })

  test('to another company has ended for us', () =>
    given(...onTheLine)
      .when(ask('TransferInteraction', S.toMaker, { at: at(3) }))
      .thenHappens(
        happened('InteractionTransferred', { from: S.ana, ...S.toMaker }, at(3)),
        happened(
          'InteractionEnded',
          { cause: 'transferred', talkedSeconds: 180, heldSeconds: 0 },
          at(3),
        ),
      ))
})

describe('a call that is not answered', () => {
  const leave = (minute: number, limit?: number) =>
    ask('AbandonInteraction', limit === undefined ? {} : { shortWithinSeconds: limit }, {
      at: at(minute),
    })

  test('is abandoned once', () => {
    given(started, queued).when(leave(0)).thenHappens(S.abandoned)
    given(started, queued, S.abandoned).when(leave(0)).thenNothingHappens()
  })

  test('is short up to the limit that counts, and the limit is kept', () => {
    const after = (waitedSeconds: number, short: boolean) => ({
      waitedSeconds,
      short,
      shortWithinSeconds: 60,
    })
    given(started, queued)
      .when(leave(1, 60))
      .thenHappens(happened('InteractionAbandoned', after(60, true), at(1)))
    given(started, queued)
      .when(leave(2, 60))
      .thenHappens(happened('InteractionAbandoned', after(120, false), at(2)))
  })

  test('has not ended by itself when the customer leaves the queue', () => {
    const leaves = ask('EndInteraction', { cause: 'customer' })
    given(started, queued).when(leaves).thenRefused({ _tag: 'NeverAnswered' })
    given(started, offeredToAna).when(leaves).thenRefused({ _tag: 'NeverAnswered' })
  })

  test('may end otherwise', () => {
    const unspoken = { talkedSeconds: 0, heldSeconds: 0 }
    given(started, queued)
      .when(ask('EndInteraction', { cause: 'noAnswer' }))
      .thenHappens(happened('InteractionEnded', { cause: 'noAnswer', ...unspoken }))
    given(started)
      .when(ask('EndInteraction', { cause: 'customer' }))
      .thenHappens(S.ended)
    given(...onTheLine, S.passedToEngineers)
      .when(ask('EndInteraction', { cause: 'customer' }))
      .thenHappens(S.ended)
  })

  test('is not abandoned once somebody has answered it', () => {
    given(...onTheLine)
      .when(leave(1))
      .thenRefused({ _tag: 'WrongStatus', status: 'connected' })
    given(...onTheLine, S.passedToEngineers)
      .when(leave(1))
      .thenRefused({ _tag: 'AnsweredBefore' })
  })
})
