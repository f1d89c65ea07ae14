/**
 * A log as those read it who check it: stored text instead of decoded data, commits with their
 * hashes, and the roots that proofs are made of. Reads only; every page is a short transaction.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import {
  treeFrom,
  type Commit,
  type Digest,
  type LoggedEvent,
  type RootOfRange,
} from '@deskledger/event-store/integrity'
import { chainOn, type Chain } from './chain.ts'
import { codeOf, type OpenError } from './errors.ts'
import { openLog } from './open.ts'

/** An event's row, with names in place of numbers, and the commit that holds it. */
export interface LedgerEvent extends LoggedEvent {
  readonly commitNo: number
}

export interface LedgerCommit extends Commit {
  readonly chain: Digest
}

/** An event's type, and its data as it is stored. */
export interface StoredText extends Pick<LoggedEvent, 'type' | 'schemaVersion' | 'data'> {}

/** Its functions, and the iterations they begin, throw what SQLite throws: see `toReadError`. */
export interface Ledger extends Chain {
  readonly file: string
  readonly deskId: string
  /** The commits from `first` to `last`, both included, in order. */
  readonly commits: (first: number, last: number) => Iterable<LedgerCommit>
  /** The events from position `first` to `last`, both included, in order. */
  readonly events: (first: number, last: number) => Iterable<LedgerEvent>
  /** What is stored in a stream, in order; nothing if there is no such stream. */
  readonly stored: (stream: string) => ReadonlyArray<StoredText>
  /** Over the chains of the commits numbered above `start` and up to `end`. */
  readonly rootOfRange: RootOfRange
  /** Signed checkpoints kept in the file, smallest first. */
  readonly checkpoints: () => ReadonlyArray<string>
  readonly close: () => void
}

export const openLedger = (file: string): E.Either<OpenError, Ledger> => {
  const log = openLog({ file, readOnly: true })
  if (E.isLeft(log)) return log
  const { reader, deskId } = log.right
  try {
    return E.right(ledgerOn(reader, file, deskId))
  } catch (cause) {
    reader.close()
    return E.left({ _tag: 'CannotOpen', file, code: codeOf(cause), cause })
  }
}

const pageSize = 1_000

const ledgerOn = (db: Database.Database, file: string, deskId: string): Ledger => {
  const commitPage = db.prepare(
    `SELECT commit_no AS commitNo, first_position AS firstPosition, last_position AS lastPosition,
       recorded_at AS recordedAt, lower(hex(events_root)) AS eventsRoot, lower(hex(chain)) AS chain
     FROM commits WHERE commit_no >= ? AND commit_no <= ? ORDER BY commit_no LIMIT ${pageSize}`,
  )
  const eventPage = db.prepare(
    `SELECT e.position, e.commit_no AS commitNo, s.name AS stream, e.revision, t.name AS type,
       e.schema_version AS schemaVersion, e.occurred_at AS occurredAt, c.recorded_at AS recordedAt,
       iif(m.first_revision = e.revision, m.fingerprint, '') AS fingerprint, e.data, e.meta
     FROM events e JOIN streams s ON s.id = e.stream JOIN types t ON t.id = e.type
       JOIN commits c ON c.commit_no = e.commit_no
       JOIN commands m ON m.stream = e.stream AND m.command_id = e.meta ->> '$.commandId'
     WHERE e.position >= ? AND e.position <= ? ORDER BY e.position LIMIT ${pageSize}`,
  )
  const ofStream = db.prepare(
    `SELECT t.name AS type, e.schema_version AS schemaVersion, e.data
     FROM events e JOIN types t ON t.id = e.type
     WHERE e.stream = (SELECT id FROM streams WHERE name = ?) ORDER BY e.revision`,
  )
  const chains = db
    .prepare(
      `SELECT lower(hex(chain)) FROM commits WHERE commit_no > ? AND commit_no <= ?
       ORDER BY commit_no LIMIT 10000`,
    )
    .pluck()
  const notes = db.prepare('SELECT note FROM checkpoints ORDER BY tree_size').pluck()

  return {
    ...chainOn(db, deskId),
    file,
    deskId,
    commits: function* (first, last) {
      for (let next = first; next <= last;) {
        const page = commitPage.all(next, last) as Array<LedgerCommit>
        yield* page
        next = (page.at(-1)?.commitNo ?? last) + 1
      }
    },
    events: function* (first, last) {
      for (let next = first; next <= last;) {
        const page = eventPage.all(next, last) as Array<LedgerEvent>
        yield* page
        next = (page.at(-1)?.position ?? last) + 1
      }
    },
    stored: (stream) => ofStream.all(stream) as Array<StoredText>,
    rootOfRange: (start, end) => {
      const tree = treeFrom()
      while (start + tree.size() < end) {
        const page = chains.all(start + tree.size(), end) as Array<Digest>
        if (page.length === 0) break
        for (const chain of page) tree.add(chain)
      }
      return tree.root()
    },
    checkpoints: () => notes.all() as Array<string>,
    close: () => db.close(),
  }
}
