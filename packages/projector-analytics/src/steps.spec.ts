import { describe, expect, test } from '@jest/globals'
import { Requests, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { after, afterLog, place, type Log } from './given.samples.ts'
import { anyHonestLog } from './honest.samples.ts'
import { processCase, processEvent } from './index.ts'

interface Step {
  readonly request_id: string
  readonly revision: number
  readonly activity: string
}

/** Told again, step by step, as the documentation of `process_event` says it. */
const stepsOf = (log: Log): ReadonlyArray<Step> => {
  let steps: ReadonlyArray<Step> = []
  const own = new Set<string>()
  for (const e of log) {
    if (!e.stream.startsWith('request-')) continue
    const request_id = e.stream.slice('request-'.length)
    const { revision } = e
    const add = (activity: string) => (steps = [...steps, { request_id, revision, activity }])
    if (e.type === 'RequestOpened') {
      if (e.data.origin === 'import' || e.data.batchId !== undefined) own.delete(request_id)
      else own.add(request_id)
    }
    if (e.type === 'ActivityRecorded') add(e.data.activity)
    else if (e.type === 'ActivitiesWithdrawn') {
      const { revisions } = e.data
      steps = steps.filter(
        (step) => step.request_id !== request_id || !revisions.includes(step.revision),
      )
    } else if (own.has(request_id)) add(e.type)
  }
  return [...steps].sort((a, b) =>
    a.request_id === b.request_id ? a.revision - b.revision : a.request_id < b.request_id ? -1 : 1,
  )
}

const law = (statement: string, check: (log: Log) => void) =>
  test(statement, () => fc.assert(fc.property(anyHonestLog, check), { numRuns: 60 }))

describe('in any log', () => {
  law('the steps of all cases are those that its events tell', (log) =>
    expect(
      afterLog(log)
        .rows(processEvent)
        .map(({ request_id, revision, activity }) => ({ request_id, revision, activity })),
    ).toEqual(stepsOf(log)),
  )

  law('a case counts its steps, and no step is without a case', (log) => {
    const read = afterLog(log)
    const counted = new Map<string, number>()
    for (const { request_id } of read.rows(processEvent))
      counted.set(request_id, (counted.get(request_id) ?? 0) + 1)
    for (const { request_id, activities } of read.rows(processCase)) {
      expect([request_id, activities]).toEqual([request_id, counted.get(request_id) ?? 0])
      counted.delete(request_id)
    }
    expect(counted.size).toBe(0)
  })

  law('a step says where its event stands, what it was and when', (log) => {
    const events = new Map(log.map((e, i) => [place(i + 1), e]))
    for (const { request_id, revision, position, at } of afterLog(log).rows(processEvent))
      expect(events.get(position)).toMatchObject({
        stream: `request-${request_id}`,
        revision,
        occurredAt: at,
      })
  })
})

/** What an import brings to a request, and that it is taken back; its first revision is `first`. */
const inVain = (requestId: string, first: number, n: number): ReadonlyArray<Event> => {
  const brought = Array.from({ length: n }, (_, i) => ({
    type: 'ActivityRecorded',
    data: {
      ...Requests.recorded.data,
      requestId,
      batchId: id(999),
      sourceId: `in-vain_event-${i}`,
    },
  }))
  const revisions = brought.map((_, i) => first + i)
  const back = { requestId, batchId: id(999), revisions, by: Requests.byImport, at: at(0) }
  return [...brought, { type: 'ActivitiesWithdrawn', data: back }] as object as ReadonlyArray<Event>
}

test('an import that comes and is taken back leaves the steps of any log as they were', () =>
  fc.assert(
    fc.property(anyHonestLog, fc.integer({ min: 1, max: 3 }), (log, n) => {
      const revisions = log.filter(({ stream }) => stream === `request-${id(1)}`).length
      const facts: ReadonlyArray<Event> = [...log, ...inVain(id(1), revisions, n)]
      const [before, later] = [afterLog(log), after(...facts)]
      const casesOf = ({ rows }: typeof before) =>
        rows(processCase).map((row) => ({ ...row, last_at: 0 }))
      expect(later.rows(processEvent)).toEqual(before.rows(processEvent))
      expect(casesOf(later)).toEqual(casesOf(before))
    }),
    { numRuns: 60 },
  ))
