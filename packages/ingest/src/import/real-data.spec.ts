import { describe, expect, test } from '@jest/globals'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { meter } from '../file/bytes.ts'
import { inFolder, saved } from '../file/writing.samples.ts'
import { xesMap } from '../map/built-in.ts'
import type { ImportMap } from '../map/map.ts'
import type { SourceEvent } from '../map/source-event.ts'
import {
  clock,
  countTypes,
  deskOn,
  logOf,
  mapIn,
  now,
  requestsIn,
  right,
  type Desk,
} from './desk.samples.ts'
import { disturbed } from './disturbed.samples.ts'
import { eventsOf } from './reading.ts'

const data = process.env['DESKLEDGER_DATA']
const real = data === undefined ? describe.skip : describe
const why = data === undefined ? ' (skipped: DESKLEDGER_DATA is not set)' : ''
const file = (name: string) => join(data ?? '', name)

/** A desk on disk for one story. */
const onDisk = <A>(story: (desk: Desk, folder: string) => Promise<A>): Promise<A> =>
  inFolder(async (folder) => {
    const store = right(
      sqliteEventStore({ file: join(folder, 'events.db'), clock, durability: 'normal' }),
    )
    try {
      return await story(deskOn(folder, store), folder)
    } finally {
      await store.close()()
    }
  })

/** The events of a file by case, read without importing anything. */
const casesIn = async (
  name: string,
  map: ImportMap,
): Promise<ReadonlyMap<string, ReadonlyArray<SourceEvent>>> => {
  const cases = new Map<string, Array<SourceEvent>>()
  for await (const event of eventsOf({ file: file(name), map, latest: () => now, seen: meter() })) {
    if ('flaw' in event) throw new Error(`line ${event.line} is broken`)
    const known = cases.get(event.case)
    if (known === undefined) cases.set(event.case, [event])
    else known.push(event)
  }
  return cases
}

const nothing = { total: 0, first: [] }
const length = async (desk: Desk) => (await logOf(desk)).length

real(`the history of a help desk${why}`, () => {
  const name = 'event-logs/helpdesk.xes.gz'

  test(
    'is recorded in full and in order, once',
    () =>
      onDisk(async (desk) => {
        const report = right(await desk.bring(file(name)))
        const log = await logOf(desk)
        expect(countTypes(log)).toMatchObject({
          RequestOpened: 4_580,
          ActivityRecorded: 21_348,
          RequestClosed: 4_559,
          PartyRegistered: 397,
          RoleAssumed: 397,
          AgentEnrolled: 22,
          ImportStarted: 1,
          ImportCompleted: 1,
        })
        expect(report.counts).toMatchObject({
          cases: 4_580,
          events: 21_348,
          products: 21,
          broken: 0,
          partly: 0,
        })
        expect(report.possibleDoubles).toEqual(nothing)

        const requests = requestsIn(log)
        expect(requests.size).toBe(4_580)
        const skus = new Set<unknown>()
        for (const [subject, events] of await casesIn(name, xesMap)) {
          const { activities = [], state } = requests.get(subject) ?? {}
          const places = (
            list: ReadonlyArray<{ readonly at: number; readonly activity: string }>,
          ) => list.map(({ activity, at }) => `${at} ${activity}`)
          expect(places(activities)).toEqual(places(events))
          expect(state).toMatchObject({ file: { sku: events.at(-1)?.sku } })
          skus.add(events.at(-1)?.sku)
        }
        expect(skus.size).toBe(21)

        expect(right(await desk.bring(file(name))).counts).toMatchObject({
          recorded: 0,
          resumed: 21_348,
        })
        expect(await length(desk)).toBe(log.length)
      }),
    240_000,
  )

  test(
    'with one event lost, one doubled and two swapped adds one and finds the others',
    () =>
      onDisk(async (desk, folder) => {
        right(await desk.bring(file(name)))
        const before = await length(desk)
        const text = gunzipSync(readFileSync(file(name))).toString('utf8')
        const { changed, lost, doubled, swapped } = disturbed(text)
        const report = right(await desk.bring(saved(folder, 'copy.xes', changed)))
        expect(report.counts).toMatchObject({ recorded: 1, known: 21_347, events: 21_348 })
        expect(report.missing).toEqual({ total: 1, first: [lost] })
        expect(report.possibleDoubles).toEqual({ total: 1, first: [doubled] })
        expect(report.outOfOrder).toEqual({ total: 2, first: swapped })
        const added = (await logOf(desk)).slice(before)
        expect(countTypes(added)).toEqual({
          ImportStarted: 1,
          ActivityRecorded: 1,
          ImportCompleted: 1,
        })
      }),
    240_000,
  )

  test(
    'is taken back and recorded again',
    () =>
      onDisk(async (desk) => {
        const { batchId } = right(await desk.bring(file(name)))
        expect(right(await desk.takeBack(batchId))).toEqual({ requests: 4_580, activities: 21_348 })
        const held = [...requestsIn(await logOf(desk)).values()].map(
          ({ state }) => Object.keys(state.batches).length,
        )
        expect(Math.max(...held)).toBe(0)
        const before = await length(desk)
        expect(right(await desk.takeBack(batchId))).toEqual({ requests: 0, activities: 0 })
        expect(await length(desk)).toBe(before)
        expect(right(await desk.bring(file(name))).counts).toMatchObject({
          recorded: 21_348,
          requestsOpened: 4_580,
        })
      }),
    240_000,
  )
})

real(`the permit receipts of a municipality${why}`, () => {
  test(
    'are recorded with the channel on which each came',
    () =>
      onDisk(async (desk) => {
        const report = right(await desk.bring(file('event-logs/08_receipt.xes.gz')))
        expect(report.counts).toMatchObject({
          cases: 1_434,
          events: 8_577,
          recorded: 8_577,
          broken: 0,
        })
        expect(report.unmapped.channels).toEqual([{ label: 'Intern', n: 1 }])
        const opened = [...requestsIn(await logOf(desk)).values()].map(
          (told) => told.opened.channel ?? 'none',
        )
        const counts = opened.reduce<Record<string, number>>(
          (all, channel) => ({ ...all, [channel]: (all[channel] ?? 0) + 1 }),
          {},
        )
        expect(counts).toEqual({ web: 1_250, visit: 109, letter: 53, email: 21, none: 1 })
      }),
    120_000,
  )
})

real(`the incidents of a service desk${why}`, () => {
  const map = mapIn(
    new URL('../../../../examples/service-desk-import/incidents.map.json', import.meta.url)
      .pathname,
  )

  test(
    'are recorded by the words of the map in the examples',
    () =>
      onDisk(async (desk) => {
        const table = file('servicenow-incidents/incident_event_log_sample.csv')
        const report = right(await desk.bring(table, { map }))
        expect(report.counts).toMatchObject({
          cases: 890,
          events: 5_998,
          recorded: 5_998,
          broken: 0,
          partly: 0,
        })
        expect(report.counts).toMatchObject({ parties: 639, agents: 171, requestsOpened: 890 })
        expect(report.unmapped).toEqual({ channels: [], priorities: [] })
        const log = await logOf(desk)
        expect(countTypes(log)).toMatchObject({
          RequestOpened: 890,
          ActivityRecorded: 5_998,
          RequestClosed: 890,
        })
        const states = [...requestsIn(log).values()].map(({ state }) => state.status)
        expect(new Set(states)).toEqual(new Set(['closed']))
        expect(right(await desk.bring(table, { map })).counts).toMatchObject({ recorded: 0 })
        expect(await length(desk)).toBe(log.length)
      }),
    120_000,
  )
})
