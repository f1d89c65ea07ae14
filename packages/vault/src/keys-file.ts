/**
 * `keys.db`, format 1: the secrets of a desk, without which its log is names of things and numbers.
 *
 * A SQLite database in WAL mode, application id 0x44534b4b ("DSKK"), user version 1.
 *
 *   vault      name, value. `desk`: the random id of the log that the keys belong to. `erased`: how
 *              often keys were erased here, so that other processes notice.
 *   secret     name, value: 32 random bytes, wrapped. `desk`: ids and fingerprints are cut from it.
 *   keys       key_id: 8 random bytes in base64url; subject: whose data it seals, NULL while spare;
 *              state: `spare` (not in use yet), `active`, `erased`; wrapped: 32 random bytes, wrapped
 *              with the master key for this desk and key id, NULL once erased; created_at, erased_at.
 *              A subject may have several keys; all of them count.
 *   links      subject, kind, owner: the subject's data is the owner's too; one owner of each kind.
 *   fences     subject, erasure, at: nothing personal is recorded of this subject any more.
 *   erasures   erasure: its random id, and how far it has come, see `erasure/journal.ts`.
 *
 * A subject without a row in `keys` never had one: that is another thing than an erased one, which
 * keeps its rows for ever. Keys are made durable before anything is sealed with them. Which subject a
 * key was given to, and links, follow lazily: a power cut may lose the last of them, but not the
 * order, and the log tells them again. Milliseconds since 1970 UTC. `secure_delete` is on.
 */
import { chmodSync, existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'

export const applicationId = 0x44534b4b
export const keysFormat = 1

export type KeysFileError =
  /** It is a database of something else, or none. */
  | { readonly _tag: 'NotKeys'; readonly file: string }
  | {
      readonly _tag: 'NewerKeys'
      readonly file: string
      readonly format: number
      readonly known: number
    }
  | { readonly _tag: 'KeysUnusable'; readonly file: string; readonly cause: unknown }

/** Another text as soon as anybody was fenced or a key was erased, by whatever process. */
export const changesOf = `SELECT (SELECT count(*) FROM fences) || ' ' ||
  coalesce((SELECT value FROM vault WHERE name = 'erased'), '0')`

const ddl = `
CREATE TABLE vault(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secret(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE keys(
  key_id TEXT PRIMARY KEY,
  subject TEXT,
  state TEXT NOT NULL CHECK (state IN ('spare', 'active', 'erased')),
  wrapped BLOB,
  created_at INTEGER NOT NULL,
  erased_at INTEGER,
  CHECK ((state = 'erased') = (wrapped IS NULL)),
  CHECK ((state = 'erased') = (erased_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_by_subject ON keys(subject) WHERE subject IS NOT NULL;
CREATE TABLE links(
  subject TEXT NOT NULL, kind TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY(subject, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_owner ON links(owner);
CREATE TABLE fences(
  subject TEXT PRIMARY KEY, erasure TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE erasures(
  erasure TEXT PRIMARY KEY, subject TEXT NOT NULL, step TEXT NOT NULL, note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER keys_stay BEFORE DELETE ON keys WHEN OLD.state <> 'spare'
BEGIN SELECT RAISE(ABORT, 'a key row never vanishes'); END;
CREATE TRIGGER keys_stay_erased BEFORE UPDATE ON keys WHEN OLD.state = 'erased'
BEGIN SELECT RAISE(ABORT, 'an erased key stays erased'); END;
CREATE TRIGGER fences_stay BEFORE DELETE ON fences
BEGIN SELECT RAISE(ABORT, 'a fence stays'); END;
CREATE TRIGGER fences_stay_so BEFORE UPDATE ON fences
BEGIN SELECT RAISE(ABORT, 'a fence stays'); END;
CREATE TRIGGER erasures_stay BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'an erasure stays'); END;
`

/** Waiting blocks the event loop, and others hold the file for one short commit. */
const busyMs = 2_000

const settled = (db: Database.Database): void => {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('secure_delete = ON')
  db.pragma('recursive_triggers = ON')
  db.pragma('trusted_schema = OFF')
}

const isEmpty = (db: Database.Database): boolean =>
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0

/** Two processes may come here at once: the second finds the tables made. */
const create = (db: Database.Database): void => {
  db.transaction(() => {
    if (!isEmpty(db)) return
    db.exec(ddl)
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${keysFormat}`)
  }).immediate()
}

const identified = (db: Database.Database, file: string): E.Either<KeysFileError, void> => {
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    return E.left({ _tag: 'NotKeys', file })
  const format = Number(db.pragma('user_version', { simple: true }))
  if (format === keysFormat) return E.right(undefined)
  return format > keysFormat
    ? E.left({ _tag: 'NewerKeys', file, format, known: keysFormat })
    : E.left({ _tag: 'NotKeys', file })
}

const isNotADatabase = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'SQLITE_NOTADB'

/** Opens the file, and makes it where there is none and it may be written. */
export const openKeysFile = (
  file: string,
  readOnly: boolean,
): E.Either<KeysFileError, Database.Database> => {
  let db: Database.Database | undefined
  try {
    const isNew = !existsSync(file)
    db = new Database(file, { timeout: busyMs, readonly: readOnly })
    if (isNew) chmodSync(file, 0o600)
    if (!readOnly && isEmpty(db)) {
      settled(db)
      create(db)
    }
    const known = identified(db, file)
    if (E.isLeft(known)) db.close()
    else if (!readOnly) settled(db)
    return E.isLeft(known) ? known : E.right(db)
  } catch (cause) {
    db?.close()
    if (isNotADatabase(cause)) return E.left({ _tag: 'NotKeys', file })
    return E.left({ _tag: 'KeysUnusable', file, cause })
  }
}
