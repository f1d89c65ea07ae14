import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { inFolder, saved, xesOf } from '../file/writing.samples.ts'
import { xesMap } from '../map/built-in.ts'
import { countTypes, deskOn, fixture, logOf, requestsIn, right } from './desk.samples.ts'
import { identities } from './identity.ts'

const xes = fixture('service-desk.xes')
const nothing = { total: 0, first: [] }

describe('an event log', () => {
  test('becomes requests with their history, customers and agents', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const report = right(await desk.bring(xes))
      const log = await logOf(desk)
      expect([log[0]?.type, log.at(-1)?.type]).toEqual(['ImportStarted', 'ImportCompleted'])
      expect(countTypes(log)).toEqual({
        ImportStarted: 1,
        PartyRegistered: 2,
        RoleAssumed: 2,
        AgentEnrolled: 2,
        RequestOpened: 2,
        ActivityRecorded: 7,
        PrioritySet: 1,
        RequesterIdentified: 1,
        RequestClosed: 2,
        ImportCompleted: 1,
      })
      expect(report).toEqual({
        batchId: report.batchId,
        before: 'nothing',
        source: 'import',
        file: xes,
        mode: 'import',
        counts: {
          cases: 2,
          events: 7,
          recorded: 7,
          resumed: 0,
          known: 0,
          repeated: 0,
          broken: 0,
          partly: 0,
          requests: 2,
          requestsOpened: 2,
          parties: 2,
          agents: 2,
          partiesRegistered: 2,
          agentsEnrolled: 2,
          products: 1,
          scores: 0,
        },
        deviations: [],
        unmapped: {
          channels: [{ label: 'Carrier pigeon', n: 1 }],
          priorities: [{ label: 'sky-high', n: 1 }],
        },
        missing: nothing,
        possibleDoubles: nothing,
        outOfOrder: nothing,
      })
    }))

  test('is told request by request in the order of the file', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      right(await desk.bring(xes))
      const log = await logOf(desk)
      const first = requestsIn(log).get('case-1')
      expect(first?.opened).toMatchObject({
        origin: 'import',
        category: 'incident',
        source: 'import',
        channel: 'web',
        sku: 'AQ-40',
        subject: 'case-1',
        at: Date.parse('2025-03-03T08:00:00.250Z'),
        caseType: { key: 'imported', version: 1 },
      })
      expect(
        first?.activities.map(({ activity, at }) => [activity, new Date(at).toISOString()]),
      ).toEqual([
        ['Report', '2025-03-03T08:00:00.250Z'],
        ['Visit', '2025-03-04T08:30:00.000Z'],
        ['Closed', '2025-03-04T10:00:00.000Z'],
      ])
      expect(first?.activities[0]?.attributes).toEqual({
        'lifecycle:transition': 'complete',
        floor: '3',
        pressure: '1.5',
        urgent: 'true',
        'pressure.unit': 'bar',
        'case:department': 'Boilers',
      })
      expect(first?.activities[1]?.attributes).toEqual({
        'lifecycle:transition': 'complete',
        'parts.part': 'valve',
        'parts.part.2': 'seal',
      })
      expect(first?.types).toEqual([
        'RequestOpened',
        'ActivityRecorded',
        'PrioritySet',
        'ActivityRecorded',
        'RequesterIdentified',
        'ActivityRecorded',
        'RequestClosed',
      ])
      expect(first?.state).toMatchObject({ status: 'closed', file: { sku: 'AQ-40' } })
    }))

  test('names customers and agents by ids that nobody can guess, before it speaks of them', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      right(await desk.bring(xes))
      const log = await logOf(desk)
      const ids = identities(Buffer.from('a secret of this desk'), 'import')
      const party = ids.party('Núñez & Sons')
      const place = (type: string, id: string) =>
        log.findIndex((event) => event.type === type && JSON.stringify(event.data).includes(id))
      expect(log[place('PartyRegistered', party)]?.data).toMatchObject({
        partyId: party,
        kind: 'person',
        name: 'Núñez & Sons',
        source: 'import',
      })
      expect(place('PartyRegistered', party)).toBeLessThan(place('RequestOpened', party))
      expect(log[place('AgentEnrolled', ids.agent('Ana'))]?.data).toMatchObject({
        name: 'Ana',
        source: 'import',
        department: 'imported',
      })
      expect(identities(Buffer.from('another'), 'import').party('Núñez & Sons')).not.toBe(party)
    }))

  test('is brought in once, however often it is imported', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const first = right(await desk.bring(xes))
      const before = await logOf(desk)
      const again = right(await desk.bring(xes))
      expect((await logOf(desk)).length).toBe(before.length)
      expect(again.batchId).toBe(first.batchId)
      expect(again.counts).toMatchObject({
        recorded: 0,
        resumed: 7,
        requests: 2,
        requestsOpened: 0,
        partiesRegistered: 0,
      })
      expect([again.missing, again.possibleDoubles, again.outOfOrder]).toEqual([
        nothing,
        nothing,
        nothing,
      ])
    }))

  test('that is alike in two systems is two histories, and one if it is the same system', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      right(await desk.bring(xes, { source: 'north' }))
      const other = right(await desk.bring(xes, { source: 'south' }))
      expect(other.counts).toMatchObject({ recorded: 7, requestsOpened: 2, partiesRegistered: 2 })
      const map = { ...xesMap, moves: { Closed: 'cancel' } } as const
      const same = right(await desk.bring(xes, { source: 'north', map }))
      expect(same.counts).toMatchObject({
        recorded: 0,
        known: 7,
        requests: 0,
        partiesRegistered: 0,
      })
      expect(same.batchId).not.toBe(other.batchId)
    }))

  test('closes a closed request no more, and counts that', () =>
    inFolder(async (folder) => {
      const closed = { activity: 'Closed', minute: 1 }
      const file = saved(
        folder,
        'a.xes',
        xesOf([{ name: 'c', events: [closed, { ...closed, minute: 2 }] }]),
      )
      const desk = deskOn(folder)
      const { deviations } = right(await desk.bring(file))
      expect(deviations).toEqual([{ move: 'close', status: 'closed', n: 1 }])
      expect(requestsIn(await logOf(desk)).get('c')?.types).toEqual([
        'RequestOpened',
        'ActivityRecorded',
        'RequestClosed',
        'ActivityRecorded',
      ])
    }))

  test('has events with an id of their own recorded by it, and told apart by it', () =>
    inFolder(async (folder) => {
      const call = (id: string, activity = 'Call') => ({
        activity,
        minute: 1,
        fields: { 'identity:id': id },
      })
      const events = [call('e1'), call('e2'), call('e1'), call('e2', 'Visit'), call('e3')]
      const file = saved(folder, 'a.xes', xesOf([{ name: 'c', events }]))
      const desk = deskOn(folder)
      const report = right(await desk.bring(file))
      expect(report.counts).toMatchObject({ events: 4, recorded: 3, repeated: 1, broken: 1 })
      expect(JSON.parse(readFileSync(report.rejectsFile ?? '', 'utf8'))).toMatchObject({
        line: 20,
        code: 'IdNotUnique',
        imported: false,
      })
    }))
})
