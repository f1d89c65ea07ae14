/**
 * Reading: pages of raw rows, each a short read transaction of its own, so that a slow reader never
 * holds the write-ahead log back.
 *
 * A page of the whole log is a window of positions, so a filter for rare types cannot make one page
 * take long. It begins with type and data alone, which is all that many a replay looks at: where the
 * events stand comes with the next page once somebody has asked for it, the rest when it is asked for.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { StreamName } from '@deskledger/kernel'
import {
  Recorded,
  storeClosed,
  toStoreError,
  type HeardCommand,
  type Page,
  type ReadAll,
  type Rest,
  type StoredEvent,
  type StoreError,
} from '@deskledger/event-store'
import { toReadError } from './errors.ts'
import { idByName, nameById } from './names.ts'
import { restsOn, type BareRow, type PlacedRow, type WholeRow } from './rest.ts'

/** Positions that one page of a filtered read looks at. */
const filteredWindow = 8_000

/** A shorter page is not worth being fetched in parts. */
const worthIt = 100

const bare = 'type, schema_version, data'
const placed = `${bare}, stream, revision, occurred_at`
const whole = `SELECT ${placed}, position, recorded_at, meta
  FROM events LEFT JOIN commits USING (commit_no)`
const inWindow = 'position > ? AND position <= ?'

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
  const typeName = nameById(db, 'types')
  const typeId = idByName(db, 'types')
  const streamId = idByName(db, 'streams')
  const ofStream = db
    .prepare(`${whole} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`)
    .raw()
  const ofWindow = (columns: string) =>
    db.prepare(`SELECT ${columns} FROM events WHERE ${inWindow} ORDER BY position`).raw()
  const [bareOfAll, placedOfAll] = [ofWindow(bare), ofWindow(placed)]
  const wholeOfAll = db.prepare(`${whole} WHERE ${inWindow} ORDER BY position`).raw()
  const ofTypes = db
    .prepare(
      `${whole} WHERE ${inWindow} AND type IN (SELECT value FROM json_each(?))
       ORDER BY position LIMIT ?`,
    )
    .raw()
  const countTypes = db.prepare('SELECT count(*) FROM types').pluck()
  const areCommitsThere = db
    .prepare(
      `SELECT count(c.commit_no) = max(b.commit_no) - max(a.commit_no) + 1
       FROM events a, events b LEFT JOIN commits c ON c.commit_no BETWEEN a.commit_no AND b.commit_no
       WHERE a.position = ? AND b.position = ?`,
    )
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

  const rests = restsOn(db, attempt)

  /** Who holds an event does not hold its JSON as well: the text is let go of. */
  const allWhole = (found: ReadonlyArray<unknown>): ReadonlyArray<StoredEvent> => {
    const rows = found as ReadonlyArray<WholeRow>
    const rest = rests.of(rows)
    return rows.map((row, i) => {
      const [type, version, data, , , , position, recordedAt] = row
      if (recordedAt === null) throw noCommit(position)
      row[2] = ''
      return new Recorded(typeName(type), version, JSON.parse(data), position, rest, i)
    })
  }

  const bareEvents = (after: number, rest: Rest, rows: ReadonlyArray<BareRow>) =>
    rows.map(
      ([type, version, data], i) =>
        new Recorded(typeName(type), version, JSON.parse(data), after + 1 + i, rest, i),
    )

  const placedEvents = (after: number, rest: Rest, rows: ReadonlyArray<PlacedRow>) =>
    rows.map(([type, version, data, stream, revision, occurredAt], i) => {
      const place = rests.placeOf(stream, revision, occurredAt)
      return new Recorded(typeName(type), version, JSON.parse(data), after + 1 + i, rest, i, place)
    })

  /** Positions and commits have no gap, or the events would not be what they are taken for. */
  const openLate = (after: number, through: number, isPlaced: boolean): Opened => {
    const rows = (isPlaced ? placedOfAll : bareOfAll).all(after, through)
    if (rows.length !== through - after) throw noEvent(after)
    if (areCommitsThere.get(after + 1, through) !== 1) throw noCommit(after + 1)
    const rest = rests.between(after, through)
    if (isPlaced)
      return { events: placedEvents(after, rest, rows as Array<PlacedRow>), through, isPlaced: yes }
    const events = bareEvents(after, rest, rows as Array<BareRow>)
    return { events, through, isPlaced: rest.isPlaced }
  }

  const openTypes = (after: number, end: number, ids: ReadonlyArray<number>): Opened => {
    const events = allWhole(ofTypes.all(after, end, JSON.stringify(ids), pageSize))
    const through = events.length < pageSize ? end : (events.at(-1)?.position ?? end)
    return { events, through, isPlaced: yes }
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
        const rows = ofStream.all(id, next, pageSize + 1)
        const isLast = rows.length <= pageSize
        if (!isLast) rows.pop()
        return { events: allWhole(rows), isLast }
      })
      if (events.length > 0) yield { events, through: events.at(-1)?.position ?? 0, isLast }
      if (isLast) return
      next += events.length
    }
  }

  /**
   * The ids of `types`; none where they are all that there are. The head was read before: a type that
   * is new since then has no event up to it.
   */
  const filterOf = (types: ReadonlyArray<string>): ReadonlyArray<number> | undefined => {
    const ids = [...new Set(types.map(typeId).filter((id) => id !== undefined))]
    return ids.length === countTypes.get() ? undefined : ids
  }

  const window = ({ after, upTo, types, isLate }: Asked, isPlaced: boolean): Window | undefined => {
    const head = Math.min(upTo, (last.get() as number | null) ?? 0)
    if (after >= head) return undefined
    const ids = types === undefined ? undefined : filterOf(types)
    if (ids?.length === 0) return { events: [], through: head, isPlaced: yes, head }
    if (ids !== undefined)
      return { ...openTypes(after, Math.min(after + filteredWindow, head), ids), head }
    const through = Math.min(after + pageSize, head)
    if (isLate && through - after > worthIt) return { ...openLate(after, through, isPlaced), head }
    return { events: allWhole(wholeOfAll.all(after, through)), through, isPlaced: yes, head }
  }

  async function* readAll({
    after = 0,
    upTo = Infinity,
    types,
    isLate = false,
  }: ReadAll = {}): AsyncGenerator<Page> {
    let isPlaced = false
    for (let from = Math.max(0, after); ;) {
      const seen = attempt(() => window({ after: from, upTo, types, isLate }, isPlaced))
      if (seen === undefined) return
      const { events, through, head } = seen
      from = through
      yield { events, through, isLast: through === head }
      if (through === head) return
      isPlaced = seen.isPlaced()
    }
  }

  const heardEvents = (stream: StreamName, commandId: string): O.Option<HeardCommand> => {
    const id = streamId(stream)
    if (id === undefined) return O.none
    const row = command.get(id, commandId) as [number, number, string] | undefined
    if (row === undefined) return O.none
    const [firstRevision, n, fingerprint] = row
    return O.some({ fingerprint, events: allWhole(ofStream.all(id, firstRevision, n)) })
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

/** What a read of the whole log asks for next. */
interface Asked {
  readonly after: number
  readonly upTo: number
  readonly types: ReadonlyArray<string> | undefined
  readonly isLate: boolean
}

interface Opened {
  readonly events: ReadonlyArray<StoredEvent>
  readonly through: number
  /** Whether anybody has looked where the events stand. */
  readonly isPlaced: () => boolean
}
interface Window extends Opened {
  readonly head: number
}

const yes = (): boolean => true

const noEvent = (after: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `an event behind position ${after} is missing`,
})

const noCommit = (position: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `a commit of position ${position} or behind it is missing`,
})
