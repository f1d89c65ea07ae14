/**
 * Opening the file of a notary: making it where there is none and it may be made, refusing it where it
 * is not one. What is refused is left as it was.
 */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { toUnusable, type OpenError } from './errors.ts'
import { applicationId, ddl, format } from './schema.ts'

/** How long one process waits for another that writes, in milliseconds. */
const busyMs = 5_000

/** A connection that only reads. */
export const openToRead = (file: string): E.Either<OpenError, Database.Database> =>
  opening(file, () => {
    if (!existsSync(file)) return E.left({ _tag: 'NoNotary', file })
    const db = new Database(file, { readonly: true, timeout: busyMs })
    return kept(db, identify(db, file))
  })

/** A connection that writes; makes the file, unless it must exist. */
export const openToWrite = (
  file: string,
  { mustExist = false }: { readonly mustExist?: boolean } = {},
): E.Either<OpenError, Database.Database> =>
  opening(file, () => {
    if (mustExist && !existsSync(file)) return E.left({ _tag: 'NoNotary', file })
    if (!existsSync(dirname(file)))
      return E.left({ _tag: 'NotaryUnusable', file, code: 'ENOENT', cause: undefined })
    const looked = existsSync(file) ? lookAt(file) : E.right(undefined)
    if (E.isLeft(looked)) return looked
    const db = new Database(file, { timeout: busyMs })
    db.pragma('page_size = 4096')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('recursive_triggers = ON')
    db.pragma('trusted_schema = OFF')
    db.transaction(() => {
      if (isEmpty(db)) create(db)
    }).immediate()
    return kept(db, identify(db, file))
  })

const opening = <A>(file: string, open: () => E.Either<OpenError, A>): E.Either<OpenError, A> => {
  try {
    return open()
  } catch (error) {
    return E.left(toUnusable(file, error))
  }
}

/** Through a connection that cannot write, so that a file of another program stays as it is. */
const lookAt = (file: string): E.Either<OpenError, unknown> => {
  const db = new Database(file, { readonly: true, timeout: busyMs })
  try {
    return isEmpty(db) ? E.right(undefined) : identify(db, file)
  } finally {
    db.close()
  }
}

const kept = (
  db: Database.Database,
  identified: E.Either<OpenError, unknown>,
): E.Either<OpenError, Database.Database> => {
  if (E.isRight(identified)) return E.right(db)
  db.close()
  return identified
}

const isEmpty = (db: Database.Database): boolean =>
  db.pragma('application_id', { simple: true }) === 0 &&
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0

const create = (db: Database.Database): void => {
  db.exec(ddl)
  db.pragma(`application_id = ${applicationId}`)
  db.pragma(`user_version = ${format}`)
  db.prepare(`INSERT INTO notary VALUES ('format', ?)`).run(String(format))
}

/** The format stands in the file's header and in its tables, so that neither can be changed alone. */
const identify = (db: Database.Database, file: string): E.Either<OpenError, void> => {
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return E.left({ _tag: 'NotANotary', file, found: 'a SQLite file of another application' })
  const told = db.prepare(`SELECT value FROM notary WHERE key = 'format'`).pluck().get()
  const found = Number(told)
  if (told !== String(db.pragma('user_version', { simple: true })))
    return E.left({ _tag: 'NotANotary', file, found: 'a notary that does not tell its format' })
  if (found !== format) return E.left({ _tag: 'NotaryFormat', file, format: found, known: format })
  return E.right(undefined)
}
