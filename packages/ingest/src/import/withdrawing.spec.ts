import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { uuidOf } from '@deskledger/event-store'
import { inFolder, saved, xesOf } from '../file/writing.samples.ts'
import {
  countTypes,
  deskBy,
  deskOn,
  fixture,
  logOf,
  requestsIn,
  right,
  type Desk,
} from './desk.samples.ts'

const xes = fixture('service-desk.xes')
const states = async (desk: Desk) =>
  [...requestsIn(await logOf(desk)).values()]
    .map(({ state: { status, batches } }) => ({
      status,
      held: Object.values(batches).reduce((sum, { size }) => sum + size, 0),
    }))
    .sort((one, other) => one.held - other.held)

describe('an import that is taken back', () => {
  test('leaves requests in which nothing counts, and the people', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const { batchId } = right(await desk.bring(xes))
      expect(right(await desk.takeBack(batchId))).toEqual({ requests: 2, activities: 7 })
      expect(await states(desk)).toEqual([
        { status: 'withdrawn', held: 0 },
        { status: 'withdrawn', held: 0 },
      ])
      expect(countTypes(await logOf(desk))).toMatchObject({
        ImportWithdrawalStarted: 1,
        ActivitiesWithdrawn: 2,
        ImportWithdrawn: 1,
        PartyRegistered: 2,
        AgentEnrolled: 2,
      })
    }))

  test('is taken back once', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const { batchId } = right(await desk.bring(xes))
      right(await desk.takeBack(batchId))
      const { length } = await logOf(desk)
      expect(right(await desk.takeBack(batchId))).toEqual({ requests: 0, activities: 0 })
      expect((await logOf(desk)).length).toBe(length)
    }))

  test('is imported again as another one, all of it, and taken back again', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const first = right(await desk.bring(xes))
      right(await desk.takeBack(first.batchId))
      const second = right(await desk.bring(xes))
      expect(second.batchId).not.toBe(first.batchId)
      expect(second.counts).toMatchObject({ recorded: 7, requestsOpened: 2, partiesRegistered: 0 })
      expect([second.missing.total, second.possibleDoubles.total]).toEqual([0, 0])
      expect(await states(desk)).toEqual([
        { status: 'closed', held: 3 },
        { status: 'closed', held: 4 },
      ])
      right(await desk.takeBack(second.batchId))
      expect((await states(desk)).map(({ held }) => held)).toEqual([0, 0])
      const third = right(await desk.bring(xes))
      expect(third.counts).toMatchObject({ recorded: 7 })
      const { length } = await logOf(desk)
      right(await desk.bring(xes))
      expect((await logOf(desk)).length).toBe(length)
    }))

  test('leaves what another import brought, which brings the rest when it is repeated', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const a = { activity: 'a', minute: 1 }
      const b = { activity: 'b', minute: 2 }
      const one = saved(folder, 'one.xes', xesOf([{ name: 'c', events: [a] }]))
      const two = saved(folder, 'two.xes', xesOf([{ name: 'c', events: [a, b] }]))
      const { batchId } = right(await desk.bring(one))
      right(await desk.bring(two))
      expect(right(await desk.takeBack(batchId))).toEqual({ requests: 1, activities: 1 })
      expect(await states(desk)).toEqual([{ status: 'withdrawn', held: 1 }])
      const { counts } = right(await desk.bring(two))
      expect(counts).toMatchObject({ recorded: 1, resumed: 1, known: 0, requestsOpened: 1 })
      expect(await states(desk)).toEqual([{ status: 'open', held: 2 }])
      const completed = (await logOf(desk)).filter(({ type }) => type === 'ImportCompleted')
      expect(completed.map(({ data }) => (data as { counts: object }).counts)).toMatchObject([
        { recorded: 1, known: 0 },
        { recorded: 1, known: 1 },
        { recorded: 2, known: 0 },
      ])
    }))

  test('is asked for request by request, however many activities each has', () =>
    inFolder(async (folder) => {
      const desk = deskOn(folder)
      const { batchId } = right(await desk.bring(xes))
      const read: Array<string> = []
      const readStream: typeof desk.port.readStream = (stream, from) => {
        read.push(stream.slice(0, 7))
        return desk.port.readStream(stream, from)
      }
      right(await deskBy(folder, desk.store, { ...desk.port, readStream }).takeBack(batchId))
      expect(read.sort()).toEqual(['import-', 'request', 'request'])
    }))

  test('that nobody knows is not taken back', () =>
    inFolder(async (folder) => {
      const batchId = uuidOf('nobody')
      expect(await deskOn(folder).takeBack(batchId)).toEqual(
        E.left({ _tag: 'NotImported', batchId }),
      )
    }))
})
