/**
 * What SQLite says, as what it means to the log.
 */
import Database from 'better-sqlite3'
import type { AppendError, StoreError } from '@deskledger/event-store'

/** SQLite's extended result code, such as `SQLITE_BUSY_SNAPSHOT`; empty for any other error. */
export const codeOf = (error: unknown): string =>
  error instanceof Database.SqliteError ? error.code : ''

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

const damage = /^SQLITE_(CORRUPT|NOTADB|FORMAT|SCHEMA|MISMATCH)/

export const toReadError = (error: unknown): StoreError =>
  damage.test(codeOf(error))
    ? { _tag: 'StoreDamaged', cause: error }
    : { _tag: 'StoreUnavailable', cause: error }

/** For a transaction that was rolled back: nothing was written. */
export const toAppendError = (error: unknown): AppendError => {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_FULL')) return { _tag: 'StoreFull' }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return { _tag: 'StoreReadOnly' }
  return toReadError(error)
}
