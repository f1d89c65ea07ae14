/**
 * A notary at work on its file: holds the lease, and knows the tip that it extends.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { toUnusable, type NoteError, type OpenError } from './errors.ts'
import { openToWrite } from './file.ts'
import { leaseOn, type LeaseSettings } from './lease.ts'
import { notedIn, type Noted, type Tip } from './noted.ts'
import { deskOfLog } from './spelling.ts'
import { commitBehind, inserter, type Fetched } from './writing.ts'

export interface SessionSettings extends LeaseSettings {
  readonly file: string
  /** The id that stands in every hash; follows from the log's first event unless told. */
  readonly desk?: string
}

export interface Session {
  readonly noted: () => Noted
  /** Notes appends behind the tip: all of them, or none. */
  readonly note: (appends: ReadonlyArray<Fetched>) => E.Either<NoteError, Tip>
  /** Says that it is still there. */
  readonly renew: () => E.Either<NoteError, void>
  readonly close: () => void
}

export const openSession = (settings: SessionSettings): E.Either<NoteError, Session> => {
  const { file, desk } = settings
  const opened = openToWrite(file)
  if (E.isLeft(opened)) return opened
  const db = opened.right
  const begun = guarded(file, () => begin(db, settings))
  if (E.isLeft(begun)) {
    db.close()
    return begun
  }
  const lease = begun.right
  const insert = inserter(db)
  const write = <A>(work: () => A): E.Either<NoteError, A> =>
    guarded(file, () => {
      try {
        db.exec('BEGIN IMMEDIATE')
        if (!lease.renew()) return E.left({ _tag: 'NotaryLost', file })
        const answer = work()
        db.exec('COMMIT')
        return E.right(answer)
      } finally {
        if (db.inTransaction) db.exec('ROLLBACK')
      }
    })

  /** The desk, written down with the first event if it was not before. */
  const deskFor = (appends: ReadonlyArray<Fetched>): string => {
    const { deskId } = notedIn(db, file)
    const first = appends[0]?.events[0]
    if (deskId !== '' || first === undefined) return deskId
    const found = desk ?? deskOfLog(first)
    db.prepare(`INSERT INTO notary VALUES ('desk', ?)`).run(found)
    return found
  }

  return E.right({
    noted: () => notedIn(db, file),
    renew: () => write(() => undefined),
    note: (appends) =>
      write(() => {
        const behind = commitBehind(deskFor(appends))
        let tip = notedIn(db, file).tip()
        for (const append of appends) {
          const commit = behind(tip, append)
          insert(commit)
          tip = commit.tip
        }
        return tip
      }),
    close: () => {
      try {
        lease.release()
      } finally {
        db.close()
      }
    },
  })
}

const guarded = <A>(file: string, work: () => E.Either<NoteError, A>): E.Either<NoteError, A> => {
  try {
    return work()
  } catch (error) {
    return E.left(toUnusable(file, error))
  }
}

const begin = (db: Database.Database, settings: SessionSettings) => {
  const { file, desk } = settings
  const lease = leaseOn(db, settings)
  const taking = db.transaction((): E.Either<NoteError, typeof lease> => {
    const other = deskOf(db, settings)
    if (E.isLeft(other)) return other
    const taken = lease.take()
    if (E.isLeft(taken)) return E.left({ _tag: 'NotaryHeld', file, until: taken.left })
    if (desk !== undefined && other.right === '')
      db.prepare(`INSERT INTO notary VALUES ('desk', ?)`).run(desk)
    return E.right(lease)
  })
  return taking.immediate()
}

/** The desk that the file is of, unless another one was asked for. */
const deskOf = (
  db: Database.Database,
  { file, desk }: SessionSettings,
): E.Either<OpenError, string> => {
  const { deskId } = notedIn(db, file)
  if (desk === undefined || deskId === '' || desk === deskId) return E.right(deskId)
  return E.left({ _tag: 'NotaryOfAnother', found: deskId, expected: desk })
}
