/**
 * The connection that writes, with every setting that the log's promises rest on, and the making of
 * a log where there is none.
 *
 * Durability `full` (the default) syncs at every commit: an acknowledged event survives a power cut.
 * `normal` syncs at checkpoints: after a power cut the log is whole but may end earlier. SQLite's
 * own default in WAL mode, as built into better-sqlite3, is the latter.
 */
import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { isBusy, type OpenError } from './errors.ts'
import { identify, isEmpty } from './header.ts'
import { applicationId, ddl, format } from './schema.ts'

export type Durability = 'full' | 'normal'

export interface WriterSettings {
  readonly file: string
  readonly durability?: Durability
  /** The id of a log that is made, for one that takes the place of another; a random one unless told. */
  readonly deskId?: string
}

/** The first version without the WAL-reset corruption of 3.7.0 to 3.51.2. */
const neededSqlite = '3.51.3'

/** Opening may wait this long for a process that makes or recovers the log. */
export const openingMs = 5_000

/** Opens the log for writing, making it if the file is empty or, unless it must exist, not there. */
export const openWriter = (
  settings: WriterSettings,
  fileMustExist = false,
): E.Either<OpenError, Database.Database> => {
  const db = new Database(settings.file, { timeout: openingMs, fileMustExist })
  return whole(db, () => patiently(() => prepare(db, settings)))
}

const prepare = (
  db: Database.Database,
  settings: WriterSettings,
): E.Either<OpenError, Database.Database> => {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get())
  if (isOlder(version, neededSqlite))
    return E.left({ _tag: 'OldSqlite', version, needed: neededSqlite })
  const isFresh = isEmpty(db)
  if (isFresh) db.pragma('page_size = 4096')
  const known = isFresh ? E.right('') : identify(db, settings.file)
  if (E.isLeft(known)) return known
  const set = settle(db, settings)
  if (E.isLeft(set)) return set
  if (isFresh) create(db, settings.deskId ?? randomUUID())
  db.pragma('busy_timeout = 0')
  return E.right(db)
}

/** Runs `work` on `db`, which is closed if that fails. */
export const whole = <A>(
  db: Database.Database,
  work: () => E.Either<OpenError, A>,
): E.Either<OpenError, A> => {
  let answer: E.Either<OpenError, A> | undefined
  try {
    answer = work()
    return answer
  } finally {
    if (answer === undefined || E.isLeft(answer)) db.close()
  }
}

/** Sets what has to be set on each connection, and looks whether it was taken. */
const settle = (
  db: Database.Database,
  { file, durability = 'full' }: WriterSettings,
): E.Either<OpenError, void> => {
  const wanted = [
    ['journal_mode', 'wal'],
    ['synchronous', durability === 'full' ? 2 : 1],
    ['wal_autocheckpoint', 4_000],
    ['journal_size_limit', 67_108_864],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
    ['cell_size_check', 1],
    ['cache_size', -16_000],
  ] as const
  for (const [setting, value] of wanted) {
    db.pragma(`${setting} = ${value}`)
    const found = db.pragma(setting, { simple: true })
    if (found !== value) return E.left({ _tag: 'Unsupported', file, setting, found })
  }
  return E.right(undefined)
}

/** Two processes may come here at once: the second finds the tables made. */
const create = (db: Database.Database, deskId: string): void => {
  db.exec('BEGIN IMMEDIATE')
  try {
    if (isEmpty(db)) {
      db.exec(ddl)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${format}`)
      const insert = db.prepare('INSERT INTO desk(key, value) VALUES (?, ?)')
      insert.run('format', String(format))
      insert.run('desk', deskId)
    }
    db.exec('COMMIT')
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
  }
}

/** Where two processes turn one new file into a log, SQLite does not always wait of itself. */
const patiently = <A>(work: () => A): A => {
  const until = performance.now() + openingMs
  for (;;)
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
}

export const isOlder = (version: string, than: string): boolean => {
  const [a = [], b = []] = [version, than].map((v) => v.split('.').map(Number))
  const i = b.findIndex((part, at) => part !== a[at])
  return i >= 0 && (a[i] ?? 0) < (b[i] ?? 0)
}
