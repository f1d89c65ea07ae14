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
  storeClosed,
  toStoreError,
  type HeardCommand,
  type Page,
  type ReadAll,
  type StoreError,
} from '@deskledger/event-store'
import { toReadError } from './errors.ts'
import { idByName } from './names.ts'
import { rowsOn, yes, type Opened } from './rows.ts'

/** Positions that one page of a filtered read looks at. */
const filteredWindow = 8_000

/** A shorter page is not worth being fetched in parts. */
const worthIt = 100

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
  const typeId = idByName(db, 'types')
  const streamId = idByName(db, 'streams')
  const countTypes = db.prepare('SELECT count(*) FROM types').pluck()
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

  const rows = rowsOn(db, attempt)

  const openTypes = (after: number, end: number, ids: ReadonlyArray<number>): Opened => {
    const events = rows.ofTypes({ after, end, ids, limit: pageSize })
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
        const events = rows.ofStream(id, next, pageSize + 1)
        const isLast = events.length <= pageSize
        return { events: isLast ? events : events.slice(0, -1), isLast }
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
    if (isLate && through - after > worthIt) return { ...rows.late(after, through, isPlaced), head }
    return { events: rows.between(after, through), through, isPlaced: yes, head }
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
    return O.some({ fingerprint, events: rows.ofStream(id, firstRevision, n) })
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

interface Window extends Opened {
  readonly head: number
}
