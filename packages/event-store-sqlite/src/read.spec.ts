import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore, Page, StoredEvent } from '@deskledger/event-store'
import { inFolder, opened, overwriteTable } from './testing/disk.ts'
import { clock, longNote, note, request, upTo } from './testing/notes.ts'

const rejectionOf = async (pages: AsyncIterable<Page>): Promise<unknown> => {
  try {
    for await (const { events } of pages) void events
  } catch (rejection) {
    return rejection
  }
  return 'nothing'
}

const eventsOf = async (pages: AsyncIterable<Page>): Promise<ReadonlyArray<StoredEvent>> => {
  const all: Array<StoredEvent> = []
  for await (const { events } of pages) all.push(...events)
  return all
}

const placed = ({ stream, revision, occurredAt }: StoredEvent) => [stream, revision, occurredAt]
const surrounded = ({ id, recordedAt, actor, concerns }: StoredEvent) => [
  id,
  recordedAt,
  actor,
  concerns,
]
const spelled = (event: StoredEvent) => {
  const { type, schemaVersion, data, position, commandId } = event
  return [type, schemaVersion, data, position, commandId, ...placed(event), ...surrounded(event)]
}

const fill = async (store: EventStore, n: number): Promise<void> => {
  await Promise.all(upTo(n).map((i) => store.append(note(i % 3, `n${i}`))()))
}

describe('a slow reader', () => {
  test('does not hold the write-ahead log back', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, pageSize: 10 })
      await fill(store, 100)
      const slow = [store.readAll(), store.readStream(request(1)), store.subscribe()].map((pages) =>
        pages[Symbol.asyncIterator](),
      )
      for (const reader of slow) expect((await reader.next()).done).toBe(false)
      await fill(store, 300)
      await store.append(longNote(1, 'long', 100_000))()
      const other = new Database(file)
      expect(other.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0, log: 0 }])
      other.close()
      for (const reader of slow) expect((await reader.next()).done).toBe(false)
      await store.close()()
    }))
})

describe('a filter for a rare type', () => {
  test('looks at a bounded part of the log for each page', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock, durability: 'normal' })
      const [event] = note(1, '').events
      const append = (command: string, type: string, n: number) =>
        store.append(
          note(1, command, { events: upTo(n).map(() => ({ ...event, type }) as never) }),
        )()
      await append('many', 'RequestNoted', 20_000)
      await append('rare', 'RequestLost', 1)
      const pages: Array<readonly [number, number, boolean]> = []
      for await (const { events, through, isLast } of store.readAll({ types: ['RequestLost'] }))
        pages.push([events.length, through, isLast])
      expect(pages).toEqual([
        [0, 8_000, false],
        [0, 16_000, false],
        [1, 20_001, true],
      ])
      await store.close()()
    }))
})

describe('the whole log', () => {
  test('is the same when what surrounds its events is fetched late', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock, pageSize: 150 })
      await fill(store, 400)
      for (const from of [{}, { after: 7 }, { after: 7, upTo: 377 }, { after: 250, upTo: 399 }]) {
        const whole = await eventsOf(store.readAll(from))
        for (const looked of [spelled, placed, surrounded])
          expect((await eventsOf(store.readAll({ ...from, isLate: true }))).map(looked)).toEqual(
            whole.map(looked),
          )
      }
      await store.close()()
    }))

  test('is told late only while it is open', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      await fill(store, 200)
      const [seen, unseen] = await eventsOf(store.readAll({ isLate: true }))
      const other = (await eventsOf(store.readAll({ isLate: true }))).at(3)
      expect(seen?.stream).toBe(request(0))
      await store.close()()
      expect(unseen?.stream).toBe(request(1))
      expect(() => other?.stream).toThrow(expect.objectContaining({ _tag: 'StoreClosed' }))
    }))
})

/** A log of a few notes that somebody with a SQL prompt, and no respect, has been at. */
const damaged = async (folder: string, ...sql: ReadonlyArray<string>) => {
  const file = join(folder, 'events.db')
  const store = opened({ file, clock })
  for (const n of upTo(6)) await store.append(note(n % 3, `n${n}`))()
  await store.close()()
  const db = new Database(file)
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all()
  for (const trigger of triggers) db.exec(`DROP TRIGGER ${String(trigger)}`)
  for (const each of sql) db.exec(each)
  db.close()
  return opened({ file, clock })
}

describe('a log that is damaged', () => {
  test('says so where data is not JSON, and does not show it', () =>
    inFolder(async (folder) => {
      const store = await damaged(folder, `UPDATE events SET data = 'María' WHERE position = 2`)
      const { commandId, stream } = note(1, 'n1')
      const rejection = await rejectionOf(store.readAll())
      expect(rejection).toMatchObject({ _tag: 'StoreDamaged' })
      expect(JSON.stringify(rejection)).not.toContain('María')
      expect(await rejectionOf(store.readStream(stream))).toMatchObject({ _tag: 'StoreDamaged' })
      expect(await store.heard(stream, commandId)()).toMatchObject(E.left({ _tag: 'StoreDamaged' }))
      expect(await rejectionOf(store.subscribe())).toMatchObject({ _tag: 'StoreDamaged' })
      expect(await rejectionOf(store.readStream(request(0)))).toBe('nothing')
      await store.close()()
    }))

  test('says so where a commit is missing', () =>
    inFolder(async (folder) => {
      const store = await damaged(folder, 'DELETE FROM commits WHERE commit_no = 2')
      const damage = { _tag: 'StoreDamaged' }
      const types = ['RequestNoted']
      expect(await rejectionOf(store.readAll())).toMatchObject(damage)
      expect(await rejectionOf(store.readAll({ types }))).toMatchObject(damage)
      expect(await rejectionOf(store.readStream(request(1)))).toMatchObject(damage)
      expect(await rejectionOf(store.readAll({ after: 2 }))).toBe('nothing')
      await store.close()()
    }))

  test('says so to who reads late, of an event or a commit', () =>
    inFolder(async (folder) => {
      for (const lost of ['events WHERE position = 3', 'commits WHERE commit_no = 2']) {
        const own = join(folder, lost.split(' ')[0] ?? '')
        mkdirSync(own)
        const store = await damaged(own, `DELETE FROM ${lost}`)
        await Promise.all(upTo(200).map((i) => store.append(note(4, `late${i}`))()))
        expect(await rejectionOf(store.readAll({ isLate: true }))).toMatchObject({
          _tag: 'StoreDamaged',
        })
        await store.close()()
      }
    }))

  test('says so where its pages are overwritten', () =>
    inFolder(async (folder) => {
      const store = await damaged(folder)
      await store.close()()
      overwriteTable(store.file, 'events')
      const again = opened({ file: store.file, clock })
      expect(await rejectionOf(again.readAll())).toMatchObject({ _tag: 'StoreDamaged' })
      expect(await again.head()()).toMatchObject(E.left({ _tag: 'StoreDamaged' }))
      for (const command of ['x', 'y'])
        expect(await again.append(note(1, command))()).toMatchObject(
          E.left({ _tag: 'StoreDamaged' }),
        )
      await again.close()()
    }))

  test('is not written to where its last commit is missing', () =>
    inFolder(async (folder) => {
      const store = await damaged(folder, 'DELETE FROM commits')
      const before = await store.head()()
      expect(await store.append(note(1, 'x'))()).toMatchObject(E.left({ _tag: 'StoreDamaged' }))
      expect(await store.head()()).toEqual(before)
      await store.close()()
    }))
})
