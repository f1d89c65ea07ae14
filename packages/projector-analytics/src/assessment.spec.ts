import { describe, expect, test } from '@jest/globals'
import { Assessments as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { assessment, assessmentScore } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(assessment)[0]

const unanswered = {
  mode: null,
  collected_at: null,
  scored_at: null,
  overall_hundredths: null,
  nps: null,
  effort: null,
  expectation: null,
  batch_id: null,
  decline_reason: null,
}
const about = {
  assessment_id: S.opinion,
  subject_kind: 'request',
  subject_id: S.request,
  request_id: S.request,
  party_id: S.maria,
  agent_id: S.ana,
  instrument: 'service',
  instrument_version: 1,
}
const asked = { invited_at: at(0), invited_mode: 'sms', expires_at: at(60) }

describe('an assessment', () => {
  test('is asked for', () =>
    expect(rowAfter(S.invited)).toEqual({ ...about, ...asked, ...unanswered, status: 'invited' }))

  test('is scored, whatever way the customer was asked', () => {
    const scored = happened(
      'SatisfactionScored',
      {
        ...S.unasked,
        partyId: S.maria,
        agentId: S.ana,
        mode: 'web',
        collectedAt: at(10),
        nps: 0,
        effort: 7,
        expectation: 3,
        batchId: S.batch,
      },
      at(30),
    )
    expect(rowAfter(S.invited, scored)).toEqual({
      ...about,
      ...asked,
      status: 'scored',
      mode: 'web',
      collected_at: at(10),
      scored_at: at(30),
      overall_hundredths: 433,
      nps: 0,
      effort: 7,
      expectation: 3,
      batch_id: S.batch,
      decline_reason: null,
    })
  })

  test('is scored without being asked for, and then nobody knows an invitation', () =>
    expect(rowAfter(S.scored)).toMatchObject({
      status: 'scored',
      invited_at: null,
      invited_mode: null,
      expires_at: null,
      nps: null,
    }))

  test('is scored also after it had expired', () =>
    expect(rowAfter(S.invited, S.expired, S.scored)).toMatchObject({
      status: 'scored',
      invited_at: at(0),
    }))

  test('is declined, with or without a reason, or expires', () => {
    expect(rowAfter(S.invited, S.declined)).toMatchObject({
      status: 'declined',
      decline_reason: 'noTime',
    })
    expect(rowAfter(S.invited, happened('AssessmentDeclined', {}))).toMatchObject({
      decline_reason: null,
    })
    expect(rowAfter(S.invited, S.expired)).toMatchObject({ status: 'expired', mode: null })
  })

  test('of a call belongs to the request that was named beside it, if one was', () => {
    const call = { kind: 'interaction', id: id(21) } as const
    const { requestId: _, ...rest } = S.invited.data as Readonly<Record<string, unknown>>
    const of = (data: object): Event =>
      ({ type: 'AssessmentInvited', data: { ...rest, subject: call, ...data } }) as Event
    expect(rowAfter(of({ requestId: S.request }))).toMatchObject({
      subject_kind: 'interaction',
      subject_id: id(21),
      request_id: S.request,
    })
    expect(rowAfter(of({}))).toMatchObject({ request_id: null })
    expect(rowAfter(of({ subject: S.subject }))).toMatchObject({ request_id: S.request })
  })
})

describe('the scores of an assessment', () => {
  test('are one for each dimension that was judged, on its scale and with its weight', () =>
    expect(after(S.scored).rows(assessmentScore)).toEqual([
      {
        assessment_id: S.opinion,
        dimension: 'degreeSolved',
        value: 4,
        scale_min: 1,
        scale_max: 5,
        weight: 2,
      },
      {
        assessment_id: S.opinion,
        dimension: 'responseTime',
        value: 5,
        scale_min: 1,
        scale_max: 5,
        weight: 1,
      },
    ]))

  test('are none before it is scored', () =>
    expect(after(S.invited, S.declined).rows(assessmentScore)).toEqual([]))
})
