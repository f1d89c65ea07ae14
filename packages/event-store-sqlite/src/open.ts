/**
 * Opening a log file: making it where there is none, refusing it where it is not one.
 *
 * A file that exists is looked at through a connection that cannot write, so that what is refused is
 * left as it was.
 */
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { codeOf, type OpenError } from './errors.ts'
import { identify, isEmpty } from './header.ts'
import { openingMs, openWriter, whole, type WriterSettings } from './writer.ts'

export interface OpenSettings extends WriterSettings {
  /** Never writes, and does not make a file. */
  readonly readOnly?: boolean
}

export interface OpenLog {
  /** The one connection that writes; none where the log is only read. */
  readonly writer: Database.Database | undefined
  readonly reader: Database.Database
  readonly deskId: string
  /** Another connection that writes to this log, for when the first is not trusted any more. */
  readonly another: () => E.Either<OpenError, Database.Database>
}

/** No SQLite file has fewer bytes; SQLite itself would take a file of one byte for an empty one. */
const smallest = 512

/** A read waits for nothing but the recovery of a log whose last writer was killed. */
const readingMs = 1_000

export const openLog = (settings: OpenSettings): E.Either<OpenError, OpenLog> => {
  const { file } = settings
  return attempt(file, () => {
    const looked = look(settings)
    if (E.isLeft(looked)) return looked
    const writer = settings.readOnly === true ? E.right(undefined) : openWriter(settings)
    if (E.isLeft(writer)) return writer
    const reader = openReader(file)
    if (E.isLeft(reader)) {
      writer.right?.close()
      return reader
    }
    const { db, deskId } = reader.right
    const another = () => attempt(file, () => reopenWriter(settings, deskId))
    return E.right({ writer: writer.right, reader: db, deskId, another })
  })
}

const attempt = <A>(file: string, open: () => E.Either<OpenError, A>): E.Either<OpenError, A> => {
  try {
    return open()
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'SQLITE_NOTADB') return E.left({ _tag: 'NotALog', file, found: 'no SQLite file' })
    return E.left({ _tag: 'CannotOpen', file, code, cause })
  }
}

/**
 * Whether the file may be opened for what it is to be; changes nothing. Looks only through SQLite:
 * closing a file that was opened otherwise drops the locks of this process's own connections.
 */
const look = (settings: OpenSettings): E.Either<OpenError, unknown> => {
  const { file, readOnly = false } = settings
  if (!existsSync(file)) {
    if (readOnly) return E.left({ _tag: 'NoLog', file })
    if (existsSync(dirname(file))) return E.right(undefined)
    return E.left({ _tag: 'CannotOpen', file, code: 'ENOENT', cause: undefined })
  }
  const found = statSync(file)
  if (!readOnly && found.size === 0) return E.right(undefined)
  if (!found.isFile() || found.size < smallest)
    return E.left({ _tag: 'NotALog', file, found: 'no SQLite file' })
  const db = new Database(file, { readonly: true, timeout: openingMs })
  const looked = whole(db, () => lookInto(db, settings))
  db.close()
  return looked
}

/**
 * The power may have gone while the log was being made: then SQLite has to roll that back, which it
 * cannot on a connection that does not write. The writer does it, and looks for itself.
 */
const lookInto = (
  db: Database.Database,
  { file, readOnly = false }: OpenSettings,
): E.Either<OpenError, unknown> => {
  try {
    return !readOnly && isEmpty(db) ? E.right(undefined) : identify(db, file)
  } catch (error) {
    if (!readOnly && codeOf(error) === 'SQLITE_READONLY_ROLLBACK') return E.right(undefined)
    throw error
  }
}

const openReader = (
  file: string,
): E.Either<OpenError, { readonly db: Database.Database; readonly deskId: string }> => {
  const db = new Database(file, { readonly: true, timeout: readingMs })
  return whole(db, () => E.map((deskId: string) => ({ db, deskId }))(identify(db, file)))
}

const reopenWriter = (
  settings: WriterSettings,
  deskId: string,
): E.Either<OpenError, Database.Database> => {
  const { file } = settings
  if (!existsSync(file)) return E.left({ _tag: 'NoLog', file })
  const writer = openWriter(settings, true)
  if (E.isLeft(writer)) return writer
  const found = identify(writer.right, file)
  if (E.isRight(found) && found.right === deskId) return writer
  writer.right.close()
  return E.isLeft(found)
    ? found
    : E.left({ _tag: 'NotALog', file, found: 'the log of another desk' })
}
