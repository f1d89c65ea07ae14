import { describe, expect, test } from '@jest/globals'
import { at, id } from '@deskledger/kernel/testing'
import type { AnyView } from '@deskledger/projection'
import { cases, minutes, run, type Case } from './cases.samples.ts'
import { after, inOrder, place } from './given.samples.ts'
import { directlyFollows, processTrace, processVariant } from './index.ts'

/** The rows of a view once these cases were told. */
const rows = <Of extends AnyView>(of: Of, ...all: ReadonlyArray<Case>) =>
  inOrder(after(...cases(...all)).rows(of))

describe('the trace of a case', () => {
  test('numbers its steps from 1, with the time since the one before', () =>
    expect(rows(processTrace, run('a 0, b 5, a 5'))).toEqual([
      {
        request_id: id(1),
        seq: 1,
        position: place(2),
        activity: 'a',
        at: at(0),
        resource: null,
        wait_ms: null,
      },
      {
        request_id: id(1),
        seq: 2,
        position: place(3),
        activity: 'b',
        at: at(5),
        resource: null,
        wait_ms: minutes(5),
      },
      {
        request_id: id(1),
        seq: 3,
        position: place(4),
        activity: 'a',
        at: at(5),
        resource: null,
        wait_ms: 0,
      },
    ]))

  test('keeps the order of the log where something is told late', () =>
    expect(rows(processTrace, run('a 5, b 2'))).toMatchObject([
      { activity: 'a', wait_ms: null },
      { activity: 'b', wait_ms: -minutes(3) },
    ]))
})

describe('the variant of a case', () => {
  test('names all its activities in order, and once what repeats at once', () =>
    expect(rows(processVariant, run('a 0, a 1, b 4, a 9'))).toEqual([
      {
        request_id: id(1),
        case_type: 'fault',
        variant: 'a > a > b > a',
        variant_collapsed: 'a > b > a',
        steps: 4,
        lead_ms: minutes(9),
        first_at: at(0),
        last_at: at(9),
      },
    ]))

  test('lasts from its earliest step to its latest, whatever was told first', () =>
    expect(rows(processVariant, run('a 5, b 2, c 4'))).toMatchObject([
      { variant: 'a > b > c', lead_ms: minutes(3), first_at: at(2), last_at: at(5) },
    ]))

  test('is there only if it has a step', () =>
    expect(rows(processVariant, [], run('a 0'))).toMatchObject([{ request_id: id(2) }]))
})

describe('a single case', () => {
  const planOf = (view: string) =>
    after().queryPlan(`SELECT * FROM ${view} WHERE request_id = '${id(1)}'`)

  test('is looked up, and no other case is read for it', () => {
    for (const view of ['process_trace', 'process_variant']) {
      const plan = planOf(view).filter((step) => /process_event|\b(step|earlier)\b/.test(step))
      expect(plan).not.toEqual([])
      for (const step of plan) expect(step).toMatch(/^SEARCH .* \(request_id=\?/)
    }
  })
})

describe('what directly follows', () => {
  test('is counted over all cases, with the mean and the middle of the waits', () =>
    expect(rows(directlyFollows, run('a 0, b 1'), run('a 0, b 2, a 2'), run('a 0, b 9'))).toEqual([
      {
        activity: 'a',
        next_activity: 'b',
        n: 3,
        mean_wait_ms: minutes(4),
        median_wait_ms: minutes(2),
      },
      { activity: 'b', next_activity: 'a', n: 1, mean_wait_ms: 0, median_wait_ms: 0 },
    ]))

  test('has the mean of both middle waits where there are two, rounded away from 0', () => {
    const soon = (ms: number): Case => [
      { activity: 'a', minute: 0 },
      { activity: 'b', minute: ms / 60_000 },
    ]
    const middle = (...waits: ReadonlyArray<number>) => rows(directlyFollows, ...waits.map(soon))[0]
    expect(middle(9, 1, 4, 3)).toMatchObject({ mean_wait_ms: 4, median_wait_ms: 4 })
    expect(middle(-3, -4)).toMatchObject({ mean_wait_ms: -4, median_wait_ms: -4 })
    expect(middle(5, 5, 5, 6)).toMatchObject({ mean_wait_ms: 5, median_wait_ms: 5 })
  })

  test('is nothing in an empty log, nor in cases of a single step', () => {
    expect(rows(directlyFollows)).toEqual([])
    expect(rows(directlyFollows, run('a 0'), run('a 1'))).toEqual([])
  })
})
