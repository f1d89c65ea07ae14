import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import * as fc from 'fast-check'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { EventStore } from '@deskledger/event-store'
import { openLedger, sqliteEventStore } from '@deskledger/event-store-sqlite'
import { eventHasher } from '@deskledger/event-store/integrity'
import { withNoted, type Noted } from './index.ts'
import { changed, altered } from './testing/altered.ts'
import {
  anyHistory,
  inFolder,
  memoryLog,
  noted,
  right,
  tell,
  ticking,
  upTo,
  verified,
} from './testing/logs.ts'
import * as E from 'fp-ts/lib/Either.js'

jest.setTimeout(30_000)

const read = async <A>(file: string, look: (noted: Noted) => A): Promise<A> =>
  right(await withNoted<never, A>(file, async (all) => E.right(look(all))))

const leavesOf = (file: string) =>
  read(file, ({ events }) => [...events(1, 1_000)].map(({ leaf }) => leaf))

/** The same events in other pages. */
const repaged = (store: EventStore, pageSize: number) =>
  altered(store, (events) => events, pageSize)

describe('any log', () => {
  test('of one append a commit has through a notary the leaves and the chain of its own file', () =>
    fc.assert(
      fc.asyncProperty(anyHistory, (history) =>
        inFolder(async (folder) => {
          const file = join(folder, 'events.db')
          const settings = { file, clock: ticking(), durability: 'normal', maxBatch: 1 } as const
          const store = right(sqliteEventStore(settings))
          await tell(store, history)
          const notary = join(folder, 'notary.db')
          const { chain } = await noted(notary, store, { desk: store.deskId })
          const ledger = right(openLedger(file))
          const leaves = [...ledger.events(1, 1_000)].map(eventHasher(store.deskId))
          const tip = ledger.tip()
          ledger.close()
          await store.close()()
          expect(await leavesOf(notary)).toEqual(leaves)
          expect(chain).toBe(tip.chain)
        }),
      ),
      { numRuns: 15 },
    ))

  test('is noted as one chain, whatever the pages, the batches and the stops', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyHistory, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (days, pageSize, batch) =>
          inFolder(async (folder) => {
            const store = memoryLog()
            const daily = join(folder, 'daily.db')
            for (const [day, history] of days.entries()) {
              await tell(store, history, 100 * day)
              await noted(daily, repaged(store, pageSize), { batch })
            }
            const once = await noted(join(folder, 'once.db'), store)
            const often = await noted(daily, store)
            expect(often).toEqual(once)
            expect(await leavesOf(daily)).toEqual(await leavesOf(join(folder, 'once.db')))
          }),
      ),
      { numRuns: 30 },
    ))

  test('that was noted is found whole, and with whatever is recorded later', () =>
    fc.assert(
      fc.asyncProperty(anyHistory, anyHistory, (history, more) =>
        inFolder(async (folder) => {
          const [store, file] = [memoryLog(2), join(folder, 'notary.db')]
          await tell(store, history)
          const { position } = await noted(file, store)
          await tell(store, more, 100)
          const { findings, isComplete, events, notChecked } = await verified(file, store)
          expect({ findings, isComplete, events }).toEqual({
            findings: [],
            isComplete: true,
            events: position,
          })
          const late = more.reduce((sum, { data }) => sum + data.length, 0)
          expect(notChecked).toContainEqual({ _tag: 'NotYetNoted', events: late })
        }),
      ),
      { numRuns: 30 },
    ))
})

describe('a commit', () => {
  test('is the events of one append, also where pages cut it', () =>
    inFolder(async (folder) => {
      const store = memoryLog()
      await tell(store, [
        { request: 1, data: [1, 2, 3] },
        { request: 1, data: [4] },
        { request: 2, data: [5, 6] },
      ])
      const file = join(folder, 'notary.db')
      await noted(file, repaged(store, 2), { batch: 1 })
      const commits = await read(file, (all) =>
        [...all.commits(1, 9)].map(({ firstPosition, lastPosition }) => [
          firstPosition,
          lastPosition,
        ]),
      )
      expect(commits).toEqual([
        [1, 3],
        [4, 4],
        [5, 6],
      ])
    }))

  test('is never recorded before the one before, whatever the clocks of the writers', () =>
    inFolder(async (folder) => {
      const store = memoryLog()
      await tell(store, [
        { request: 1, data: [1] },
        { request: 2, data: [2, 3] },
        { request: 3, data: [4] },
      ])
      const times = [900, 300, 300, 1_000]
      const uneven = altered(store, (events) =>
        events.map((event, i) => changed(event, { recordedAt: times[i] as never })),
      )
      const file = join(folder, 'notary.db')
      await noted(file, uneven)
      const recorded = await read(file, (all) => [...all.commits(1, 9)].map((c) => c.recordedAt))
      expect(recorded).toEqual([900, 900, 1_000])
      const slipped = altered(uneven, (events) =>
        events.map((event, i) => (i === 2 ? changed(event, { recordedAt: 301 as never }) : event)),
      )
      expect((await verified(file, slipped)).findings).toMatchObject([
        { _tag: 'EventAltered', position: 3, parts: ['content'] },
      ])
    }))
})

describe('the desk of a log', () => {
  test('is what all notaries agree on who were told nothing', () =>
    inFolder(async (folder) => {
      const store = memoryEventStore({ clock: ticking() })
      await tell(store, [{ request: 1, data: [1] }])
      const desks = upTo(2).map(async (i) => {
        const file = join(folder, `${i}.db`)
        await noted(file, store)
        return read(file, ({ deskId }) => deskId)
      })
      const [one, two] = await Promise.all(desks)
      expect(one).toMatch(/^[0-9a-f-]{36}$/)
      expect(one).toBe(two)
    }))
})
