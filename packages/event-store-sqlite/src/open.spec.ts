import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { sqliteEventStore } from './index.ts'
import { openLog } from './open.ts'
import { applicationId, ddl } from './schema.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, recorded } from './testing/notes.ts'
import { isOlder, openWriter } from './writer.ts'

/** Opening `file` in both ways fails with `error`, and changes no byte of it. */
const refused = (file: string, error: object): void => {
  const before = existsSync(file) ? readFileSync(file) : undefined
  for (const readOnly of [false, true]) {
    expect(sqliteEventStore({ file, clock, readOnly })).toMatchObject(E.left({ file, ...error }))
    expect(before === undefined ? existsSync(file) : readFileSync(file).equals(before)).toBe(
      before !== undefined,
    )
  }
}

/** A SQLite file made by hand. */
const made = (file: string, ...sql: ReadonlyArray<string>): string => {
  const db = new Database(file)
  for (const each of sql) db.exec(each)
  db.close()
  return file
}

describe('a file that is no log', () => {
  test.each([
    ['long', 'Dear customer, '.repeat(1_000)],
    ['short', 'Dear customer'],
    ['a byte', 'x'],
  ])('is refused as none and left as it was: %s', (_, content) =>
    inFolder(async (folder) => {
      const file = join(folder, 'letter.txt')
      writeFileSync(file, content)
      refused(file, { _tag: 'NotALog', found: 'no SQLite file' })
      expect(readdirSync(folder)).toEqual(['letter.txt'])
    }),
  )

  test.each([
    ['that says so', ['PRAGMA application_id = 7', 'CREATE TABLE stamps(id)']],
    ['that does not', ['CREATE TABLE stamps(id)']],
    ['in WAL mode', ['PRAGMA journal_mode = WAL', 'CREATE TABLE stamps(id)']],
  ])('is refused as the file of another application %s', (_, sql) =>
    inFolder(async (folder) => {
      const file = made(join(folder, 'stamps.db'), ...sql)
      refused(file, { _tag: 'NotALog', found: 'a SQLite file of another application' })
    }),
  )

  test('is left as it was though the application is at work on it', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'stamps.db')
      const db = new Database(file)
      db.exec('PRAGMA journal_mode = WAL; CREATE TABLE stamps(id); INSERT INTO stamps VALUES (1)')
      refused(file, { _tag: 'NotALog' })
      expect(db.prepare('SELECT id FROM stamps').pluck().all()).toEqual([1])
      db.close()
    }))

  test('is refused when it does not tell its format', () =>
    inFolder(async (folder) => {
      const file = made(join(folder, 'odd.db'), ddl, `PRAGMA application_id = ${applicationId}`)
      refused(file, { _tag: 'NotALog', found: 'a log that does not tell its format' })
    }))
})

describe('a log of another format', () => {
  const logOf = (folder: string, format: number, mark = format): string =>
    made(
      join(folder, 'events.db'),
      ddl,
      `PRAGMA application_id = ${applicationId}`,
      `PRAGMA user_version = ${mark}`,
      `INSERT INTO desk VALUES ('format', '${format}'), ('desk', 'x')`,
    )

  test('is refused as newer and left as it was', () =>
    inFolder(async (folder) =>
      refused(logOf(folder, 7), { _tag: 'NewerFormat', format: 7, known: 1 }),
    ))

  test('is refused as older, one that has no chain and no seals, and left as it was', () =>
    inFolder(async (folder) =>
      refused(logOf(folder, 0), { _tag: 'OlderFormat', format: 0, known: 1 }),
    ))

  test('is refused where its two marks differ', () =>
    inFolder(async (folder) => {
      const found = 'a log that does not tell its format'
      refused(logOf(folder, 1, 0), { _tag: 'NotALog', found })
    }))
})

describe('a log that is not there', () => {
  test('is not made by one who only reads', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      expect(sqliteEventStore({ file, clock, readOnly: true })).toEqual(
        E.left({ _tag: 'NoLog', file }),
      )
      expect(readdirSync(folder)).toEqual([])
    }))

  test('is not made in a folder that is not there', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'nowhere', 'events.db')
      expect(sqliteEventStore({ file, clock })).toMatchObject(
        E.left({ _tag: 'CannotOpen', file, code: 'ENOENT' }),
      )
      expect(readdirSync(folder)).toEqual([])
    }))

  test('is not made where a folder has its name', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      mkdirSync(file)
      expect(sqliteEventStore({ file, clock })).toMatchObject(
        E.left({ _tag: 'NotALog', file, found: 'no SQLite file' }),
      )
    }))

  test('is not made where SQLite cannot keep a write-ahead log', () => {
    expect(sqliteEventStore({ file: ':memory:', clock })).toEqual(
      E.left({ _tag: 'Unsupported', file: ':memory:', setting: 'journal_mode', found: 'memory' }),
    )
    expect(existsSync(':memory:')).toBe(false)
  })

  test('is made, and read, where the power went while somebody made it', () =>
    inFolder(async (folder) => {
      const [making, file] = [join(folder, 'making.db'), join(folder, 'log.db')]
      const db = new Database(making)
      db.exec(`PRAGMA cache_size = 1; BEGIN; ${ddl}`)
      copyFileSync(making, file)
      copyFileSync(`${making}-journal`, `${file}-journal`)
      db.close()
      expect(sqliteEventStore({ file, clock, readOnly: true })).toMatchObject(
        E.left({ _tag: 'CannotOpen', code: 'SQLITE_READONLY_ROLLBACK' }),
      )
      const log = opened({ file, clock })
      expect(await log.append(note(1, 'a'))()).toMatchObject(E.right({ lastPosition: 1 }))
      expect(await recorded(log)).toHaveLength(1)
      await log.close()()
    }))

  test('is made in an empty file, also in one that an empty database was made of', () =>
    inFolder(async (folder) => {
      const empty = join(folder, 'empty.db')
      writeFileSync(empty, '')
      const blank = made(join(folder, 'blank.db'), 'PRAGMA journal_mode = WAL')
      for (const file of [empty, blank]) {
        const store = opened({ file, clock })
        expect(E.isRight(await store.append(note(1, 'first'))())).toBe(true)
        await store.close()()
      }
    }))
})

describe('a log that is only read', () => {
  test('is read, and takes no append', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const writer = opened({ file, clock })
      await writer.append(note(1, 'first'))()
      const reader = opened({ file, clock, readOnly: true })
      expect(await reader.append(note(1, 'second'))()).toEqual(E.left({ _tag: 'StoreReadOnly' }))
      await writer.append(note(1, 'third'))()
      expect(await recorded(reader)).toHaveLength(2)
      await reader.close()()
      await writer.close()()
    }))

  test('is left as it was', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const writer = opened({ file, clock })
      await writer.append(note(1, 'first'))()
      await writer.close()()
      const before = readFileSync(file)
      const reader = opened({ file, clock, readOnly: true })
      expect(await recorded(reader)).toHaveLength(1)
      await reader.close()()
      expect(readFileSync(file).equals(before)).toBe(true)
    }))
})

describe('a log that is open', () => {
  const settingsOf = (db: Database.Database) =>
    Object.fromEntries(
      [
        'journal_mode',
        'synchronous',
        'page_size',
        'recursive_triggers',
        'trusted_schema',
        'cell_size_check',
        'wal_autocheckpoint',
        'journal_size_limit',
        'busy_timeout',
        'application_id',
      ].map((name) => [name, db.pragma(name, { simple: true })]),
    )
  const settings = {
    journal_mode: 'wal',
    synchronous: 2,
    page_size: 4_096,
    recursive_triggers: 1,
    trusted_schema: 0,
    cell_size_check: 1,
    wal_autocheckpoint: 4_000,
    journal_size_limit: 67_108_864,
    busy_timeout: 0,
    application_id: 0x44534b4c,
  }

  test('has every setting that its promises rest on, when it is made and later', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      for (const [durability, synchronous] of [
        [undefined, 2],
        ['full', 2],
        ['normal', 1],
      ] as const) {
        const writer = openWriter({ file, ...(durability === undefined ? {} : { durability }) })
        expect(E.map(settingsOf)(writer)).toEqual(E.right({ ...settings, synchronous }))
        if (E.isRight(writer)) writer.right.close()
      }
    }))

  test('is in WAL mode again though somebody turned it off', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      await opened({ file, clock }).close()()
      made(file, 'PRAGMA journal_mode = DELETE')
      const writer = openWriter({ file })
      expect(E.map(settingsOf)(writer)).toEqual(E.right(settings))
      if (E.isRight(writer)) writer.right.close()
    }))

  test('is one file again when it is closed', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      await store.append(note(1, 'first'))()
      expect(readdirSync(folder)).toContain('events.db-wal')
      await store.close()()
      expect(readdirSync(folder)).toEqual(['events.db'])
    }))

  test('keeps its id, which no other log has', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const [first, other] = [opened({ file, clock }), opened({ file: `${file}2`, clock })]
      expect(first.deskId).toMatch(/^[0-9a-f-]{36}$/)
      expect(other.deskId).not.toBe(first.deskId)
      await first.close()()
      const again = opened({ file, clock })
      expect([again.deskId, again.file]).toEqual([first.deskId, file])
      await again.close()()
      await other.close()()
    }))

  test('gives another connection only to the same log', () =>
    inFolder(async (folder) => {
      const [file, other] = [join(folder, 'events.db'), join(folder, 'other.db')]
      await opened({ file, clock }).close()()
      await opened({ file: other, clock }).close()()
      const log = openLog({ file })
      if (E.isLeft(log)) throw new Error(log.left._tag)
      const { another, reader, writer } = log.right
      const good = another()
      expect(E.isRight(good)).toBe(true)
      if (E.isRight(good)) good.right.close()
      reader.close()
      writer?.close()
      writeFileSync(file, readFileSync(other))
      expect(another()).toMatchObject(E.left({ _tag: 'NotALog', found: 'the log of another desk' }))
    }))
})

test('a version of SQLite is older when its first part that differs is less', () => {
  for (const version of ['3.51.2', '3.50.9', '2.99.99', '3.9.9'])
    expect(isOlder(version, '3.51.3')).toBe(true)
  for (const version of ['3.51.3', '3.51.10', '3.52.0', '4.0.0', '3.51.3.1'])
    expect(isOlder(version, '3.51.3')).toBe(false)
})
