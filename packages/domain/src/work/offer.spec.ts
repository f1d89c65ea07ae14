import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { ana, ben, ofRequest, requested, anaChosen, offeredToAna, acceptedByAna, declinedByAna } = S
const offered = [requested, anaChosen, offeredToAna]

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
