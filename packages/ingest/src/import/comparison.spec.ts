import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, saved, timeOf, xesOf, type WrittenEvent } from '../file/writing.samples.ts'
import { deskOn, logOf, requestsIn, right } from './desk.samples.ts'

const step = (activity: string, minute: number, resource = 'Ana'): WrittenEvent => ({
  activity,
  minute,
  fields: { 'org:resource': resource },
})
const at = (activity: string, minute: number) => ({ case: 'c', activity, at: timeOf(minute) })
const steps = ['a', 'b', 'c', 'd', 'e'].map((activity, i) => step(activity, i))
const [a = step('a', 0), b = a, c = a, d = a, e = a] = steps

/** What a second file of the same case finds, after a first one with five steps. */
const second = (events: ReadonlyArray<WrittenEvent>, first: ReadonlyArray<WrittenEvent> = steps) =>
  inFolder(async (folder) => {
    const desk = deskOn(folder)
    right(await desk.bring(saved(folder, 'one.xes', xesOf([{ name: 'c', events: first }]))))
    const file = saved(folder, 'two.xes', xesOf([{ name: 'c', events }]))
    const findingsFile = join(folder, 'findings.ndjson')
    const report = right(await desk.bring(file, { findingsFile }))
    const told = requestsIn(await logOf(desk)).get('c')
    const { missing, possibleDoubles, outOfOrder, counts } = report
    return {
      recorded: counts.recorded,
      missing: missing.first,
      possibleDoubles: possibleDoubles.first,
      outOfOrder: outOfOrder.first,
      log: told?.activities.map(({ activity }) => activity).join(''),
      findings: readFileSync(findingsFile, 'utf8'),
    }
  })

const calm = { recorded: 0, missing: [], possibleDoubles: [], outOfOrder: [] }

describe('a second file of the same history', () => {
  test('adds what is new, and finds nothing', async () =>
    expect(await second([...steps, step('f', 9)])).toMatchObject({
      ...calm,
      recorded: 1,
      log: 'abcdef',
    }))

  test('says what of the log it does not hold', async () =>
    expect(await second([a, b, d, e])).toMatchObject({
      ...calm,
      missing: [at('c', 2)],
      log: 'abcde',
    }))

  test('says which of its events the log may hold already', async () =>
    expect(await second([a, b, b, c, d, e])).toMatchObject({
      ...calm,
      recorded: 1,
      possibleDoubles: [at('b', 1)],
      log: 'abcdeb',
    }))

  test('says exactly which two are swapped', async () => {
    expect(await second([a, c, b, d, e])).toMatchObject({
      ...calm,
      outOfOrder: [at('b', 1), at('c', 2)],
    })
    expect(await second([e, b, c, d, a])).toMatchObject({
      ...calm,
      outOfOrder: [at('a', 0), at('e', 4)],
    })
  })

  test('says all of it together, one by one in a file', async () => {
    const { findings, ...found } = await second([a, a, b, e, d])
    expect(found).toEqual({
      recorded: 1,
      missing: [at('c', 2)],
      possibleDoubles: [at('a', 0)],
      outOfOrder: [at('d', 3), at('e', 4)],
      log: 'abcdea',
    })
    expect(
      findings
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { finding: 'missing', ...at('c', 2) },
      { finding: 'possibleDoubles', ...at('a', 0) },
      { finding: 'outOfOrder', ...at('d', 3) },
      { finding: 'outOfOrder', ...at('e', 4) },
    ])
  })

  test('takes events that are alike in one file for what they are', async () => {
    expect(await second([a, b, b, c], [a, b, b])).toMatchObject({ ...calm, recorded: 1 })
    expect(await second([a, b, c], [a, b, b])).toMatchObject({ recorded: 1, missing: [at('b', 1)] })
  })

  test('tells events apart by their resource', async () => {
    const byBen = step('b', 1, 'Ben')
    expect(await second([a, byBen, c, d, e])).toMatchObject({
      recorded: 1,
      missing: [at('b', 1)],
      possibleDoubles: [],
    })
  })

  test('changes nothing of the request by what comes late', () => {
    const by = (activity: string, minute: number, customer: string): WrittenEvent => ({
      ...step(activity, minute),
      fields: { customer, product: `of ${customer}`, priority: customer === 'Lee' ? '1' : '2' },
    })
    return inFolder(async (folder) => {
      const desk = deskOn(folder)
      const bring = async (name: string, events: ReadonlyArray<WrittenEvent>) =>
        right(await desk.bring(saved(folder, name, xesOf([{ name: 'c', events }]))))
      const types = async () => requestsIn(await logOf(desk)).get('c')?.types
      await bring('one.xes', [by('a', 0, 'Lee'), by('d', 9, 'Ana')])
      const before = await types()
      await bring('two.xes', [by('a', 0, 'Lee'), by('b', 5, 'Lee'), by('d', 9, 'Ana')])
      expect(await types()).toEqual([...(before ?? []), 'ActivityRecorded'])
      await bring('three.xes', [by('e', 9, 'Lee')])
      expect((await types())?.slice(-4)).toEqual([
        'RequesterIdentified',
        'ProductIdentified',
        'PrioritySet',
        'ActivityRecorded',
      ])
    })
  })

  test('is compared with cases of its own only', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const one = [
        { name: 'c', events: steps },
        { name: 'other', events: steps },
      ]
      right(await desk.bring(saved(folder, 'one.xes', xesOf(one))))
      const report = right(
        await desk.bring(saved(folder, 'two.xes', xesOf([{ name: 'c', events: [a] }]))),
      )
      expect(report.missing.total).toBe(4)
    }))

  test('shows the first twenty of what it finds, and counts all', async () => {
    const many = Array.from({ length: 30 }, (_, i) => step('x', i))
    const { missing } = await inFolder(async (folder) => {
      const desk = deskOn(folder)
      right(await desk.bring(saved(folder, 'one.xes', xesOf([{ name: 'c', events: many }]))))
      return right(
        await desk.bring(saved(folder, 'two.xes', xesOf([{ name: 'c', events: [step('y', 1)] }]))),
      )
    })
    expect([missing.total, missing.first.length]).toEqual([30, 20])
  })
})
