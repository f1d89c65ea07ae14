/**
 * Reading: pages of raw rows, each a short read transaction of its own, so that a slow reader never
 * holds the write-ahead log back.
 *
 * A page of the whole log is a window of positions, so a filter for rare types cannot make one page
 * take long.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Instant, StreamName } from '@deskledger/kernel'
import {
  Recorded,
  storeClosed,
  toStoreError,
  type HeardCommand,
  type Page,
  type ReadAll,
  type StoredEvent,
  type StoreError,
} from '@deskledger/event-store'
import { toReadError } from './errors.ts'
import { idByName, nameById } from './names.ts'

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
/** Of a stream whose name is known. */
type StreamRow = readonly [
  position: number,
  recordedAt: Instant | null,
  revision: number,
  type: number,
  schemaVersion: number,
  occurredAt: Instant,
  data: string,
  meta: string,
]
const shared = 'revision, type, schema_version, occurred_at, data, meta'

export interface Reader {
  readonly readStream: (stream: StreamName, from?: number) => AsyncGenerator<Page>
  readonly readAll: (from?: ReadAll) => AsyncGenerator<Page>
  readonly heard: (
    stream: StreamName,
    commandId: string,
  ) => E.Either<StoreError, O.Option<HeardCommand>>
  readonly head: () => E.Either<StoreError, number>
  /** Changes whenever another connection, of this process or of another one, has written. */
  readonly version: () => unknown
}

export interface ReaderSettings {
  readonly pageSize: number
  readonly isOpen: () => boolean
  /**
   * A stream's last revision as it is now, −1 if it has no event, as far as the writer knows. Each
   * commit empties this connection's cache, and the writer's own keeps: for a command on a stream
   * whose state is known, asking it costs a tenth of looking for a tail that is not there.
   */
  readonly lastRevision: (stream: StreamName) => number | undefined
}

export const reader = (
  db: Database.Database,
  { pageSize, isOpen, lastRevision }: ReaderSettings,
): Reader => {
  const streamName = nameById(db, 'streams')
  const typeName = nameById(db, 'types')
  const typeId = idByName(db, 'types')
  const streamId = idByName(db, 'streams')
  const ofStream = db
    .prepare(
      `SELECT position, recorded_at, ${shared} FROM events LEFT JOIN commits USING (commit_no)
       WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    )
    .raw()
  const inWindow = `SELECT position, commit_no, stream, ${shared} FROM events
    WHERE position > ? AND position <= ?`
  const ofAll = db.prepare(`${inWindow} ORDER BY position`).raw()
  const ofTypes = db
    .prepare(`${inWindow} AND type IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`)
    .raw()
  const commitTimes = db
    .prepare('SELECT recorded_at FROM commits WHERE commit_no BETWEEN ? AND ? ORDER BY commit_no')
    .pluck()
  const command = db
    .prepare(
      'SELECT first_revision, n, fingerprint FROM commands WHERE stream = ? AND command_id = ?',
    )
    .raw()
  const last = db.prepare('SELECT max(position) FROM events').pluck()
  const version = db.prepare('PRAGMA data_version').pluck()

  /** What fails becomes a `StoreError` that an iteration rejects with. */
  const attempt = <A>(read: () => A): A => {
    if (!isOpen()) throw storeClosed
    try {
      return read()
    } catch (error) {
      throw toReadError(error)
    }
  }

  const openRow = (row: Row, recordedAt: Instant): StoredEvent => {
    const stream = streamName(row[2]) as StreamName
    const data: unknown = JSON.parse(row[7])
    const type = typeName(row[4])
    return new Recorded(type, row[5], data, stream, row[3], row[0], row[6], recordedAt, row[8])
  }

  /** Not every event of a stream is in a commit of its own run, so its times are joined to it. */
  const openStream = (stream: StreamName, rows: ReadonlyArray<StreamRow>) =>
    rows.map((row): StoredEvent => {
      if (row[1] === null) throw noCommit(row[0])
      const data: unknown = JSON.parse(row[6])
      const type = typeName(row[3])
      return new Recorded(type, row[4], data, stream, row[2], row[0], row[5], row[1], row[7])
    })

  /** The commits of a window are a run without gaps: one look-up for all of them. */
  const openPage = (rows: ReadonlyArray<Row>): ReadonlyArray<StoredEvent> => {
    const [first = 0, end = -1] = [rows.at(0)?.[1], rows.at(-1)?.[1]]
    const times = commitTimes.all(first, end) as Array<Instant>
    if (times.length !== end - first + 1) throw noCommit(rows[0]?.[0] ?? 0)
    return rows.map((row) => openRow(row, times[row[1] - first] ?? row[6]))
  }

  /** Whether nothing stands at `from` or behind it, for sure. */
  const isEnd = (stream: StreamName, from: number): boolean => {
    const last = lastRevision(stream)
    return last !== undefined && last < from
  }

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    if (attempt(() => isEnd(stream, from))) return
    const id = attempt(() => streamId(stream))
    if (id === undefined) return
    for (let next = Math.max(0, from); ;) {
      const { events, isLast } = attempt(() => {
        const rows = ofStream.all(id, next, pageSize + 1) as Array<StreamRow>
        const isLast = rows.length <= pageSize
        if (!isLast) rows.pop()
        return { events: openStream(stream, rows), isLast }
      })
      if (events.length > 0) yield { events, through: events.at(-1)?.position ?? 0, isLast }
      if (isLast) return
      next += events.length
    }
  }

  /** The head is read before the types: a type that is new since then has no event up to it. */
  const window = (after: number, upTo: number, types: ReadonlyArray<string> | undefined) => {
    const head = Math.min(upTo, (last.get() as number | null) ?? 0)
    if (after >= head) return undefined
    if (types === undefined) {
      const through = Math.min(after + pageSize, head)
      return { events: openPage(ofAll.all(after, through) as Array<Row>), through, head }
    }
    const ids = types.map(typeId).filter((id) => id !== undefined)
    if (ids.length === 0) return { events: [], through: head, head }
    const end = Math.min(after + filteredWindow, head)
    const rows = ofTypes.all(after, end, JSON.stringify(ids), pageSize) as Array<Row>
    const through = rows.length < pageSize ? end : (rows.at(-1)?.[0] ?? end)
    return { events: openPage(rows), through, head }
  }

  async function* readAll({
    after = 0,
    upTo = Infinity,
    types,
  }: ReadAll = {}): AsyncGenerator<Page> {
    for (let from = Math.max(0, after); ;) {
      const seen = attempt(() => window(from, upTo, types))
      if (seen === undefined) return
      const { events, through, head } = seen
      from = through
      yield { events, through, isLast: through === head }
      if (through === head) return
    }
  }

  const heardEvents = (stream: StreamName, commandId: string): O.Option<HeardCommand> => {
    const id = streamId(stream)
    if (id === undefined) return O.none
    const row = command.get(id, commandId) as [number, number, string] | undefined
    if (row === undefined) return O.none
    const [firstRevision, n, fingerprint] = row
    const rows = ofStream.all(id, firstRevision, n) as Array<StreamRow>
    return O.some({ fingerprint, events: openStream(stream, rows) })
  }

  return {
    readStream,
    readAll,
    heard: (stream, commandId) =>
      E.tryCatch(() => attempt(() => heardEvents(stream, commandId)), toStoreError),
    head: () => E.tryCatch(() => attempt(() => (last.get() as number | null) ?? 0), toStoreError),
    version: () => attempt(() => version.get()),
  }
}

const noCommit = (position: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `a commit of position ${position} or behind it is missing`,
})
