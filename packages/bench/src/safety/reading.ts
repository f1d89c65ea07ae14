/**
 * A loop that reads a log and hashes what it reads: all rows of commits, events and commands, each
 * hashed once as it is, events and commits behind the one before. It compares nothing.
 */
import Database from 'better-sqlite3'
import { hash } from 'node:crypto'
import { join } from 'node:path'

const after = (table: string, key: string): string =>
  `SELECT * FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT 1000`

/** Gives how many events were read. */
export const readAndHashed = (folder: string): number => {
  const db = new Database(join(folder, 'events.db'), { readonly: true })
  const count = (table: string): number => {
    const key = table === 'events' ? 'position' : 'commit_no'
    const page = db.prepare<[number], ReadonlyArray<unknown>>(after(table, key)).raw()
    let [chain, last, n] = ['', 0, 0]
    for (let rows = page.all(last); rows.length > 0; rows = page.all(last)) {
      for (const row of rows) chain = hash('sha256', `${chain}${row.join()}`, 'hex')
      last = Number(rows.at(-1)?.[0])
      n += rows.length
    }
    return n
  }
  count('commits')
  const events = count('events')
  const commands = db.prepare<[], ReadonlyArray<unknown>>('SELECT * FROM commands').raw()
  for (const row of commands.iterate()) hash('sha256', row.join(), 'hex')
  db.close()
  return events
}
