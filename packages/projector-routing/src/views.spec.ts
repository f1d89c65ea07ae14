import { describe, expect, test } from '@jest/globals'
import { Agents, Requests as S, Works, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from './given.samples.ts'
import { agentLoad, queueLoad } from './index.ts'

const { happened } = S.story
const opened = (minutes: number) =>
  happened(
    'RequestOpened',
    { ...S.report, caseType: S.fault.def, category: 'incident' },
    at(minutes),
  )
const priority = (n: number) => happened('PrioritySet', { priority: n, from: 'matrix' })
const request = (n: number, ...facts: ReadonlyArray<Event>) =>
  of({ requestId: id(300 + n) }, ...facts)

describe('the load of queues', () => {
  test('is what lies there, with the most urgent and the oldest of it', () => {
    const team = happened('ResponsibleAssigned', {
      to: { kind: 'team', id: 'engineers' },
      how: 'manual',
      by: S.byAna,
    })
    const rows = after(
      ...request(1, opened(5), S.queued, priority(4)),
      ...request(2, opened(3), S.queued, priority(2)),
      ...request(3, opened(1), S.queued, S.proposed, S.closed),
      ...request(4, opened(1), S.assigned),
      ...request(5, opened(7), team),
    ).rows(queueLoad)
    const responsible_id = 'engineers'
    expect(rows).toEqual([
      {
        responsible_kind: 'queue',
        responsible_id,
        requests: 2,
        most_urgent: 2,
        oldest_opened_at: at(3),
      },
      {
        responsible_kind: 'team',
        responsible_id,
        requests: 1,
        most_urgent: null,
        oldest_opened_at: at(7),
      },
    ])
  })
})

describe('the load of agents', () => {
  const { requested, offeredToAna, acceptedByAna } = Works

  test('is what each is asked to take, has, and sees to, beside what is free', () => {
    const other = { ...requested, data: { ...requested.data, workId: id(203) } } as Event
    const asked = { ...offeredToAna, data: { ...offeredToAna.data, workId: id(203) } } as Event
    const facts = [
      Agents.enrolled,
      Agents.nowAvailable,
      requested,
      offeredToAna,
      acceptedByAna,
      Agents.boilerReserved,
      other,
      asked,
    ]
    expect(after(...facts).rows(agentLoad)).toEqual([
      {
        agent_id: Agents.ana,
        presence: 'available',
        capacity_units: 3,
        used_units: 2,
        free_units: 1,
        offered: 1,
        accepted: 1,
        responsible_for: 0,
      },
    ])
  })

  test('is nothing that is done, and no request of others or at its end', () => {
    const { requested, offeredToAna, acceptedByAna, completed } = Works
    const namesake = happened('ResponsibleAssigned', {
      to: { kind: 'queue', id: Agents.ana },
      how: 'manual',
      by: S.byAna,
    })
    const facts = [
      Agents.enrolled,
      requested,
      offeredToAna,
      acceptedByAna,
      completed,
      ...request(1, opened(0), S.assigned, S.proposed),
      ...request(2, opened(0), S.assigned, S.proposed, S.closed),
      ...request(3, opened(0), namesake),
      ...request(4, opened(0), S.assigned, S.handedOver),
    ]
    expect(after(...facts).rows(agentLoad)).toMatchObject([
      { offered: 0, accepted: 0, responsible_for: 1 },
    ])
  })

  test('is of those who have not left', () =>
    expect(after(Agents.enrolled, Agents.left).rows(agentLoad)).toEqual([]))
})
