import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import Database from 'better-sqlite3'
import type { EventStore } from '@deskledger/event-store'
import { EventStoreDBClient } from '@eventstore/db-client'
import { follow, type Tip } from './index.ts'
import {
  appendOf,
  inFolder,
  memoryLog,
  noted,
  notes,
  right,
  tell,
  verified,
} from './testing/logs.ts'
import { connected, fileLog, overTheWire } from './testing/served.ts'

jest.setTimeout(30_000)

/** A log on a server, written by its client, and a file for a notary of it. */
const onCluster = (
  work: (log: EventStore, file: string, url: string) => Promise<void>,
  inner = memoryLog(),
) =>
  inFolder((folder) =>
    overTheWire(inner, async (log, url) => {
      await tell(log, notes(9))
      await work(log, join(folder, 'notary.db'), url)
    }),
  )

const untilNoted = (wanted: number) => {
  let reached: (tip: Tip) => void = () => undefined
  const tip = new Promise<Tip>((resolve) => (reached = resolve))
  const onNoted = (at: Tip): void => {
    if (at.position >= wanted) reached(at)
  }
  return { tip, onNoted }
}

describe('a notary of a cluster', () => {
  test('and a second one elsewhere come to the same chain', () =>
    onCluster(async (log, file, url) => {
      await tell(log, notes(4), 50)
      const elsewhere = await connected(url, { pageSize: 2 })
      const one = await noted(file, log)
      expect(await noted(`${file}-2`, elsewhere, { batch: 1 })).toEqual(one)
      expect(await verified(file, elsewhere)).toMatchObject({ findings: [], isComplete: true })
      await elsewhere.close()()
    }))

  test('follows what is recorded, appends whole, until it is told to stop', () =>
    onCluster(async (log, file) => {
      const [stopping, { tip, onNoted }] = [new AbortController(), untilNoted(13 + 40)]
      const clock = Date.now
      const following = follow({ file, store: log, clock, onNoted, signal: stopping.signal })()
      await Promise.all(notes(20, 3).map((told, i) => log.append(appendOf(told, 100 + i))()))
      await log.append(appendOf({ request: 1, data: ['last'] }, 999))()
      await tip
      stopping.abort()
      const left = right(await following)
      expect(await noted(`${file}-2`, log)).toEqual(left)
    }))

  test('goes on when the server comes back, and notes nothing twice', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'notary.db')
      const inner = fileLog(join(folder, 'events.db'))
      await overTheWire(inner, async (log) => {
        await tell(log, notes(5))
        await noted(file, log)
      })
      await overTheWire(inner, async (log) => {
        await tell(log, notes(5), 50)
        expect(await noted(file, log)).toEqual(await noted(`${file}-2`, log))
      })
      await inner.close()()
    }))

  test('keeps no data of any event', () =>
    inFolder((folder) =>
      overTheWire(memoryLog(), async (log) => {
        const told = { request: 1, data: ['María Núñez'], concerns: ['party:7'] } as const
        right(await log.append(appendOf(told, 'ommand-of-nobody'))())
        const file = join(folder, 'notary.db')
        await noted(file, log)
        const db = new Database(file)
        db.pragma('wal_checkpoint(TRUNCATE)')
        db.close()
        const bytes = readFileSync(file).toString('latin1')
        expect(bytes).toContain('RequestNoted')
        for (const text of ['Mar\u00c3\u00ada', 'party:7', 'clerk', 'of-nobody'])
          expect(bytes).not.toContain(text)
      }),
    ))
})

describe('a stream on a cluster', () => {
  const clientOf = (url: string) => EventStoreDBClient.connectionString(url)

  test('that shows only its last events, or none, is found while the log still has them', () =>
    onCluster(async (log, file, url) => {
      await noted(file, log)
      const client = clientOf(url)
      await client.setStreamMetadata('request-1', { maxCount: 1 })
      await client.setStreamMetadata('request-2', { truncateBefore: 2 })
      await client.tombstoneStream('request-3')
      const { findings } = await verified(file, log)
      expect(findings).toHaveLength(3)
      expect(findings).toEqual(
        expect.arrayContaining([
          { _tag: 'StreamHidden', stream: 'request-1', from: 3 },
          { _tag: 'StreamHidden', stream: 'request-2', from: 2 },
          { _tag: 'StreamHidden', stream: 'request-3' },
        ]),
      )
      await client.dispose()
    }))
})
