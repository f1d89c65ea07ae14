/**
 * `keys.db`: what is secret of a desk. For now one secret, made with the desk, from which ids of
 * imported things and fingerprints of commands are cut, so that nobody can guess them from a label.
 *
 * The file belongs to the desk and to nobody else: it is made readable by its owner alone.
 */
import { chmodSync, existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { canonical, hmacWith } from '@deskledger/event-store'

/** `DSKK`, so that the file can be told from a log. */
const applicationId = 0x44534b4b

export interface Keys {
  /** 32 random bytes, the same for the desk's whole life. */
  readonly secret: Buffer
}

/** The desk's keys; made if the desk is new. */
export const openKeys = (folder: string): Keys => {
  const file = join(folder, 'keys.db')
  const isNew = !existsSync(file)
  const db = new Database(file, { timeout: 5_000 })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('secure_delete = ON')
    if (isNew) chmodSync(file, 0o600)
    db.transaction(() => {
      db.pragma(`application_id = ${applicationId}`)
      db.exec(
        'CREATE TABLE IF NOT EXISTS secret(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT',
      )
      db.prepare('INSERT OR IGNORE INTO secret VALUES (?, ?)').run('desk', randomBytes(32))
    }).immediate()
    const secret = db.prepare('SELECT value FROM secret WHERE name = ?').pluck().get('desk')
    return { secret: secret as Buffer }
  } finally {
    db.close()
  }
}

/** The fingerprint of a command under the desk's secret, so that its data cannot be guessed from it. */
export const fingerprintWith = (secret: Buffer): ((command: Told) => string) => {
  const print = hmacWith(secret)
  return ({ type, data }) => print(canonical([type, data]))
}

interface Told {
  readonly type: string
  readonly data: unknown
}
