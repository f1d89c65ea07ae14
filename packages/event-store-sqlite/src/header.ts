/**
 * What a file says of itself before anything else of it is believed.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { OpenError } from './errors.ts'
import { applicationId, format } from './schema.ts'

/** Nobody has put anything into the file yet. */
export const isEmpty = (db: Database.Database): boolean =>
  db.pragma('page_count', { simple: true }) === 0 ||
  (db.pragma('application_id', { simple: true }) === 0 &&
    db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0)

/**
 * The desk's id, if the file is a log of a format that this version knows. The format stands in the
 * file's header and in its tables, so that neither can be changed alone.
 */
export const identify = (db: Database.Database, file: string): E.Either<OpenError, string> => {
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return E.left({ _tag: 'NotALog', file, found: 'a SQLite file of another application' })
  const rows = db.prepare('SELECT key, value FROM desk').raw().all() as Array<[string, string]>
  const desk = new Map(rows)
  const found = Number(desk.get('format'))
  if (desk.get('format') !== String(db.pragma('user_version', { simple: true })))
    return E.left({ _tag: 'NotALog', file, found: 'a log that does not tell its format' })
  if (found > format) return E.left({ _tag: 'NewerFormat', file, format: found, known: format })
  if (found < format) return E.left({ _tag: 'OlderFormat', file, format: found, known: format })
  return E.right(desk.get('desk') ?? '')
}
