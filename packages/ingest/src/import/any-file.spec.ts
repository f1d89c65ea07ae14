import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { join } from 'node:path'
import {
  inFolder,
  saved,
  timeOf,
  xesOf,
  type WrittenCase,
  type WrittenEvent,
} from '../file/writing.samples.ts'
import { deskOn, logOf, requestsIn, right } from './desk.samples.ts'

const step = (activity: string, minute: number, resource = 'Ana'): WrittenEvent => ({
  activity,
  minute,
  fields: { 'org:resource': resource },
})
describe('any file, permuted, thinned out and doubled', () => {
  const anyEvent = fc
    .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 1 }), fc.constantFrom('Ana', 'Ben'))
    .map(([activity, minute, resource]) => step(activity, minute, resource))
  const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 8 })
  const anyCase = (name: string) => anyEvents.map((events): WrittenCase => ({ name, events }))
  const anyLog = fc.tuple(anyCase('c'), anyCase('d'))
  /** Any order of the events, each left out, once or twice; one more at least, so that the case is there. */
  const changed = (events: ReadonlyArray<WrittenEvent>) =>
    fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 2 }), {
          minLength: events.length,
          maxLength: events.length,
        }),
        anyEvent,
      )
      .chain(([times, more]) =>
        fc.shuffledSubarray([...events.flatMap((one, i) => Array(times[i] ?? 1).fill(one)), more], {
          minLength: 1,
        }),
      ) as fc.Arbitrary<ReadonlyArray<WrittenEvent>>
  const anyTwo = anyLog.chain((log) =>
    fc.tuple(
      fc.constant(log),
      fc.tuple(
        ...log.map(({ name, events }) =>
          changed(events).map((all): WrittenCase => ({ name, events: all })),
        ),
      ),
    ),
  )

  const keyOf = ({ activity, minute, fields = {} }: WrittenEvent) =>
    `${activity} ${timeOf(minute)} ${fields['org:resource'] ?? ''}`
  /** Each event with how many alike came before it. */
  const numbered = (events: ReadonlyArray<WrittenEvent>): ReadonlyArray<string> => {
    const seen = new Map<string, number>()
    return events.map((event) => {
      const n = seen.get(keyOf(event)) ?? 0
      seen.set(keyOf(event), n + 1)
      return `${keyOf(event)} ${n}`
    })
  }
  /** What a comparison has to find, worked out the slow way. */
  const expected = (first: ReadonlyArray<WrittenEvent>, then: ReadonlyArray<WrittenEvent>) => {
    const [before, after] = [numbered(first), numbered(then)]
    const isKnown = new Set(before.map((name) => name.slice(0, -2)))
    const fresh = after.filter((name) => !before.includes(name))
    const common = before.filter((name) => after.includes(name))
    const inFile = after.filter((name) => before.includes(name))
    return {
      recorded: fresh.length,
      missing: before.filter((name) => !after.includes(name)).length,
      possibleDoubles: fresh.filter((name) => isKnown.has(name.slice(0, -2))).length,
      outOfOrder: common.filter((name, i) => inFile[i] !== name).length,
      log: [...before, ...fresh].sort(),
    }
  }
  const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((all, n) => all + n, 0)

  test('adds what is more, misses what is less, loses nothing', () =>
    fc.assert(
      fc.asyncProperty(anyTwo, ([first, then]) =>
        inFolder(async (folder) => {
          const desk = deskOn(folder)
          right(await desk.bring(saved(folder, 'one.xes', xesOf(first))))
          const report = right(await desk.bring(saved(folder, 'two.xes', xesOf(then))))
          const wanted = first.map(({ events }, i) => expected(events, then[i]?.events ?? []))
          expect(report.counts.recorded).toBe(sum(wanted.map(({ recorded }) => recorded)))
          expect(report.missing.total).toBe(sum(wanted.map(({ missing }) => missing)))
          expect(report.possibleDoubles.total).toBe(sum(wanted.map((one) => one.possibleDoubles)))
          expect(report.outOfOrder.total).toBe(sum(wanted.map(({ outOfOrder }) => outOfOrder)))
          const requests = requestsIn(await logOf(desk))
          first.forEach(({ name }, i) =>
            expect(requests.get(name)?.activities).toHaveLength(wanted[i]?.log.length ?? 0),
          )
          const { length } = await logOf(desk)
          right(await desk.bring(join(folder, 'two.xes')))
          expect((await logOf(desk)).length).toBe(length)
        }),
      ),
      { numRuns: 150 },
    ))
})
