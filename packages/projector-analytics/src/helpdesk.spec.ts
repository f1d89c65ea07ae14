import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { Event } from '@deskledger/domain/testing'
import { id } from '@deskledger/kernel/testing'
import { after, on } from './given.samples.ts'
import { directlyFollows, processCase, processEvent, processVariant } from './index.ts'

// What an independent tool (pm4py 2.7.14) found in the same file: see `expected.json` beside the data.

const { DESKLEDGER_DATA: folder } = process.env
const where =
  folder === undefined ? ' (skipped: DESKLEDGER_DATA names no folder with the data)' : ''
const withData = folder === undefined ? test.skip : test

const attribute = (xml: string, key: string): string =>
  new RegExp(`key="${key}" value="([^"]*)"`).exec(xml)?.[1] ?? ''

const uuid = (name: string): string =>
  hash('sha256', name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

/** Every trace as a request that an import opened, and every event as an activity of it. */
const historyOf = (xml: string): ReadonlyArray<Event> =>
  xml
    .split('<trace>')
    .slice(1)
    .flatMap((trace, n) => {
      const [head = '', ...steps] = trace.split('<event>')
      const requestId = uuid(attribute(head, 'concept:name'))
      const activities = steps.map((step, i) => ({
        type: 'ActivityRecorded',
        data: {
          requestId,
          activity: attribute(step, 'concept:name'),
          resource: uuid(attribute(step, 'org:resource')),
          sourceId: `case-${n}_event-${String(i).padStart(6, '0')}`,
          batchId: id(1),
          at: on(attribute(step, 'time:timestamp')),
        },
      }))
      const opened = {
        requestId,
        caseType: { key: 'imported', version: 1 },
        category: 'incident',
        subject: 'A ticket',
        origin: 'import',
        at: activities[0]?.data.at,
      }
      return [
        { type: 'RequestOpened', data: opened },
        ...activities,
      ] as unknown as ReadonlyArray<Event>
    })

const read = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8')

describe('the help desk of a software company', () => {
  withData(`has the steps, variants and followers that others found in it${where}`, () => {
    const xml = read(join(folder ?? '', 'event-logs', 'helpdesk.xes.gz'))
    const told = after(...historyOf(xml))

    expect(told.rows(processEvent)).toHaveLength(21_348)
    expect(told.rows(processCase)).toHaveLength(4_580)

    const runs = told.rows(processVariant)
    const variants = new Map<string, number>()
    for (const { variant } of runs) variants.set(variant, (variants.get(variant) ?? 0) + 1)
    const [first] = [...variants].sort(([, a], [, b]) => b - a)
    expect(variants.size).toBe(226)
    expect(first).toEqual([
      'Assign seriousness > Take in charge ticket > Resolve ticket > Closed',
      2_366,
    ])

    // the mean and the middle of 4,580 lead times: 3,530,166.42 s and 3,443,836.5 s
    const leads = runs.map(({ lead_ms }) => lead_ms).sort((a, b) => a - b)
    const sum = leads.reduce((all, lead) => all + lead, 0)
    expect(Math.round(sum / 4_580)).toBe(3_530_166_421)
    expect(((leads[2_289] ?? 0) + (leads[2_290] ?? 0)) / 2).toBe(3_443_836_500)

    const followers = told.rows(directlyFollows)
    expect(followers).toHaveLength(55)
    expect(followers.reduce((all, { n }) => all + n, 0)).toBe(16_768)
    expect(
      followers.find((row) => row.activity === 'Resolve ticket' && row.next_activity === 'Closed'),
    ).toMatchObject({ n: 4_558, mean_wait_ms: 2_538_109_277, median_wait_ms: 2_592_116_000 })
  })
})
