/**
 * Noting: appends become commits behind the last one, all of a batch in one transaction or none.
 */
import type Database from 'better-sqlite3'
import type { StoredEvent } from '@deskledger/event-store'
import {
  chainOf,
  chainOfDesk,
  eventHasher,
  rootOfAll,
  type Digest,
} from '@deskledger/event-store/integrity'
import type { Tip } from './noted.ts'
import { loggedOf } from './spelling.ts'

/** An append, and the fingerprint of its command. */
export interface Fetched {
  readonly events: ReadonlyArray<StoredEvent>
  readonly fingerprint: string
}

interface NewEvent {
  readonly event: StoredEvent
  readonly position: number
  readonly leaf: Digest
}

interface NewCommit {
  readonly tip: Tip
  readonly firstPosition: number
  readonly eventsRoot: Digest
  readonly events: ReadonlyArray<NewEvent>
}

/** What an append is as the commit behind `tip`. */
export const commitBehind =
  (deskId: string) =>
  (tip: Tip, { events, fingerprint }: Fetched): NewCommit => {
    const hashOf = eventHasher(deskId)
    const firstPosition = tip.position + 1
    const recordedAt = recordedAtOf(tip, events)
    const noted = events.map((event, index): NewEvent => {
      const position = firstPosition + index
      return {
        event,
        position,
        leaf: hashOf(loggedOf(event, { position, index, recordedAt, fingerprint })),
      }
    })
    const [commitNo, lastPosition] = [tip.commitNo + 1, tip.position + events.length]
    const eventsRoot = rootOfAll(noted.map(({ leaf }) => leaf))
    const commit = { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot }
    const previous = tip.commitNo === 0 ? chainOfDesk(deskId) : tip.chain
    const chain = chainOf(previous, commit)
    const place = events.at(-1)?.position ?? tip.place
    const next = { commitNo, position: lastPosition, place, recordedAt, chain }
    return { tip: next, firstPosition, eventsRoot, events: noted }
  }

/** Never before the commit before. */
const recordedAtOf = (tip: Tip, events: ReadonlyArray<StoredEvent>): number => {
  const times = events.map(({ recordedAt }) => recordedAt)
  return Math.max(tip.commitNo === 0 ? -Infinity : tip.recordedAt, ...times)
}

/** Inserts commits. Called inside a transaction; throws what SQLite throws. */
export const inserter = (db: Database.Database): ((commit: NewCommit) => void) => {
  const streams = namesIn(db, 'streams')
  const types = namesIn(db, 'types')
  const commitRow = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, unhex(?), unhex(?))')
  const eventRow = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, unhex(?))')
  return ({ tip, firstPosition, eventsRoot, events }) => {
    const { commitNo, position: lastPosition, recordedAt, chain } = tip
    commitRow.run(commitNo, firstPosition, lastPosition, recordedAt, eventsRoot, chain)
    for (const { event, position, leaf } of events) {
      const [stream, type] = [streams(event.stream), types(event.type)]
      eventRow.run(position, commitNo, event.position, stream, event.revision, type, leaf)
    }
  }
}

/** The number of a name, given out if it has none yet. Nothing is remembered that may be rolled back. */
const namesIn = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((name: string) => number | bigint) => {
  const find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck()
  const insert = db.prepare(`INSERT INTO ${table}(name) VALUES (?)`)
  return (name) => {
    const known = find.get(name) as number | undefined
    return known ?? insert.run(name).lastInsertRowid
  }
}
