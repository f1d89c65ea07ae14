/**
 * Opening a log file: making it where there is none, refusing it where it is not one.
 *
 * Durability `full` (the default) syncs at every commit: an acknowledged event survives a power cut.
 * `normal` syncs at checkpoints: after a power cut the log is whole but may end earlier. SQLite's
 * own default in WAL mode, as built into better-sqlite3, is the latter.
 */
import { existsSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { codeOf } from './errors.ts'
import { applicationId, ddl, format } from './schema.ts'

export type Durability = 'full' | 'normal'

export interface OpenSettings {
  readonly file: string
  readonly durability?: Durability
  /** Never writes, and does not make a file. */
  readonly readOnly?: boolean
}

/** Why a file cannot be used as a log; nothing was changed. */
export type OpenError =
  | { readonly _tag: 'NoLog'; readonly file: string }
  | { readonly _tag: 'NotALog'; readonly file: string; readonly found: string }
  | {
      readonly _tag: 'NewerFormat'
      readonly file: string
      readonly format: number
      readonly known: number
    }
  | { readonly _tag: 'OldSqlite'; readonly version: string; readonly needed: string }
  | {
      readonly _tag: 'CannotOpen'
      readonly file: string
      readonly code: string
      readonly cause: unknown
    }

export interface OpenLog {
  /** The one connection that writes; none where the log is only read. */
  readonly writer: Database.Database | undefined
  readonly reader: Database.Database
  readonly deskId: string
}

/** The first version without the WAL-reset corruption of 3.7.0 to 3.51.2. */
const neededSqlite = '3.51.3'

export const openLog = (settings: OpenSettings): E.Either<OpenError, OpenLog> => {
  const { file, readOnly = false } = settings
  if (readOnly && !existsSync(file)) return E.left({ _tag: 'NoLog', file })
  try {
    const writer = readOnly ? undefined : new Database(file, { timeout: 50 })
    if (writer !== undefined) {
      const made = prepareWriter(writer, settings)
      if (E.isLeft(made)) return closing(writer, made)
    }
    const reader = new Database(file, { readonly: true, timeout: 5_000 })
    const checked = check(reader, file)
    if (E.isLeft(checked)) {
      writer?.close()
      return closing(reader, checked)
    }
    return E.right({ writer, reader, deskId: checked.right })
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'SQLITE_NOTADB') return E.left({ _tag: 'NotALog', file, found: 'no SQLite file' })
    return E.left({ _tag: 'CannotOpen', file, code, cause })
  }
}

const closing = <A>(db: Database.Database, answer: A): A => {
  db.close()
  return answer
}

const prepareWriter = (
  writer: Database.Database,
  { file, durability = 'full' }: OpenSettings,
): E.Either<OpenError, void> => {
  const version = String(writer.prepare('SELECT sqlite_version()').pluck().get())
  if (isOlder(version, neededSqlite))
    return E.left({ _tag: 'OldSqlite', version, needed: neededSqlite })
  if (isEmpty(writer)) create(writer)
  const checked = check(writer, file)
  if (E.isLeft(checked)) return checked
  writer.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`)
  writer.pragma('wal_autocheckpoint = 4000')
  writer.pragma('journal_size_limit = 67108864')
  writer.pragma('recursive_triggers = ON')
  writer.pragma('cache_size = -16000')
  return E.right(undefined)
}

const isEmpty = (db: Database.Database): boolean =>
  db.pragma('page_count', { simple: true }) === 0 ||
  (db.pragma('application_id', { simple: true }) === 0 &&
    db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0)

/** Two processes may come here at once: the second finds the tables made. */
const create = (writer: Database.Database): void => {
  writer.pragma('page_size = 4096')
  writer.pragma('journal_mode = WAL')
  writer.pragma('busy_timeout = 5000')
  writer.exec('BEGIN IMMEDIATE')
  try {
    if (writer.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) {
      writer.exec(ddl)
      writer.pragma(`application_id = ${applicationId}`)
      const insert = writer.prepare('INSERT INTO desk(key, value) VALUES (?, ?)')
      insert.run('format', String(format))
      insert.run('desk', randomUUID())
    }
    writer.exec('COMMIT')
  } catch (error) {
    writer.exec('ROLLBACK')
    throw error
  } finally {
    writer.pragma('busy_timeout = 50')
  }
}

/** The desk's id, if the file is a log of a format that this version knows. */
const check = (db: Database.Database, file: string): E.Either<OpenError, string> => {
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return E.left({ _tag: 'NotALog', file, found: 'a SQLite file of another application' })
  const rows = db.prepare('SELECT key, value FROM desk').raw().all() as Array<[string, string]>
  const desk = new Map(rows)
  const found = Number(desk.get('format'))
  if (found !== format) return E.left({ _tag: 'NewerFormat', file, format: found, known: format })
  return E.right(desk.get('desk') ?? '')
}

const isOlder = (version: string, than: string): boolean => {
  const [a = [], b = []] = [version, than].map((v) => v.split('.').map(Number))
  const i = b.findIndex((part, at) => part !== a[at])
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0)
}
