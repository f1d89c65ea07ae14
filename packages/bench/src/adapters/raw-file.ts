/**
 * The file of the yardstick: its settings, its tables, the ids of its names.
 */
import Database from 'better-sqlite3'
import { join } from 'node:path'
import type { Event } from '../facts/events.ts'

const ddl = `
CREATE TABLE IF NOT EXISTS streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS types(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS events(
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  type INTEGER NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  meta TEXT NOT NULL,
  UNIQUE(stream, version)
) STRICT;`

/** Opens `raw.db` in the folder, making it if it is not there. */
export const openRaw = (folder: string): Database.Database => {
  const db = new Database(join(folder, 'raw.db'), { timeout: 60_000 })
  db.pragma('page_size = 4096')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('wal_autocheckpoint = 4000')
  db.pragma('cache_size = -16000')
  db.exec(ddl)
  return db
}

/** Ids of names, each looked up or given out once. */
export const idsIn = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((name: string) => number) => {
  const find = db.prepare<[string], number>(`SELECT id FROM ${table} WHERE name = ?`).pluck()
  const insert = db.prepare<[string]>(`INSERT INTO ${table}(name) VALUES (?)`)
  const known = new Map<string, number>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const id = find.get(name) ?? Number(insert.run(name).lastInsertRowid)
    known.set(name, id)
    return id
  }
}

/** Names of types by their ids. */
export const typesIn = (db: Database.Database): ((id: number) => Event['type']) => {
  const find = db.prepare<[number], Event['type']>('SELECT name FROM types WHERE id = ?').pluck()
  const known = new Map<number, Event['type']>()
  return (id) => {
    const name = known.get(id) ?? find.get(id)
    if (name === undefined) throw new Error(`no type has the id ${id}`)
    known.set(id, name)
    return name
  }
}
