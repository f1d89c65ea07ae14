import { describe, expect, test } from '@jest/globals'
import { Requests as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, place } from './given.samples.ts'
import { processEvent } from './index.ts'

const { happened } = S.story
const stepsAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(processEvent)
const namesAfter = (...facts: ReadonlyArray<Event>) =>
  stepsAfter(...facts).map(({ activity }) => activity)

const shut = happened('ActivityRecorded', { ...S.shut, resource: S.ben }, at(9))

describe('a step of a case', () => {
  test('is every event of a request that was opened here, by its type', () =>
    expect(namesAfter(...S.settled)).toEqual([
      'RequestOpened',
      'ResponsibleAssigned',
      'RequestAccepted',
      'SolutionProposed',
      'RequestClosed',
    ]))

  test('is every recorded activity of an imported request, by its label, and nothing else', () =>
    expect(stepsAfter(S.imported, S.recorded, S.proposed, shut, S.closed)).toEqual([
      {
        request_id: S.leak,
        revision: 1,
        position: place(2),
        activity: 'Fault reported',
        at: at(0),
        resource: null,
        department: null,
      },
      {
        request_id: S.leak,
        revision: 3,
        position: place(4),
        activity: 'Fault closed',
        at: at(9),
        resource: S.ben,
        department: null,
      },
    ]))

  test('has the label also where activities are recorded of any other request', () =>
    expect(namesAfter(S.opened, S.recorded)).toEqual(['RequestOpened', 'Fault reported']))

  test('is done by whoever of us acts, or else by whom it goes to', () => {
    const resources = (...facts: ReadonlyArray<Event>) =>
      stepsAfter(S.opened, ...facts).map(({ resource }) => resource)
    const queue = { to: S.toEngineers.to, how: 'routing', by: S.bySystem } as const
    expect(resources(S.assigned, S.taskAssigned, happened('ResponsibleAssigned', queue))).toEqual([
      'clerk',
      S.ana,
      S.ana,
      null,
    ])
    const given = { taskId: S.inspection, to: S.ben, by: S.bySystem, department: 'workshop' }
    expect(stepsAfter(S.opened, happened('TaskAssigned', given))[1]).toMatchObject({
      resource: S.ben,
      department: 'workshop',
    })
    const taken = { ...S.accepted, data: { ...S.accepted.data, by: S.bySystem } } as Event
    expect(resources(taken)).toEqual(['clerk', S.ana])
    const chief = happened('RequestAcknowledged', { automatic: false, by: S.bySupervisor })
    expect(resources(chief, S.solutionAccepted)).toEqual(['clerk', 'chief', null])
  })
})

test('a case is known by its own id', () => {
  const other = { ...S.opened, data: { ...S.opened.data, requestId: id(302) } } as Event
  expect(stepsAfter(S.opened, other).map(({ request_id }) => request_id)).toEqual([S.leak, id(302)])
})
