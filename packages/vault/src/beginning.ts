/**
 * How the keys of a desk begin in a file: whose they are, and the secret.
 */
import { randomBytes } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Wrapping } from './wrapping.ts'

/** Keys without a desk are being copied from elsewhere, and not all of them are here yet. */
export const isBegun = (db: Database.Database): boolean =>
  db.prepare('SELECT 1 FROM secret UNION ALL SELECT 1 FROM keys LIMIT 1').get() !== undefined

/** Made once for a desk, whoever comes first. */
export const beginVault = (db: Database.Database, desk: string, { wrap }: Wrapping): void => {
  db.transaction(() => {
    db.prepare("INSERT OR IGNORE INTO vault VALUES ('desk', ?)").run(desk)
    if (db.prepare("SELECT 1 FROM secret WHERE name = 'desk'").get() === undefined)
      db.prepare("INSERT INTO secret VALUES ('desk', ?)").run(wrap('desk', randomBytes(32)))
  }).immediate()
}

/** Nothing if the master key does not open it. */
export const readSecret = (db: Database.Database, { unwrap }: Wrapping): Buffer | undefined => {
  const wrapped = db.prepare("SELECT value FROM secret WHERE name = 'desk'").pluck().get()
  return wrapped instanceof Uint8Array ? unwrap('desk', Buffer.from(wrapped)) : undefined
}
