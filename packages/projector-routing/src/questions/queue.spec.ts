import { describe, expect, test } from '@jest/globals'
import { Requests as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from '../given.samples.ts'
import { q05, q06, q08 } from '../index.ts'

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
const days = 24 * 60
/** Another request, so that it is so late. */
const later = (minutes: number) => request(99, opened(minutes), S.cancelled)

describe('the next of a queue (Q05)', () => {
  const next = (...facts: ReadonlyArray<Event>) =>
    after(...facts).answer(q05, { queue: 'engineers' })

  test('is nothing where there is nothing', () => expect(next()).toEqual([]))

  test('is the most urgent, 1 before 5, then the oldest; 3 where no priority is set', () => {
    const rows = next(
      ...request(1, opened(0), S.queued, priority(5)),
      ...request(2, opened(1), S.queued),
      ...request(3, opened(2), S.queued, priority(1)),
      ...request(4, opened(3), S.queued, priority(3)),
      ...request(5, opened(-1), S.queued, priority(3)),
    )
    expect(rows.map(({ request_id }) => request_id)).toEqual([
      id(303),
      id(305),
      id(302),
      id(304),
      id(301),
    ])
    expect(rows[0]).toEqual({
      request_id: id(303),
      number: null,
      subject: 'The boiler leaks again',
      priority: 1,
      status: 'open',
      opened_at: at(2),
    })
    expect(rows[2]).toMatchObject({ priority: null })
  })

  test('is open or in progress, and lies with the queue itself', () => {
    const elsewhere = happened('ResponsibleAssigned', {
      to: { kind: 'queue', id: 'complaints' },
      how: 'manual',
      by: S.byAna,
    })
    const agentOfThatName = happened('ResponsibleAssigned', {
      to: { kind: 'agent', id: 'engineers' },
      how: 'manual',
      by: S.byAna,
    })
    const rows = next(
      ...request(1, opened(0), S.accepted, S.queued),
      ...request(2, opened(0), S.queued, S.accepted, S.setWaiting),
      ...request(3, opened(0), S.queued, S.proposed),
      ...request(4, opened(0), elsewhere),
      ...request(5, opened(0), agentOfThatName),
      ...later(0),
    )
    expect(rows).toMatchObject([{ request_id: id(301), status: 'inProgress' }])
  })

  test('is what a team has, too', () => {
    const team = { to: { kind: 'team', id: 'engineers' }, how: 'manual', by: S.byAna } as const
    expect(next(opened(0), happened('ResponsibleAssigned', team))).toHaveLength(1)
  })

  test('is 50 requests at most', () => {
    const many = Array.from({ length: 51 }, (_, n) => request(n, opened(0), S.queued)).flat()
    expect(next(...many)).toHaveLength(50)
  })
})

describe('overdue tasks (Q06)', () => {
  const task = (n: number, minutes: number) => [
    happened('TaskCreated', { ...S.inspect, taskId: id(70 + n), dueAt: at(minutes) }),
  ]
  const given = (n: number, department: string, region: string) =>
    happened('TaskAssigned', { taskId: id(70 + n), to: S.ana, by: S.byAna, department, region })
  const overdue = (...facts: ReadonlyArray<Event>) => after(...facts).answer(q06)

  test('are none where there are none', () => expect(overdue()).toEqual([]))

  test('are counted by department and region, most first', () => {
    const rows = overdue(
      opened(0),
      ...task(1, 10),
      given(1, 'service', 'south'),
      ...task(2, 20),
      given(2, 'service', 'south'),
      ...task(3, 30),
      given(3, 'service', 'north'),
      ...task(4, 40),
      ...later(60),
    )
    expect(rows).toEqual([
      { department: 'service', region: 'south', n: 2, oldest_due_at: at(10) },
      { department: null, region: null, n: 1, oldest_due_at: at(40) },
      { department: 'service', region: 'north', n: 1, oldest_due_at: at(30) },
    ])
  })

  test('are due before now and not done', () => {
    const done = happened('TaskCompleted', { taskId: id(71), by: S.byAna })
    expect(overdue(opened(0), ...task(1, 10), done, ...task(2, 60), ...later(60))).toEqual([])
    expect(overdue(opened(0), ...task(2, 60), ...later(61))).toMatchObject([{ n: 1 }])
  })

  test('are none of a request that has ended or was taken back', () => {
    const tasks = task(1, 10)
    expect(overdue(opened(0), ...tasks, S.closed, ...later(60))).toEqual([])
    expect(overdue(opened(0), ...tasks, S.cancelled, ...later(60))).toEqual([])
    expect(overdue(S.imported, ...tasks, S.openingWithdrawn, ...later(60))).toEqual([])
  })
})

describe('stuck requests (Q08)', () => {
  const stuck = (facts: ReadonlyArray<Event>, given = {}) =>
    after(...facts)
      .answer(q08, given)
      .map(({ request_id, why }) => [request_id, why])

  test('are none where there are none', () => expect(stuck([])).toEqual([]))

  test('bounce, wait too long, or are old', () => {
    const bounced = [S.assigned, S.handedOver, S.handedOver, S.handedOver, S.handedOver]
    const until = happened('RequestSetWaiting', { ...S.forParts, until: at(3 * days) })
    const facts = [
      ...request(1, opened(0)),
      ...request(2, opened(1), S.setWaiting),
      ...request(3, opened(3 * days), ...bounced),
      ...request(4, opened(3 * days), until),
      ...request(5, opened(3 * days), ...bounced.slice(1, 4)),
      ...later(3 * days + 1),
    ]
    expect(stuck(facts)).toEqual([
      [id(303), 'bouncing'],
      [id(301), 'old'],
      [id(302), 'waiting'],
      [id(304), 'waiting'],
    ])
    expect(stuck(facts, { handoffs: 3, days: 4 })).toEqual([
      [id(303), 'bouncing'],
      [id(305), 'bouncing'],
      [id(304), 'waiting'],
    ])
  })

  test('wait as long as was told, however long that is', () => {
    const until = happened('RequestSetWaiting', { ...S.forParts, until: at(30 * days) })
    const facts = [...request(1, opened(5 * days), until), ...later(7 * days)]
    expect(stuck(facts)).toEqual([])
  })

  test('are older than so many days, not just as old', () => {
    expect(stuck([...request(1, opened(0)), ...later(3 * days)])).toEqual([])
    expect(stuck([...request(1, opened(0)), ...later(3 * days + 1)])).toEqual([[id(301), 'old']])
  })

  test('are not at their end', () =>
    expect(
      stuck([
        ...request(1, opened(0), S.closed),
        ...request(2, opened(0), S.cancelled),
        ...request(3, opened(0), S.proposed),
        ...later(9 * days),
      ]),
    ).toEqual([[id(303), 'old']]))
})
