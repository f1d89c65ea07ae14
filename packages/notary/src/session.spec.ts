import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { openToRead } from './file.ts'
import { openSession } from './session.ts'
import { altered, changed } from './testing/altered.ts'
import {
  appendOf,
  attempted,
  inFolder,
  memoryLog,
  noted,
  notes,
  right,
  tell,
  verified,
} from './testing/logs.ts'

jest.setTimeout(30_000)

const sample = (work: (file: string, log: ReturnType<typeof memoryLog>) => Promise<void>) =>
  inFolder(async (folder) => {
    const [file, store] = [join(folder, 'notary.db'), memoryLog()]
    await tell(store, notes(6))
    await noted(file, store)
    await work(file, store)
  })

/** Somebody who owns the file. */
const owned = (file: string, sql: string): void => {
  const db = new Database(file)
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck()
  for (const name of triggers.all()) db.exec(`DROP TRIGGER ${String(name)}`)
  db.exec(sql)
  db.close()
}

describe('the file of a notary', () => {
  const tables = ['notary', 'streams', 'types', 'commits', 'events']

  test.each(tables)('lets nobody change, delete or replace a row of %s', (table) =>
    sample(async (file) => {
      const db = new Database(file)
      const column = String(db.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().get(table))
      for (const sql of [
        `UPDATE ${table} SET ${column} = ${column}`,
        `DELETE FROM ${table}`,
        `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`,
      ])
        expect(() => db.exec(sql)).toThrow('what was noted stays')
      db.close()
    }),
  )

  test('is refused if it is none, or of a later format, and stays as it was', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'notary.db')
      const store = memoryLog()
      writeFileSync(file, 'no database at all, and longer than a header of one'.repeat(20))
      expect(await attempted(file, store)).toMatchObject({ left: { _tag: 'NotANotary' } })
      const other = join(folder, 'other.db')
      new Database(other).exec('CREATE TABLE mine(a)').close()
      expect(await attempted(other, store)).toMatchObject({ left: { _tag: 'NotANotary' } })
      const later = join(folder, 'later.db')
      await noted(later, store)
      owned(later, `UPDATE notary SET value = '2' WHERE key = 'format'; PRAGMA user_version = 2`)
      expect(await attempted(later, store)).toMatchObject({
        left: { _tag: 'NotaryFormat', format: 2, known: 1 },
      })
      owned(later, `PRAGMA user_version = 1`)
      expect(openToRead(later)).toMatchObject({ left: { _tag: 'NotANotary' } })
      expect(openToRead(join(folder, 'none.db'))).toMatchObject({ left: { _tag: 'NoNotary' } })
      expect(await attempted(join(folder, 'no', 'folder.db'), store)).toMatchObject({
        left: { _tag: 'NotaryUnusable' },
      })
    }))

  test('is of one desk', () =>
    sample(async (file, store) => {
      const { deskId } = await verified(file, store)
      expect(await attempted(file, store, { desk: 'another' })).toEqual({
        _tag: 'Left',
        left: { _tag: 'NotaryOfAnother', found: deskId, expected: 'another' },
      })
      await noted(file, store, { desk: deskId })
    }))
})

describe('a file that was tampered with', () => {
  test.each([
    ['a leaf', 'UPDATE events SET leaf = zeroblob(32) WHERE position = 5', 4],
    ['a root', 'UPDATE commits SET events_root = zeroblob(32) WHERE commit_no = 4', 4],
    ['a chain', 'UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 4', 4],
    ['a time', 'UPDATE commits SET recorded_at = recorded_at + 1 WHERE commit_no = 4', 4],
    ['an event that is gone', 'DELETE FROM events WHERE position = 5', 4],
    ['a commit that is gone', 'DELETE FROM commits WHERE commit_no = 4', 4],
    ['the name of a desk', `UPDATE notary SET value = 'x' WHERE key = 'desk'`, 1],
    [
      'an event too many',
      `INSERT INTO events SELECT 99, 9, 99, 1, 99, 1, leaf FROM events WHERE position = 1`,
      'foreign',
    ],
  ] as const)('is found by %s', (_, sql, commit) =>
    sample(async (file, store) => {
      owned(file, sql)
      const { findings } = await verified(file, store)
      const own = findings.filter(({ _tag }) => _tag !== 'NotarySchemaAltered')
      if (commit === 'foreign') expect(own).toContainEqual({ _tag: 'NotedForeign', position: 99 })
      else expect(own).toContainEqual(expect.objectContaining({ commit }))
      expect(findings).toContainEqual({
        _tag: 'NotarySchemaAltered',
        name: 'trigger events_no_update',
      })
    }),
  )

  test('is found where a name or a place was changed, which no hash covers', () =>
    sample(async (file, store) => {
      owned(file, 'UPDATE events SET place = 777 WHERE position = 9')
      const { findings } = await verified(file, store)
      expect(findings).toContainEqual(expect.objectContaining({ position: 9 }))
    }))
})

describe('one notary', () => {
  const lease = (file: string, now: () => number) =>
    openSession({ file, clock: now, leaseMs: 1_000 })

  test('notes in a file at a time; another one takes over when it has been silent for too long', () =>
    sample(async (file, store) => {
      let now = 1_000
      const first = right(lease(file, () => now))
      expect(lease(file, () => now)).toEqual({
        _tag: 'Left',
        left: { _tag: 'NotaryHeld', file, until: 2_000 },
      })
      now += 900
      expect(first.renew()).toMatchObject({ _tag: 'Right' })
      now += 900
      expect(lease(file, () => now)).toMatchObject({ left: { _tag: 'NotaryHeld' } })
      now += 101
      const second = right(lease(file, () => now))
      expect(first.renew()).toEqual({ _tag: 'Left', left: { _tag: 'NotaryLost', file } })
      expect(first.note([])).toMatchObject({ left: { _tag: 'NotaryLost' } })
      first.close()
      expect(second.renew()).toMatchObject({ _tag: 'Right' })
      second.close()
      await noted(file, store)
    }))
})

describe('what cannot be a log', () => {
  test('is an append that goes on after it was noted', () =>
    sample(async (file, store) => {
      await store.append(appendOf({ request: 1, data: [1, 2] }, 'torn'))()
      const head = 10
      await noted(
        file,
        altered(store, (events) => events.slice(0, head)),
      )
      expect(await attempted(file, store)).toMatchObject({
        left: { _tag: 'LogDiffers', findings: [{ _tag: 'AppendGrown', place: head + 1 }] },
      })
    }))

  test('is a revision that comes again', () =>
    sample(async (file, store) => {
      const again = altered(store, (events) => [
        ...events,
        ...events.slice(0, 1).map((event) => changed(event, { position: 50 })),
      ])
      expect(await attempted(file, again, { compare: 'last' })).toMatchObject({
        left: { _tag: 'LogDiffers', findings: [{ _tag: 'EventMoved', position: 1, to: 50 }] },
      })
    }))

  test('is one that does not end as it was noted, even if nothing else is compared', () =>
    sample(async (file, store) => {
      const cut = altered(store, (events) => events.slice(0, 4))
      expect(await attempted(file, cut, { compare: 'last' })).toMatchObject({
        left: { _tag: 'LogDiffers', findings: [{ _tag: 'TailRemoved' }] },
      })
      const earlier = altered(store, (events) => events.slice(1))
      expect(await attempted(file, earlier, { compare: 'last' })).toMatchObject({ _tag: 'Right' })
      expect(await attempted(file, earlier)).toMatchObject({ left: { _tag: 'LogDiffers' } })
    }))
})
