/**
 * A read model written by hand: rows and checkpoint of a page of events in one transaction.
 *
 * The settings of the file are those that the projection sets, except that erased rows are not
 * overwritten with zeros, which a developer has to think of.
 */
import Database from 'better-sqlite3'
import { byHand, type Told } from '../by-hand/index.ts'
import type { CatchUpTask } from './task.ts'

export interface ViewsByHand {
  readonly write: (events: ReadonlyArray<Told>, through: number) => void
  readonly close: () => void
}

export const viewsByHand = ({ views, model }: CatchUpTask): ViewsByHand => {
  const db = new Database(views)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('wal_autocheckpoint = 4000')
  db.pragma('cache_size = -64000')
  db.exec('CREATE TABLE checkpoint(name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT')
  db.exec(`INSERT INTO checkpoint VALUES ('views', 0)`)
  const reached = db.prepare(`UPDATE checkpoint SET position = ? WHERE name = 'views'`)
  const fold = byHand[model](db)
  const write = (events: ReadonlyArray<Told>, through: number): void => {
    for (const event of events) fold(event)
    reached.run(through)
  }
  return {
    write: db.transaction(write).immediate,
    close: () => {
      db.close()
    },
  }
}
