import { describe, expect, test } from '@jest/globals'
import { anyLog } from '@deskledger/domain/testing'
import { id } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { cases, minutes, type Case } from './cases.samples.ts'
import { after, afterLog, inOrder } from './given.samples.ts'
import { directlyFollows, processEvent, processTrace, processVariant } from './index.ts'

const read = (...all: ReadonlyArray<Case>) => after(...cases(...all))

describe('for any cases', () => {
  const anyCases = fc.array(
    fc.array(
      fc.record({
        activity: fc.constantFrom('a', 'b', 'c'),
        minute: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 8 },
    ),
    { maxLength: 8 },
  )
  const law = (statement: string, check: (all: ReadonlyArray<Case>) => void) =>
    test(statement, () => fc.assert(fc.property(anyCases, check), { numRuns: 60 }))

  law('variants are what a fold over the steps says', (all) =>
    expect(inOrder(read(...all).rows(processVariant)).map(short)).toEqual(
      all.flatMap((steps, i) => {
        if (steps.length === 0) return []
        const names = steps.map(({ activity }) => activity)
        const collapsed = names.filter((name, n) => name !== names[n - 1])
        const times = steps.map(({ minute }) => minute)
        const lead = Math.max(...times) - Math.min(...times)
        return [[id(i + 1), names.join(' > '), collapsed.join(' > '), names.length, minutes(lead)]]
      }),
    ),
  )

  law('what directly follows is what a fold over the steps says', (all) => {
    const waits = new Map<string, Array<number>>()
    for (const steps of all)
      steps.forEach(({ activity, minute }, n) => {
        const before = steps[n - 1]
        if (before === undefined) return
        const pair = `${before.activity} ${activity}`
        waits.set(pair, [...(waits.get(pair) ?? []), minutes(minute - before.minute)])
      })
    const rows = inOrder(read(...all).rows(directlyFollows))
    expect(rows.map((row) => `${row.activity} ${row.next_activity}`)).toEqual(
      [...waits.keys()].sort(),
    )
    for (const { activity, next_activity, n, mean_wait_ms, median_wait_ms } of rows) {
      const own = (waits.get(`${activity} ${next_activity}`) ?? []).sort((a, b) => a - b)
      const [low = 0, high = 0] = [own[Math.ceil(n / 2) - 1], own[Math.floor(n / 2)]]
      expect([n, mean_wait_ms, median_wait_ms]).toEqual([
        own.length,
        awayFromZero(own.reduce((sum, wait) => sum + wait, 0) / n),
        awayFromZero((low + high) / 2),
      ])
    }
  })

  test('every step is in the variant of its case, whatever an import says was its own', () =>
    fc.assert(
      fc.property(anyLog, (log) => {
        const { rows } = afterLog(log)
        const counted = rows(processVariant).reduce((sum, { steps }) => sum + steps, 0)
        expect(counted).toBe(rows(processEvent).length)
      }),
    ))

  law('one thing follows another as often as there are steps less first ones', (all) => {
    const follow = read(...all)
      .rows(directlyFollows)
      .reduce((sum, { n }) => sum + n, 0)
    const begun = all.filter((steps) => steps.length > 0)
    expect(follow).toBe(begun.flat().length - begun.length)
  })

  law('the waits of a case told in order add up to its lead time', (all) => {
    const chronological = all.map((steps) => [...steps].sort((a, b) => a.minute - b.minute))
    const told = read(...chronological)
    for (const { request_id, lead_ms } of told.rows(processVariant)) {
      const trace = inOrder(told.rows(processTrace)).filter(
        (step) => step.request_id === request_id,
      )
      expect(trace.map(({ seq }) => seq)).toEqual(trace.map((_, n) => n + 1))
      expect(trace.reduce((sum, { wait_ms }) => sum + (wait_ms ?? 0), 0)).toBe(lead_ms)
    }
  })
})

const short = (row: {
  readonly request_id: string
  readonly variant: string
  readonly variant_collapsed: string
  readonly steps: number
  readonly lead_ms: number
}) => [row.request_id, row.variant, row.variant_collapsed, row.steps, row.lead_ms]

const awayFromZero = (n: number): number => Math.sign(n) * Math.floor(Math.abs(n) + 0.5) + 0
