import { describe, expect, test } from '@jest/globals'
import { Works as S, place, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { workItem, workRefusal, workRequirement } from './index.ts'

const { happened } = S.story
const { requested, anaChosen, offeredToAna, acceptedByAna, declinedByAna, lapsed, putBack } = S
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(workItem)[0]

describe('a piece of work', () => {
  test('begins with what it takes', () => {
    const urgent = happened(
      'WorkRequested',
      { ...S.boiler, ...S.ofRequest, preferred: S.ben, dueAt: at(90) },
      at(1),
    )
    expect(rowAfter(urgent)).toEqual({
      work_id: S.boilerWork,
      subject_kind: 'request',
      subject_id: S.boilerRequest,
      request_id: S.boilerRequest,
      queue: 'engineers',
      priority: 2,
      weight: 2,
      preferred_agent: S.ben,
      due_at: at(90),
      requested_at: at(1),
      status: 'requested',
      offered_to: null,
      offer_expires_at: null,
      accepted_by: null,
      accepted_at: null,
      completed_at: null,
      withdrawn_at: null,
      withdrawn_because: null,
      decisions: 0,
      refusals: 0,
      rounds: 0,
      round_from: null,
      as_of_position: place(1),
    })
    expect(rowAfter(happened('WorkRequested', S.boiler))).toMatchObject({
      request_id: null,
      preferred_agent: null,
      due_at: null,
    })
  })

  test('is not there before it is requested', () =>
    expect(
      rowAfter(anaChosen, offeredToAna, acceptedByAna, lapsed, putBack, S.completed, S.withdrawn),
    ).toBeUndefined())

  test('is offered to one until that one answers', () => {
    const asked = [requested, anaChosen, offeredToAna]
    const unasked = { offered_to: null, offer_expires_at: null }
    expect(rowAfter(...asked)).toMatchObject({
      status: 'offered',
      offered_to: S.ana,
      offer_expires_at: at(2),
      decisions: 1,
      as_of_position: place(3),
    })
    expect(rowAfter(...asked, declinedByAna)).toMatchObject({
      ...unasked,
      status: 'requested',
      refusals: 1,
      as_of_position: place(4),
    })
    expect(rowAfter(...asked, lapsed)).toMatchObject({
      ...unasked,
      status: 'requested',
      refusals: 1,
    })
    expect(rowAfter(...asked, acceptedByAna)).toMatchObject(unasked)
    expect(rowAfter(...asked, S.completed)).toMatchObject(unasked)
    expect(rowAfter(...asked, S.withdrawn)).toMatchObject(unasked)
  })

  test('is with whoever accepted it, also when it is done', () => {
    const accepted = happened('WorkAccepted', { agentId: S.ana, afterSeconds: 60 }, at(3))
    const done = happened('WorkCompleted', { agentId: S.ana }, at(40))
    const taken = [requested, anaChosen, offeredToAna, accepted]
    expect(rowAfter(...taken)).toMatchObject({
      status: 'accepted',
      accepted_by: S.ana,
      accepted_at: at(3),
      as_of_position: place(4),
    })
    expect(rowAfter(...taken, done)).toMatchObject({
      status: 'completed',
      accepted_by: S.ana,
      completed_at: at(40),
      as_of_position: place(5),
    })
  })

  test('may be withdrawn for a reason', () =>
    expect(
      rowAfter(requested, happened('WorkWithdrawn', { reason: 'requestClosed' }, at(8))),
    ).toMatchObject({
      status: 'withdrawn',
      withdrawn_at: at(8),
      withdrawn_because: 'requestClosed',
      as_of_position: place(2),
    }))

  test('is put back round by round', () =>
    expect(
      rowAfter(requested, declinedByAna, putBack, happened('WorkRequeued', { round: 2 })),
    ).toMatchObject({
      rounds: 2,
      round_from: place(4),
      status: 'requested',
      as_of_position: place(4),
    }))
})

describe('what work takes', () => {
  const requirements = (skills: ReadonlyArray<{ readonly skill: string; readonly min: number }>) =>
    after(happened('WorkRequested', { ...S.boiler, skills })).rows(workRequirement)
  const work_id = S.boilerWork

  test('is each of its skills', () =>
    expect(
      requirements([
        { skill: 'repair', min: 2 },
        { skill: 'safety', min: 1 },
      ]),
    ).toEqual([
      { work_id, skill: 'repair', min_proficiency: 2 },
      { work_id, skill: 'safety', min_proficiency: 1 },
    ]))

  test('may be nothing', () => expect(requirements([])).toEqual([]))

  test('is the higher level where a skill is named twice', () => {
    const twice = [
      { skill: 'repair', min: 4 },
      { skill: 'repair', min: 2 },
    ]
    const one = [{ work_id, skill: 'repair', min_proficiency: 4 }]
    expect(requirements(twice)).toEqual(one)
    expect(requirements(twice.toReversed())).toEqual(one)
  })
})

describe('a refusal', () => {
  test('says who did not take what, and why', () => {
    const rows = after(requested, declinedByAna, lapsed).rows(workRefusal)
    const both = { work_id: S.boilerWork, agent_id: S.ana }
    expect(rows).toEqual([
      { position: place(2), ...both, at: at(0), how: 'declined', reason: 'tooFar' },
      { position: place(3), ...both, at: at(2), how: 'lapsed', reason: null },
    ])
  })
})
