import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note } from './testing/notes.ts'

const tables = ['desk', 'streams', 'types', 'commits', 'events', 'commands', 'checkpoints']

const event = (position: string, stream: string, revision: string) =>
  `INTO events SELECT ${position}, commit_no, ${stream}, ${revision}, type, schema_version, 0, '{}', '{}' FROM events WHERE position = 2`

/** What somebody with a SQL prompt may try against each table. */
const attacks: Readonly<Record<string, ReadonlyArray<string>>> = {
  desk: [
    `REPLACE INTO desk VALUES ('desk', 'mine')`,
    `INSERT OR REPLACE INTO desk VALUES ('format', '9')`,
    `INSERT INTO desk VALUES ('format', '9') ON CONFLICT DO UPDATE SET value = excluded.value`,
    `UPDATE desk SET key = 'other'`,
  ],
  streams: [
    `REPLACE INTO streams VALUES (1, 'request-9')`,
    `REPLACE INTO streams VALUES (99, 'request-1')`,
    `REPLACE INTO streams(name) VALUES ('request-1')`,
    `INSERT INTO streams VALUES (1, 'x') ON CONFLICT(id) DO UPDATE SET name = excluded.name`,
    `UPDATE streams SET id = id + 10`,
  ],
  types: [
    `REPLACE INTO types VALUES (1, 'RequestLost')`,
    `REPLACE INTO types VALUES (99, 'RequestNoted')`,
    `REPLACE INTO types(name) VALUES ('RequestNoted')`,
    `UPDATE types SET name = 'RequestLost'`,
  ],
  commits: [
    `REPLACE INTO commits VALUES (1, 1, 1, 0, zeroblob(32), zeroblob(32))`,
    `REPLACE INTO commits VALUES (2, 2, 2, 0, zeroblob(32), zeroblob(32))`,
    `INSERT INTO commits VALUES (0, 0, 0, 0, zeroblob(32), zeroblob(32))`,
    `UPDATE commits SET recorded_at = 0`,
    `UPDATE OR REPLACE commits SET commit_no = 2 WHERE commit_no = 1`,
  ],
  events: [
    `REPLACE ${event('2', '1', '2')}`,
    `REPLACE ${event('2', 'stream', 'revision')}`,
    `REPLACE ${event('99', 'stream', 'revision')}`,
    `REPLACE ${event('NULL', 'stream', 'revision')}`,
    `INSERT OR REPLACE ${event('0', '1', '7')}`,
    `INSERT OR REPLACE ${event('-1', '1', '7')}`,
    `INSERT ${event('2', '1', '2')} ON CONFLICT DO UPDATE SET data = excluded.data`,
    `UPDATE events SET data = '{}' WHERE position = 2`,
    `UPDATE events SET position = position + 100`,
    `UPDATE OR REPLACE events SET position = 1 WHERE position = 2`,
    `DELETE FROM events WHERE position = 3`,
  ],
  commands: [
    `REPLACE INTO commands VALUES (1, 'first', 0, 1, 'mine')`,
    `UPDATE commands SET fingerprint = 'mine'`,
    `UPDATE OR REPLACE commands SET command_id = 'first' WHERE stream = 1`,
  ],
  checkpoints: [
    `REPLACE INTO checkpoints VALUES (2, 'mine')`,
    `INSERT INTO checkpoints VALUES (1, 'mine')`,
    `UPDATE checkpoints SET note = 'mine'`,
    `UPDATE checkpoints SET tree_size = tree_size + 1`,
  ],
}

/** A log of three notes, closed, and every row of it as text. */
const threeNotes = async (folder: string): Promise<string> => {
  const file = join(folder, 'events.db')
  const store = opened({ file, clock })
  await store.append(note(1, 'first'))()
  await store.append(note(2, 'second'))()
  await store.append(note(1, 'third'))()
  await store.close()()
  const db = new Database(file)
  db.exec(`INSERT INTO checkpoints VALUES (2, 'a note')`)
  db.close()
  return file
}

const dump = (db: Database.Database): string =>
  JSON.stringify(tables.map((table) => db.prepare(`SELECT * FROM ${table}`).raw().all()))

/** Whether the log is refused by its own triggers, on a connection that has set nothing. */
const refusal = (db: Database.Database, sql: string): string => {
  try {
    db.exec(sql)
    return `not refused: ${sql}`
  } catch (error) {
    return (error as Error).message
  }
}

describe.each(tables)('the table %s', (table) => {
  const all = [...(attacks[table] ?? []), `DELETE FROM ${table}`]
  test.each(all)('refuses %s', (sql) =>
    inFolder(async (folder) => {
      const db = new Database(await threeNotes(folder))
      const before = dump(db)
      expect(refusal(db, sql)).toBe('the log is append-only')
      expect(dump(db)).toBe(before)
      db.close()
    }),
  )
})

test('no table of the log is left without triggers', () =>
  inFolder(async (folder) => {
    const db = new Database(await threeNotes(folder))
    const found = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()
    expect(new Set(found)).toEqual(new Set(tables))
    for (const table of tables) {
      const verbs = db
        .prepare(`SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`)
        .pluck()
        .all(table)
        .map((sql) => /BEFORE (\w+)/.exec(String(sql))?.[1])
      expect(new Set(verbs)).toEqual(new Set(['DELETE', 'INSERT', 'UPDATE']))
    }
    db.close()
  }))

test('a log that was attacked goes on', () =>
  inFolder(async (folder) => {
    const file = await threeNotes(folder)
    const db = new Database(file)
    for (const sql of Object.values(attacks).flat()) refusal(db, sql)
    db.close()
    const store = opened({ file, clock })
    expect(await store.append(note(1, 'fourth'))()).toMatchObject({
      right: { firstRevision: 2, lastPosition: 4 },
    })
    await store.close()()
  }))
