/**
 * What SQLite says, as what it means to the log.
 */
import { toStoreError, type AppendError, type StoreError } from '@deskledger/event-store'

/** Why a file cannot be used as a log; nothing was changed. */
export type OpenError =
  /** There is no such file, and it is not to be made. */
  | { readonly _tag: 'NoLog'; readonly file: string }
  | { readonly _tag: 'NotALog'; readonly file: string; readonly found: string }
  | {
      readonly _tag: 'NewerFormat'
      readonly file: string
      readonly format: number
      readonly known: number
    }
  /** Of a version without chain and seals: import its sources again, into a new desk. */
  | {
      readonly _tag: 'OlderFormat'
      readonly file: string
      readonly format: number
      readonly known: number
    }
  | { readonly _tag: 'OldSqlite'; readonly version: string; readonly needed: string }
  /** A setting that the promises rest on was not taken: not every file system can do WAL mode. */
  | {
      readonly _tag: 'Unsupported'
      readonly file: string
      readonly setting: string
      readonly found: unknown
    }
  | {
      readonly _tag: 'CannotOpen'
      readonly file: string
      /** SQLite's result code, or `ENOENT` if the directory is missing. */
      readonly code: string
      readonly cause: unknown
    }

/**
 * SQLite's extended result code, such as `SQLITE_BUSY_SNAPSHOT`; empty for any other error. Told by
 * its code and not by its class: a process may have loaded the driver more than once.
 */
export const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : ''
}

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))

/**
 * The engine or the disk failed, and not what it was given: a connection that has seen this is not
 * used again, because what it holds in memory may not be what is on the disk.
 */
export const isFailure = (error: unknown): boolean =>
  /^SQLITE_(IOERR|CORRUPT|NOTADB|CANTOPEN|PROTOCOL|READONLY|PERM|AUTH|NOMEM|INTERNAL|MISUSE)/.test(
    codeOf(error),
  )

/** A key that was to be written is there already. */
export const isClash = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT_(TRIGGER|UNIQUE|PRIMARYKEY)/.test(codeOf(error))

/** A key that is there already, where the log's own numbers say that it cannot be, is damage too. */
const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|SCHEMA|MISMATCH|CONSTRAINT_(TRIGGER|UNIQUE|PRIMARYKEY))/.test(
    codeOf(error),
  )

export const toReadError = (error: unknown): StoreError => {
  if (isDamage(error)) return { _tag: 'StoreDamaged', cause: error }
  // Its message would quote the stored text.
  if (error instanceof SyntaxError) return { _tag: 'StoreDamaged', cause: 'data is not JSON' }
  return toStoreError(error)
}

/** For a transaction that was rolled back: nothing was written. */
export const toAppendError = (error: unknown): AppendError => {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_FULL')) return { _tag: 'StoreFull' }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) return { _tag: 'StoreReadOnly' }
  return toReadError(error)
}
