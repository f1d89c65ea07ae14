import { describe, test } from '@jest/globals'
import { at, id } from '@deskledger/kernel/testing'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { invited, scored, declined, expired } = S

describe('a customer', () => {
  const invite = ask('InviteAssessment', S.invitation)

  test('is asked once', () => {
    given().when(invite).thenHappens(invited)
    given(invited).when(invite).thenRefused({ _tag: 'AlreadyBegun', status: 'invited' })
    given(scored).when(invite).thenRefused({ _tag: 'AlreadyBegun', status: 'scored' })
  })

  test('is asked with some time to answer', () =>
    given()
      .when(ask('InviteAssessment', S.invitation, { at: at(60) }))
      .thenRefused({ _tag: 'ExpiresAtOnce', expiresAt: at(60) }))

  test('is asked about the request that is assessed, not about another', () => {
    const { request } = S
    given()
      .when(ask('InviteAssessment', { ...S.invitation, requestId: request }))
      .thenHappens(invited)
    given()
      .when(ask('InviteAssessment', { ...S.invitation, requestId: id(42) }))
      .thenRefused({ _tag: 'OtherRequest', requestId: request })
    given()
      .when(ask('ScoreSatisfaction', { ...S.answer, requestId: id(42) }))
      .thenRefused({ _tag: 'OtherRequest', requestId: request })
  })

  test('is asked about a talk or a sale, and the request that it belongs to', () => {
    const ofSale = {
      ...S.invitation,
      subject: { kind: 'sale', id: id(61) },
      requestId: id(42),
    } as const
    given()
      .when(ask('InviteAssessment', ofSale))
      .thenHappens(
        happened('AssessmentInvited', {
          ...ofSale,
          instrument: S.service.def,
          by: { kind: 'agent', id: 'clerk' },
        }),
      )
  })

  test('declines, once', () => {
    const decline = ask('DeclineAssessment', { reason: 'noTime' })
    given(invited).when(decline).thenHappens(declined)
    given(invited, declined).when(decline).thenNothingHappens()
    given().when(decline).thenRefused({ _tag: 'WrongStatus', status: 'unknown' })
    given(invited, scored).when(decline).thenRefused({ _tag: 'WrongStatus', status: 'scored' })
  })
})

describe('an invitation', () => {
  const expire = (minute: number) => ask('ExpireAssessment', {}, { at: at(minute) })

  test('expires at its time, once', () => {
    given(invited).when(expire(60)).thenHappens(expired)
    given(invited, expired).when(expire(61)).thenNothingHappens()
    given(invited)
      .when(expire(59))
      .thenRefused({ _tag: 'StillOpen', expiresAt: at(60) })
  })

  test('without a time never expires', () => {
    const { expiresAt: _, ...open } = S.invitation
    const by = { kind: 'agent', id: 'clerk' } as const
    const forever = { ...open, instrument: S.service.def, requestId: S.request, by }
    given(happened('AssessmentInvited', forever))
      .when(expire(60))
      .thenRefused({ _tag: 'NeverExpires' })
    given(happened('AssessmentInvited', forever))
      .when(ask('ScoreSatisfaction', S.answer))
      .thenHappens(scored)
  })

  test('that was answered does not expire', () =>
    given(invited, scored).when(expire(60)).thenRefused({ _tag: 'WrongStatus', status: 'scored' }))
})

describe('an answer', () => {
  const score = ask('ScoreSatisfaction', S.answer)
  const late = (collected: number) =>
    ask('ScoreSatisfaction', { ...S.answer, collectedAt: at(collected) }, { at: at(600) })
  const enteredLate = happened(
    'SatisfactionScored',
    { ...S.unasked, partyId: S.maria, agentId: S.ana, collectedAt: at(59) },
    at(600),
  )

  test('counts for whom the invitation names', () =>
    given(invited)
      .when(ask('ScoreSatisfaction', { ...S.answer, agentId: id(32) }))
      .thenHappens(scored))

  test('counts for whom it names where the invitation names nobody', () => {
    const { agentId: _, partyId: __, ...unnamed } = S.invitation
    const by = { kind: 'agent', id: 'clerk' } as const
    const asked = happened('AssessmentInvited', { ...unnamed, instrument: S.service.def, by })
    const named = { ...S.answer, agentId: S.ana, partyId: S.maria }
    const actor = { kind: 'agent', id: S.ana } as const
    given(asked).when(ask('ScoreSatisfaction', named)).thenHappens(scored)
    given(asked)
      .when(ask('ScoreSatisfaction', named, { actor }))
      .thenRefused({ _tag: 'OwnService' })
  })

  test('needs no invitation', () =>
    given().when(score).thenHappens(happened('SatisfactionScored', S.unasked)))

  test('is entered once', () => {
    given(invited, scored).when(score).thenRefused({ _tag: 'AlreadyScored' })
    given(happened('SatisfactionScored', S.unasked))
      .when(score)
      .thenRefused({ _tag: 'AlreadyScored' })
  })

  test('is about what was asked, with what it was asked', () => {
    const refusal = { _tag: 'NotAsInvited', subject: S.subject, instrument: 'service' } as never
    const others = [
      { subject: { kind: 'request', id: id(42) } },
      { subject: { kind: 'sale', id: S.request } },
      { instrument: 'loyalty' },
    ] as const
    for (const other of others)
      given(invited)
        .when(ask('ScoreSatisfaction', { ...S.answer, ...other }))
        .thenRefused(refusal)
  })

  test('counts if it was collected in time, whenever it is entered', () => {
    given(invited).when(late(59)).thenHappens(enteredLate)
    given(invited, expired).when(late(59)).thenHappens(enteredLate)
    given(invited)
      .when(late(60))
      .thenRefused({ _tag: 'Expired', expiresAt: at(60) })
    given(invited, expired)
      .when(late(60))
      .thenRefused({ _tag: 'Expired', expiresAt: at(60) })
  })

  test('after a refusal does not count', () =>
    given(invited, declined)
      .when(late(59))
      .thenRefused({ _tag: 'WrongStatus', status: 'declined' }))

  test('is collected before it is entered', () =>
    given()
      .when(ask('ScoreSatisfaction', { ...S.answer, collectedAt: at(1) }))
      .thenRefused({ _tag: 'CollectedLater', collectedAt: at(1) }))

  test('is not entered by the agent whose service it is, nor in that name', () => {
    const own = { ...S.answer, agentId: S.ana }
    const actors = [
      { kind: 'agent', id: S.ana },
      { kind: 'surveyor', id: S.ana },
      { kind: 'surveyor', id: 'survey-1', onBehalfOf: S.ana },
    ] as const
    for (const actor of actors) {
      given()
        .when(ask('ScoreSatisfaction', own, { actor }))
        .thenRefused({ _tag: 'OwnService' })
      given(invited)
        .when(ask('ScoreSatisfaction', S.answer, { actor }))
        .thenRefused({ _tag: 'OwnService' })
    }
    given()
      .when(ask('ScoreSatisfaction', own))
      .thenHappens(happened('SatisfactionScored', { ...S.unasked, agentId: S.ana }))
  })
})
