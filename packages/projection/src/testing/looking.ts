/**
 * What a read model file holds, looked at from outside.
 */
import SQLite from 'better-sqlite3'
import type { Digests } from '../digest.ts'
import { serviceDesk } from '../service-desk.samples.ts'
import { digest } from '../sqlite/digest.ts'

/** Opens the file, does `work`, closes it. */
export const within = <A>(file: string, work: (db: SQLite.Database) => A): A => {
  const db = new SQLite(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

export const rowsOf = (file: string, table: string): ReadonlyArray<unknown> =>
  within(file, (db) => db.prepare(`SELECT * FROM ${table}`).all())

export const digestsOf = (file: string): Digests =>
  within(file, (db) => digest(db, serviceDesk.tables))
