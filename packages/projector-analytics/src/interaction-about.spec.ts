import { describe, expect, test } from '@jest/globals'
import { Interactions as S, Requests, type Event } from '@deskledger/domain/testing'
import { id } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { interaction } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(interaction)[0]

describe('a caller', () => {
  test('is whoever was identified last', () =>
    expect(
      rowAfter(S.started, happened('CallerIdentified', { ...S.proof, partyId: id(2) }), S.guessed),
    ).toMatchObject({ party_id: S.maria, identified_by: 'callerId' }))

  test('had the record shown when it was first told how long that took', () => {
    const later = happened('CallerIdentified', { ...S.proof, how: 'serial', popMs: 9000 })
    expect(rowAfter(S.started, S.guessed, S.proved, later)).toMatchObject({
      identified_by: 'serial',
      pop_ms: 180,
      popped_by: 'verified',
    })
  })
})

describe('the request of an interaction', () => {
  const { happened } = Requests.story
  const linked = (to: string) => ({
    ...happened('InteractionLinked', { interactionId: S.call, direction: 'inbound' }),
    data: { ...Requests.linked.data, requestId: to, interactionId: S.call },
  })

  test('is the first that it was linked to', () =>
    expect(rowAfter(S.started, linked(id(302)) as Event, linked(id(303)) as Event)).toMatchObject({
      request_id: id(302),
    }))

  test('is the one that was opened in it', () => {
    const opened = happened('RequestOpened', {
      ...Requests.report,
      caseType: Requests.fault.def,
      category: 'incident',
      interactionId: S.call,
    })
    expect(rowAfter(S.started, opened)).toMatchObject({ request_id: Requests.leak })
    expect(rowAfter(opened)).toBeUndefined()
  })

  test('stays the one that it began with', () =>
    expect(rowAfter(S.received, linked(id(302)) as Event)).toMatchObject({
      request_id: S.request,
    }))

  test('is unknown where a request was opened without it', () =>
    expect(rowAfter(S.started, Requests.opened)).toMatchObject({ request_id: null }))
})
