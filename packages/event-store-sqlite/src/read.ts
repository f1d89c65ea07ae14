/**
 * Reading: pages of raw rows, each a short read transaction of its own, so that a slow reader never
 * holds the write-ahead log back.
 *
 * A page of the whole log is a window of positions, so a filter for rare types cannot make one page
 * take long. When an event of a stream was recorded is looked up only if somebody asks.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Instant, StreamName } from '@deskledger/kernel'
import {
  Recorded,
  type HeardCommand,
  type Page,
  type ReadAll,
  type StoredEvent,
  type StoreError,
} from '@deskledger/event-store'
import { toReadError } from './errors.ts'

/** Positions that one page of a filtered read looks at. */
const filteredWindow = 8_000

type Row = readonly [
  position: number,
  commitNo: number,
  stream: number,
  revision: number,
  type: number,
  schemaVersion: number,
  occurredAt: Instant,
  data: string,
  meta: string,
]
const columns =
  'position, commit_no, stream, revision, type, schema_version, occurred_at, data, meta'

export interface Reader {
  readonly readStream: (stream: StreamName, from?: number) => AsyncGenerator<Page>
  readonly readAll: (from?: ReadAll) => AsyncGenerator<Page>
  readonly heard: (
    stream: StreamName,
    commandId: string,
  ) => E.Either<StoreError, O.Option<HeardCommand>>
  readonly head: () => number
  /** Changes whenever another connection, of this process or of another one, has written. */
  readonly dataVersion: () => unknown
}

export const reader = (db: Database.Database, pageSize: number): Reader => {
  const streamName = nameById(db, 'streams')
  const typeName = nameById(db, 'types')
  const typeId = db.prepare('SELECT id FROM types WHERE name = ?').pluck()
  const streamId = db.prepare('SELECT id FROM streams WHERE name = ?').pluck()
  const ofStream = db
    .prepare(
      `SELECT ${columns} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    )
    .raw()
  const ofAll = db
    .prepare(`SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position`)
    .raw()
  const commitTimes = db
    .prepare('SELECT recorded_at FROM commits WHERE commit_no BETWEEN ? AND ? ORDER BY commit_no')
    .pluck()
  const commitTime = db.prepare('SELECT recorded_at FROM commits WHERE commit_no = ?').pluck()
  const command = db
    .prepare(
      'SELECT first_revision, n, fingerprint FROM commands WHERE stream = ? AND command_id = ?',
    )
    .raw()
  const last = db.prepare('SELECT max(position) FROM events').pluck()
  const version = db.prepare('PRAGMA data_version').pluck()

  const open = (row: Row, recordedAt: Instant | (() => Instant)): StoredEvent =>
    new Recorded(
      typeName(row[4]),
      row[5],
      JSON.parse(row[7]),
      streamName(row[2]) as StreamName,
      row[3],
      row[0],
      row[6],
      recordedAt,
      row[8],
    )
  const openLate = (row: Row): StoredEvent => open(row, () => commitTime.get(row[1]) as Instant)

  const openPage = (rows: ReadonlyArray<Row>): ReadonlyArray<StoredEvent> => {
    const first = rows.at(0)?.[1] ?? 0
    const times = commitTimes.all(first, rows.at(-1)?.[1] ?? 0) as Array<Instant>
    return rows.map((row) => open(row, times[row[1] - first] ?? row[6]))
  }

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    const id = attempt(() => streamId.get(stream))
    if (id === undefined) return
    for (let next = from; ;) {
      const page = attempt(() => {
        const rows = ofStream.all(id, next, pageSize + 1) as Array<Row>
        const isLast = rows.length <= pageSize
        if (!isLast) rows.pop()
        return { events: rows.map(openLate), isLast }
      })
      const { events, isLast } = page
      if (events.length > 0) yield { events, through: events.at(-1)?.position ?? 0, isLast }
      if (isLast) return
      next += events.length
    }
  }

  /** One statement for each set of types; a type nobody has written yet matches nothing. */
  const windowOf = (types: ReadonlyArray<string> | undefined) => {
    if (types === undefined) return { size: pageSize, rows: ofAll }
    const ids = types.map((type) => typeId.get(type)).filter((id) => id !== undefined)
    const rows = db
      .prepare(
        `SELECT ${columns} FROM events WHERE position > ? AND position <= ?
         AND type IN (${ids.join(', ')}) ORDER BY position`,
      )
      .raw()
    return { size: filteredWindow, rows }
  }

  async function* readAll({ after = 0, upTo, types }: ReadAll = {}): AsyncGenerator<Page> {
    for (let through = after; ;) {
      const page = attempt(() => {
        const head = Math.min(upTo ?? Infinity, last.get() as number)
        if (through >= head) return { events: [], through, isLast: true }
        const { size, rows } = windowOf(types)
        const end = Math.min(through + size, head)
        const events = openPage(rows.all(through, end) as Array<Row>)
        return { events, through: end, isLast: end === head }
      })
      if (page.through > through) yield page
      if (page.isLast) return
      through = page.through
    }
  }

  const heard: Reader['heard'] = (stream, commandId) => {
    try {
      const id = streamId.get(stream)
      const row = command.get(id ?? 0, commandId) as [number, number, string] | undefined
      if (row === undefined) return E.right(O.none)
      const [firstRevision, n, fingerprint] = row
      const events = (ofStream.all(id, firstRevision, n) as Array<Row>).map(openLate)
      return E.right(O.some({ fingerprint, events }))
    } catch (error) {
      return E.left(toReadError(error))
    }
  }

  return {
    readStream,
    readAll,
    heard,
    head: () => (last.get() as number | null) ?? 0,
    dataVersion: () => version.get(),
  }
}

/** What fails becomes a `StoreError` that an iteration rejects with. */
const attempt = <A>(read: () => A): A => {
  try {
    return read()
  } catch (error) {
    throw toReadError(error)
  }
}

const nameById = (db: Database.Database, table: 'streams' | 'types') => {
  const find = db.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck()
  const known = new Map<number, string>()
  return (id: number): string => {
    const name = known.get(id)
    if (name !== undefined) return name
    const found = find.get(id) as string
    if (known.size > 50_000) known.clear()
    known.set(id, found)
    return found
  }
}
