/**
 * The rows of a log that nobody trusts: a page at a time, and one at a time where SQLite cannot read
 * a page, so that damage costs no more than the rows it is in.
 */
import type Database from 'better-sqlite3'
import { codeOf } from '../errors.ts'

export type CommitRow = readonly [
  commitNo: number,
  firstPosition: number,
  lastPosition: number,
  recordedAt: number,
  eventsRoot: string,
  chain: string,
]

export type EventRow = readonly [
  position: number,
  commitNo: number,
  stream: number,
  revision: number,
  type: number,
  schemaVersion: number,
  occurredAt: number,
  data: string,
  meta: string,
  /** Of the row of its command, if there is one under the id that the event names. */
  firstRevision: number | null,
  n: number | null,
  fingerprint: string | null,
]

/** A row, or the key of one that cannot be read. */
export type Read<Row> = { readonly row: Row } | { readonly unreadable: number }

/** Rows in the order of their keys. */
export interface Cursor<Row> {
  /** The next one, which stays the next; nothing at the end of the table as it is now. */
  readonly peek: () => Read<Row> | undefined
  readonly next: () => Read<Row> | undefined
}

export const keyOf = (read: Read<readonly [number, ...ReadonlyArray<unknown>]>): number =>
  'row' in read ? read.row[0] : read.unreadable

const pageSize = 1_000

export const commitColumns =
  'commit_no, first_position, last_position, recorded_at, lower(hex(events_root)), lower(hex(chain))'

/** The commits after `commitNo`. */
export const commitsAfter = (db: Database.Database, commitNo: number): Cursor<CommitRow> =>
  cursorOn(
    db,
    commitNo,
    `SELECT ${commitColumns} FROM commits WHERE commit_no > ? AND commit_no <= ?
     ORDER BY commit_no LIMIT ?`,
  )

/** The events after `position`. A meta that is not JSON names no command; the hash tells that it was changed. */
export const eventsAfter = (db: Database.Database, position: number): Cursor<EventRow> =>
  cursorOn(
    db,
    position,
    `SELECT e.position, e.commit_no, e.stream, e.revision, e.type, e.schema_version, e.occurred_at,
       e.data, e.meta, c.first_revision, c.n, c.fingerprint
     FROM events e LEFT JOIN commands c ON c.stream = e.stream
       AND c.command_id = CASE WHEN json_valid(e.meta) THEN e.meta ->> '$.commandId' END
     WHERE e.position > ? AND e.position <= ? ORDER BY e.position LIMIT ?`,
  )

const cursorOn = <Row extends CommitRow | EventRow>(
  db: Database.Database,
  from: number,
  sql: string,
): Cursor<Row> => {
  const some = db.prepare(sql).raw()
  let page: ReadonlyArray<Read<Row>> = []
  let at = 0
  let after = from

  const rows = (upTo: number): ReadonlyArray<Read<Row>> =>
    (some.all(after, upTo, pageSize) as Array<Row>).map((row) => ({ row }))

  const one = (key: number): ReadonlyArray<Read<Row>> => {
    try {
      return (some.all(key - 1, key, 1) as Array<Row>).map((row) => ({ row }))
    } catch (error) {
      if (codeOf(error) === '') throw error
      return [{ unreadable: key }]
    }
  }

  const load = (): ReadonlyArray<Read<Row>> => {
    try {
      return rows(Number.MAX_SAFE_INTEGER)
    } catch (error) {
      if (codeOf(error) === '') throw error
      return Array.from({ length: pageSize }, (_, i) => after + 1 + i).flatMap(one)
    }
  }

  const peek = (): Read<Row> | undefined => {
    if (at < page.length) return page[at]
    page = load()
    at = 0
    return page[0]
  }

  return {
    peek,
    next: () => {
      const read = peek()
      if (read === undefined) return undefined
      at += 1
      after = keyOf(read)
      return read
    },
  }
}
