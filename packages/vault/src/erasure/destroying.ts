/**
 * The two steps after which nobody can read a person's data, in a file: the fence, and the end of the
 * keys.
 *
 * Both are durable when they return. What is destroyed is looked for, byte by byte, in the file and
 * beside it: until it is nowhere, the keys do not count as destroyed.
 */
import { existsSync, readFileSync } from 'node:fs'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Subject } from '../subject.ts'
import type { Doomed, KeysStillRead } from './erasable.ts'

/** The file of keys, and how to forget what was read of it. */
export interface KeysFile {
  readonly db: Database.Database
  readonly file: string
  readonly forget: () => void
}

export const durably = <A>({ db }: Pick<KeysFile, 'db'>, work: () => A): A => {
  db.pragma('synchronous = FULL')
  try {
    return db.transaction(work).immediate()
  } finally {
    db.pragma('synchronous = NORMAL')
  }
}

/** From now on nothing personal is recorded of these subjects, in no process. */
export const fence = (
  vault: KeysFile,
  erasure: string,
  subjects: ReadonlyArray<Subject>,
  at: number,
): void => {
  const put = vault.db.prepare('INSERT OR IGNORE INTO fences VALUES (?, ?, ?)')
  durably(vault, () => {
    for (const subject of subjects) put.run(subject, erasure, at)
  })
  vault.forget()
}

interface KeyRow {
  readonly key_id: string
  readonly wrapped: Buffer | null
}

/** The ids of all keys that are gone now, those that were gone before included. */
export const destroyKeys = (
  vault: KeysFile,
  { subjects, keyIds }: Doomed,
  at: number,
): E.Either<KeysStillRead, ReadonlyArray<string>> => {
  const { db, file } = vault
  const ofSubject = db.prepare('SELECT key_id, wrapped FROM keys WHERE subject = ?')
  const ofId = db.prepare('SELECT key_id, wrapped FROM keys WHERE key_id = ?')
  const end = db.prepare(`UPDATE keys SET state = 'erased', wrapped = NULL, erased_at = ?
    WHERE key_id = ? AND state <> 'erased'`)
  const count = db.prepare(`INSERT INTO vault VALUES ('erased', '1')
    ON CONFLICT(name) DO UPDATE SET value = CAST(value AS INTEGER) + 1`)
  const rows = durably(vault, () => {
    const all = [
      ...subjects.flatMap((subject) => ofSubject.all(subject)),
      ...keyIds.flatMap((keyId) => ofId.all(keyId)),
    ] as ReadonlyArray<KeyRow>
    for (const { key_id } of all) end.run(at, key_id)
    count.run()
    return all
  })
  vault.forget()
  const wrapped = rows.flatMap((row) => (row.wrapped === null ? [] : [row.wrapped]))
  if (!isSwept(vault, wrapped)) return E.left({ _tag: 'KeysStillRead', file })
  return E.right([...new Set(rows.map(({ key_id }) => key_id))].sort())
}

/** The file is written anew only where a page still holds a copy of what was in it. */
const isSwept = (vault: KeysFile, wrapped: ReadonlyArray<Buffer>): boolean => {
  const { db, file } = vault
  try {
    if (isFlushed(vault) && !isAnywhere(file, wrapped)) return true
    db.exec('VACUUM')
    return isFlushed(vault) && !isAnywhere(file, wrapped)
  } catch {
    return false
  }
}

/** Whether the write-ahead log could be emptied: not while somebody reads an older state from it. */
const isFlushed = ({ db }: KeysFile): boolean => {
  const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as ReadonlyArray<{ busy: number }>
  return answer?.busy === 0
}

const isAnywhere = (file: string, needles: ReadonlyArray<Buffer>): boolean =>
  [file, `${file}-wal`, `${file}-shm`]
    .filter((name) => existsSync(name))
    .some((name) => {
      const bytes = readFileSync(name)
      return needles.some((needle) => bytes.includes(needle))
    })
