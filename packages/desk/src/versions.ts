/**
 * What a desk is made with, for bug reports.
 */
import Database from 'better-sqlite3'
import { format } from '@deskledger/event-store-sqlite'

/** The format of the log that this version writes. */
export const logFormat: number = format

export const sqliteVersion = (): string => {
  const db = new Database(':memory:')
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    db.close()
  }
}
