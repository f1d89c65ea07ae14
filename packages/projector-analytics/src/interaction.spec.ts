import { describe, expect, test } from '@jest/globals'
import { Interactions as S, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { interaction } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(interaction)[0]
const answered = (agentId: string, waitedSeconds: number, minute: number) =>
  happened('InteractionAnswered', { agentId, waitedSeconds }, at(minute))

const unknown = {
  interaction_id: S.call,
  party_id: null,
  identified_by: null,
  pop_ms: null,
  popped_by: null,
  agent_id: null,
  queue: null,
  request_id: null,
  started_at: at(0),
  queued_at: null,
  answered_at: null,
  ended_at: null,
  wait_s: null,
  later_wait_s: 0,
  talk_s: null,
  hold_s: null,
  wrap_s: null,
  outcome: null,
  cause: null,
  disposition: null,
  transfers: 0,
  short_abandon: 0,
}

describe('a live interaction', () => {
  test('begins with its channel and its direction, and nobody in it', () =>
    expect(rowAfter(S.started)).toEqual({
      ...unknown,
      channel: 'phone',
      mode: 'live',
      direction: 'inbound',
    }))

  test('begins with whom and what it is about, if that was known', () =>
    expect(
      rowAfter(
        happened('InteractionStarted', {
          channel: 'chat',
          direction: 'outbound',
          partyId: S.maria,
          requestId: S.request,
        }),
      ),
    ).toMatchObject({ party_id: S.maria, request_id: S.request, identified_by: null }))

  test('waits in the last queue before the first answer, since the first one', () =>
    expect(
      rowAfter(
        S.started,
        happened('InteractionQueued', { queue: 'frontDesk' }, at(1)),
        happened('InteractionQueued', { queue: 'engineers' }, at(2)),
      ),
    ).toMatchObject({ queue: 'engineers', queued_at: at(1), answered_at: null, outcome: null }))

  test('was answered when it was first answered, after that wait, in that queue', () => {
    const story = [S.started, S.queued, answered(S.ana, 75, 2)]
    expect(rowAfter(...story)).toMatchObject({
      agent_id: S.ana,
      answered_at: at(2),
      wait_s: 75,
      later_wait_s: 0,
    })
    const passedOn = [S.passedToEngineers, happened('InteractionQueued', { queue: 'workshop' })]
    expect(rowAfter(...story, ...passedOn, answered(S.ben, 40, 5))).toMatchObject({
      agent_id: S.ben,
      queue: 'frontDesk',
      answered_at: at(2),
      wait_s: 75,
      later_wait_s: 40,
      transfers: 1,
    })
  })

  test('adds up the waits after its transfers', () =>
    expect(
      rowAfter(
        ...S.onTheLine,
        S.passedToBen,
        answered(S.ben, 40, 5),
        happened('InteractionTransferred', { from: S.ben, ...S.toEngineers }),
        answered(S.ana, 2, 6),
      ),
    ).toMatchObject({ wait_s: 0, later_wait_s: 42, transfers: 2 }))

  test('ends with its talk and its hold, and then its wrap-up', () => {
    const ended = happened(
      'InteractionEnded',
      { cause: 'customer', talkedSeconds: 100, heldSeconds: 20 },
      at(3),
    )
    expect(rowAfter(...S.onTheLine, ended)).toMatchObject({
      outcome: 'answered',
      cause: 'customer',
      ended_at: at(3),
      talk_s: 100,
      hold_s: 20,
      wrap_s: null,
    })
    const wrapped = happened('WrapUpCompleted', { disposition: 'solved', seconds: 30 }, at(4))
    expect(rowAfter(...S.onTheLine, ended, wrapped)).toMatchObject({
      ended_at: at(3),
      wrap_s: 30,
      disposition: 'solved',
    })
  })

  test('is unanswered if the house ends it first', () =>
    expect(
      rowAfter(
        S.started,
        S.queued,
        happened('InteractionEnded', { cause: 'timeout', talkedSeconds: 0, heldSeconds: 0 }),
      ),
    ).toMatchObject({ outcome: 'unanswered', cause: 'timeout', answered_at: null, wait_s: null }))

  test('is abandoned after its wait, and in short order only if that was said', () => {
    const abandoned = (short: boolean) =>
      happened('InteractionAbandoned', { waitedSeconds: 4, short }, at(1))
    expect(rowAfter(S.started, S.queued, abandoned(true))).toMatchObject({
      outcome: 'abandoned',
      ended_at: at(1),
      wait_s: 4,
      short_abandon: 1,
    })
    expect(rowAfter(S.started, S.queued, abandoned(false))).toMatchObject({ short_abandon: 0 })
  })
})

describe('a message', () => {
  test('is received from the customer', () =>
    expect(rowAfter(S.received)).toEqual({
      ...unknown,
      channel: 'email',
      mode: 'message',
      direction: 'inbound',
      party_id: S.maria,
      request_id: S.request,
      outcome: 'received',
    }))

  test('is sent by an agent or by the house, and what becomes of it is told later', () => {
    expect(rowAfter(S.sent)).toMatchObject({
      direction: 'outbound',
      agent_id: S.ana,
      outcome: 'sent',
    })
    const { agentId: _, ...automatic } = S.reply
    expect(rowAfter(happened('MessageSent', automatic))).toMatchObject({ agent_id: null })
    expect(rowAfter(S.sent, S.delivered)).toMatchObject({ outcome: 'delivered', ended_at: null })
    expect(rowAfter(S.sent, S.failed)).toMatchObject({ outcome: 'failed' })
  })
})
