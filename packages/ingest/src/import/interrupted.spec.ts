import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { inFolder, saved, xesOf, type WrittenCase } from '../file/writing.samples.ts'
import { deskBy, deskOn, logOf, memoryStore, portOn, right, streamsOf } from './desk.samples.ts'
import type { Port } from './port.ts'

const people = ['Ana', 'Ben', 'Cyd']
const written: ReadonlyArray<WrittenCase> = Array.from({ length: 12 }, (_, c) => ({
  name: `case ${c}`,
  events: Array.from({ length: 1 + (c % 5) }, (_, e) => ({
    activity: e === 3 ? 'Closed' : `step ${e % 2}`,
    minute: Math.floor(e / 2),
    fields: {
      'org:resource': people[(c + e) % 3] ?? '',
      customer: people[(c * e) % 3] ?? '',
      product: `P-${e % 3}`,
      priority: String(1 + (e % 5)),
    },
  })),
}))

/** The machine dies after so many commands; the answer to the last one may be lost. */
const dyingAfter = (port: Port, commands: number, isLastLost: boolean): Port => {
  let sent = 0
  return {
    ...port,
    send: (command, call) => async () => {
      sent += 1
      if (sent < commands) return port.send(command, call)()
      if (sent === commands && isLastLost) await port.send(command, call)()
      return E.left({ _tag: 'StoreClosed' })
    },
  }
}

/** The desk answers only when asked again, having taken the first wish or not. */
const stammering = (port: Port, every: number): Port => {
  let sent = 0
  return {
    ...port,
    send: (command, call) => async () => {
      sent += 1
      if (sent % every !== 0) return port.send(command, call)()
      if (sent % (2 * every) === 0) await port.send(command, call)()
      return E.left({ _tag: sent % 3 === 0 ? 'Overloaded' : 'OutcomeUnknown' })
    },
  }
}

const quick = { patience: [0, 1] }
const whole = (folder: string) => saved(folder, 'a.xes', xesOf(written))
const untouched = (folder: string) => {
  const desk = deskOn(folder)
  return desk.bring(whole(folder)).then(async (answer) => ({
    report: right(answer),
    streams: streamsOf(await logOf(desk)),
  }))
}

describe('an import that is broken off', () => {
  test('at any point, any number of times, leads to the same facts when it is started again', () =>
    inFolder(async (folder) => {
      const { report, streams } = await untouched(folder)
      const anyDeaths = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), {
        minLength: 1,
        maxLength: 4,
      })
      await fc.assert(
        fc.asyncProperty(anyDeaths, fc.integer({ min: 1, max: 20 }), async (deaths, inFlight) => {
          const store = memoryStore()
          for (const [commands, isLastLost] of deaths) {
            const port = dyingAfter(portOn(store), commands, isLastLost)
            const answer = await deskBy(folder, store, port).bring(whole(folder), { inFlight })
            if (E.isLeft(answer))
              expect(answer.left).toMatchObject({ _tag: 'Stopped', why: 'StoreClosed' })
          }
          const desk = deskOn(folder, store)
          const last = right(await desk.bring(whole(folder), { inFlight }))
          expect(streamsOf(await logOf(desk))).toEqual(streams)
          expect(last.counts.recorded + last.counts.resumed).toBe(report.counts.recorded)
          expect(last.counts).toMatchObject({ known: 0, requests: 12, parties: 3, products: 3 })
        }),
        { numRuns: 60 },
      )
    }))

  test('finds in the log what it finds when it is not broken off', () =>
    inFolder(async (folder) => {
      const changed = written.map(({ name, events: [first, ...events] }, i) => ({
        name,
        events: i % 3 === 0 ? [...events, first] : i % 3 === 1 ? [first, first, ...events] : events,
      })) as ReadonlyArray<WrittenCase>
      const other = saved(folder, 'b.xes', xesOf(changed))
      const findings = async (deaths: ReadonlyArray<number>) => {
        const store = memoryStore()
        right(await deskOn(folder, store).bring(whole(folder)))
        for (const commands of deaths)
          await deskBy(folder, store, dyingAfter(portOn(store), commands, true)).bring(other)
        const report = right(await deskOn(folder, store).bring(other))
        return [report.missing, report.possibleDoubles, report.outOfOrder]
      }
      const found = await findings([])
      expect(found.map(({ total }) => total)).toEqual([3, 4, 11])
      for (const deaths of [[5], [9], [10, 12]]) expect(await findings(deaths)).toEqual(found)
    }))

  test('says what it could not be asked, and how far it came', () =>
    inFolder(async (folder) => {
      const store = memoryStore()
      const port = dyingAfter(portOn(store), 20, false)
      const answer = await deskBy(folder, store, port).bring(whole(folder), { inFlight: 1 })
      expect(answer).toMatchObject(
        E.left({
          _tag: 'Stopped',
          asked: expect.any(String),
          why: 'StoreClosed',
          report: { missing: { total: 0 } },
        }),
      )
    }))
})

describe('a desk that is slow to answer', () => {
  test('is asked again, and hears everything once', () =>
    inFolder(async (folder) => {
      const { streams } = await untouched(folder)
      const store = memoryStore()
      right(await deskBy(folder, store, stammering(portOn(store), 7)).bring(whole(folder), quick))
      expect(streamsOf(await logOf({ store }))).toEqual(streams)
    }))

  test('stops the import if it never answers', () =>
    inFolder(async (folder) => {
      const store = memoryStore()
      const port: Port = {
        ...portOn(store),
        send: () => async () => E.left({ _tag: 'StoreUnavailable' }),
      }
      expect(await deskBy(folder, store, port).bring(whole(folder), quick)).toMatchObject(
        E.left({ _tag: 'Stopped', asked: 'StartImport', why: 'StoreUnavailable' }),
      )
    }))
})

describe('a withdrawal that is broken off', () => {
  test('at any point is finished when it is started again; until then nothing is imported', () =>
    inFolder((folder) =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 14 }),
          fc.boolean(),
          async (commands, isLastLost) => {
            const store = memoryStore()
            const desk = deskOn(folder, store)
            const { batchId } = right(await desk.bring(whole(folder)))
            const dying = deskBy(folder, store, dyingAfter(portOn(store), commands, isLastLost))
            const broken = await dying.takeBack(batchId)
            expect(broken).toMatchObject(E.left({ _tag: 'Stopped' }))
            const isFinished = commands === 14 && isLastLost
            if (!isFinished)
              expect(await desk.bring(whole(folder))).toEqual(
                E.left({ _tag: 'WithdrawalUnfinished', batchId }),
              )
            right(await desk.takeBack(batchId))
            const again = right(await desk.bring(whole(folder)))
            expect(again.counts).toMatchObject({ requestsOpened: 12, known: 0, resumed: 0 })
          },
        ),
        { numRuns: 30 },
      ),
    ))
})
