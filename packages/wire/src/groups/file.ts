/**
 * Groups in a SQLite file of their own, beside the log and never in it: how far a consumer has come
 * is no fact of the house.
 *
 * One table, `groups(stream, name, body)`: the body is the JSON of a `KeptGroup`. WAL mode, synchronous
 * NORMAL: after a power cut a group may be a few events behind, and they come again.
 */
import Database from 'better-sqlite3'
import type { GroupStore, KeptGroup } from './settings.ts'

export const groupFile = (file: string): GroupStore => {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec(`CREATE TABLE IF NOT EXISTS groups(
    stream TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stream, name)
  ) STRICT, WITHOUT ROWID`)
  const all = db.prepare('SELECT body FROM groups ORDER BY stream, name').pluck()
  const put = db.prepare('INSERT OR REPLACE INTO groups VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM groups WHERE stream = ? AND name = ?')
  return {
    all: () => all.all().map((body) => JSON.parse(String(body)) as KeptGroup),
    put: (kept) => void put.run(kept.stream, kept.group, JSON.stringify(kept)),
    remove: ({ stream, group }) => void remove.run(stream, group),
    close: () => void db.close(),
  }
}
