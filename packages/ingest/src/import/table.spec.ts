import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvOf, inFolder, saved } from '../file/writing.samples.ts'
import { deskOn, fixture, logOf, now, requestsIn, right, tableMap } from './desk.samples.ts'

const csv = fixture('service-desk.csv')

describe('a table', () => {
  const bring = async (folder: string) => {
    const desk = deskOn(folder)
    const report = right(await desk.bring(csv, { map: tableMap }))
    return { report, log: await logOf(desk) }
  }

  test('becomes requests by the words of its map', () =>
    inFolder(async (folder) => {
      const { report, log } = await bring(folder)
      expect(report).toMatchObject({
        source: 'ticketSystem',
        counts: { cases: 2, events: 5, recorded: 5, parties: 2, agents: 2, products: 2, broken: 0 },
        unmapped: { channels: [{ label: 'Semaphore', n: 1 }], priorities: [] },
        deviations: [],
      })
      const requests = requestsIn(log)
      expect(requests.get('T-1')?.opened).toMatchObject({
        number: 'T-1',
        channel: 'phone',
        sku: 'AQ-40',
      })
      expect(requests.get('T-1')?.types).toEqual([
        'RequestOpened',
        'PrioritySet',
        'ActivityRecorded',
        'ActivityRecorded',
        'RequestSetWaiting',
        'ProductIdentified',
        'PrioritySet',
        'ActivityRecorded',
        'RequestClosed',
      ])
      expect(requests.get('T-1')?.activities[1]?.attributes).toEqual({
        remark: 'waits for the "big" valve',
      })
      expect(new Date(requests.get('T-1')?.activities[2]?.at ?? 0).toISOString()).toBe(
        '2025-03-30T01:30:00.000Z',
      )
      expect(requests.get('T-2')?.opened).not.toHaveProperty('partyId')
      expect(requests.get('T-2')?.activities[0]?.attributes).toEqual({ via: 'Semaphore' })
      const { state } = requests.get('T-2') ?? {}
      const pedro = log.find(({ data }) => JSON.stringify(data).includes('Pedro'))?.data
      expect(state).toMatchObject({ file: { partyId: (pedro as { partyId: string }).partyId } })
    }))

  test('has its marks become assessments, and those off the scale set aside', () =>
    inFolder(async (folder) => {
      const { report, log } = await bring(folder)
      expect(report.counts).toMatchObject({ scores: 1, partly: 1 })
      const scored = log.filter(({ type }) => type === 'SatisfactionScored')
      expect(scored.map(({ data }) => data)).toMatchObject([
        {
          collectedAt: Date.parse('2025-03-30T01:30:00Z'),
          at: now,
          mode: 'surveyorBatch',
          instrument: { key: 'service', version: 1 },
          scores: [
            { dimension: 'responseTime', value: 5 },
            { dimension: 'degreeSolved', value: 4 },
          ],
          batchId: report.batchId,
        },
      ])
      expect(JSON.parse(readFileSync(report.rejectsFile ?? '', 'utf8'))).toEqual({
        line: 7,
        code: 'ScoreRefused',
        imported: true,
        reason: 'the scores for service were refused: NotOnTheScale',
        remedy: 'map every mandatory dimension, with values of its scale only',
      })
    }))

  test('has marks that every row repeats taken once, whether they are on the scale or not', () =>
    inFolder(async (folder) => {
      const rows = [1, 2, 3].flatMap((minute) => [
        ['T-1', 'Call', `03-03-2025 09:0${minute}`, 'Ana', '', '', '', '', '', '5', '4'],
        ['T-2', 'Call', `03-03-2025 09:0${minute}`, 'Ana', '', '', '', '', '', '2', '4'],
      ])
      const header = 'ticket,step,when,who,client,item,via,urgency,remark,speed,solved'.split(',')
      const desk = deskOn(folder)
      const file = saved(folder, 'marks.csv', csvOf([header, ...rows]))
      const { counts } = right(await desk.bring(file, { map: tableMap }))
      expect(counts).toMatchObject({ recorded: 6, scores: 1, partly: 1 })
    }))

  test('that is imported again after it was taken back keeps its assessments', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const { batchId } = right(await desk.bring(csv, { map: tableMap }))
      right(await desk.takeBack(batchId))
      const again = right(await desk.bring(csv, { map: tableMap }))
      expect(again.counts).toMatchObject({ recorded: 5, scores: 0, partly: 1 })
    }))

  test('has each broken row listed once, and the others imported', () =>
    inFolder(async (folder) => {
      const rows = [
        [
          'ticket',
          'step',
          'when',
          'who',
          'client',
          'item',
          'via',
          'urgency',
          'remark',
          'speed',
          'solved',
        ],
        ['T-1', 'Opened', '03-03-2025 09:00', 'Ana', '', '', '', '', '', '', ''],
        ['T-1', 'Opened', '99-03-2025 09:00', 'Ana', '', '', '', '', '', '', ''],
        ['T-1', 'Secret of Pedro'],
        ['', 'Opened', '03-03-2025 09:00', 'Ana', '', '', '', '', '', '', ''],
        ['T-1', 'Closed', '03-03-2025 10:00', 'Ana', '', '', '', '', 'x'.repeat(2_001), '', ''],
      ]
      const file = saved(folder, 'broken.csv', csvOf(rows))
      const desk = deskOn(folder)
      const report = right(await desk.bring(file, { map: tableMap }))
      expect(report.counts).toMatchObject({ events: 2, recorded: 2, broken: 3, partly: 1 })
      const text = readFileSync(join(folder, 'rejects.ndjson'), 'utf8')
      const listed = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(listed.map(({ line, code, imported }) => [line, code, imported])).toEqual([
        [3, 'UnreadableTime', false],
        [4, 'ColumnCount', false],
        [5, 'NoCase', false],
        [6, 'Cut', true],
      ])
      for (const { reason, remedy } of listed)
        expect(reason.length * remedy.length).toBeGreaterThan(0)
      expect(text).not.toMatch(/Pedro|Ana|99-03|xxx/)
      right(await desk.bring(csv, { map: { ...tableMap, scores: [] } }))
      expect(existsSync(join(folder, 'rejects.ndjson'))).toBe(false)
    }))

  test('without the columns of its map leaves no trace', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const answer = await desk.bring(csv, { map: { ...tableMap, customer: 'customer' } })
      expect(answer).toMatchObject(
        E.left({
          _tag: 'NothingRead',
          end: { _tag: 'ColumnsMissing', missing: [{ column: 'customer' }] },
        }),
      )
      expect(await logOf(desk)).toEqual([])
    }))
})
