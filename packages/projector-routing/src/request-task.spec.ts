import { describe, expect, test } from '@jest/globals'
import { Parties, Requests as S, place, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { requestTask } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(requestTask)[0]
const { opened, taskCreated, taskAssigned, taskTransferred, taskCompleted } = S
const inService = { department: 'service', region: 'south' } as const

describe('a task', () => {
  test('is open once it is created, and known by whose request it is', () => {
    const due = happened('TaskCreated', { ...S.inspect, dueAt: at(60) }, at(1))
    expect(rowAfter(opened, due)).toEqual({
      request_id: S.leak,
      task_id: S.inspection,
      party_id: S.maria,
      title: 'Look at the boiler',
      mandatory: 1,
      status: 'open',
      assignee: null,
      department: null,
      region: null,
      due_at: at(60),
      transfers: 0,
      created_at: at(1),
      assigned_at: null,
      completed_at: null,
      outcome: null,
      minutes: null,
      as_of_position: place(2),
    })
  })

  test('may be voluntary, of nobody’s request and never due', () => {
    const { partyId: _, ...data } = opened.data as typeof opened.data & { partyId?: string }
    const nobodys = { ...opened, data } as Event
    const voluntary = happened('TaskCreated', { ...S.inspect, mandatory: false })
    expect(rowAfter(nobodys, voluntary)).toMatchObject({
      party_id: null,
      mandatory: 0,
      due_at: null,
    })
  })

  test('is held by the agent it was assigned to, in the department and region of then', () => {
    const assigned = happened(
      'TaskAssigned',
      { taskId: S.inspection, to: S.ana, by: S.byAna, ...inService },
      at(5),
    )
    expect(rowAfter(opened, taskCreated, assigned)).toMatchObject({
      status: 'assigned',
      assignee: S.ana,
      ...inService,
      assigned_at: at(5),
      as_of_position: place(3),
    })
    expect(rowAfter(opened, taskCreated, assigned, taskTransferred)).toMatchObject({
      assignee: S.ben,
      department: null,
      region: null,
      transfers: 1,
      as_of_position: place(4),
    })
  })

  test('counts each time that it was passed on', () =>
    expect(
      rowAfter(opened, taskCreated, taskAssigned, taskTransferred, taskTransferred),
    ).toMatchObject({ transfers: 2 }))

  test('is done when it is completed, with what came of it', () => {
    const done = happened(
      'TaskCompleted',
      { taskId: S.inspection, by: S.byAna, outcome: 'sealWorn', minutes: 40 },
      at(30),
    )
    expect(rowAfter(opened, taskCreated, taskAssigned, done)).toMatchObject({
      status: 'done',
      assignee: S.ana,
      completed_at: at(30),
      outcome: 'sealWorn',
      minutes: 40,
      as_of_position: place(4),
    })
    expect(rowAfter(opened, taskCreated, taskCompleted)).toMatchObject({ minutes: null })
  })

  test('is not there before it is created', () =>
    expect(rowAfter(opened, taskAssigned, taskTransferred, taskCompleted)).toBeUndefined())

  test('loses its title with the customer whose request it was', () =>
    expect(rowAfter(opened, taskCreated, Parties.erased)).toMatchObject({
      title: null,
      status: 'open',
    }))
})
