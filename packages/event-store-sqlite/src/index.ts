/**
 * The event log in one SQLite file (better-sqlite3): the embedded default.
 *
 * Promises: an acknowledged append survives kill and, with durability `full`, a power cut; positions
 * and revisions have no gap; nothing recorded can be changed through SQL; any number of processes
 * may append and read. Refuses: network file systems are not supported, as SQLite's WAL mode is not.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { waking, type EventStore, type StoreError } from '@deskledger/event-store'
import { appender, type AppendSettings } from './append.ts'
import { toReadError } from './errors.ts'
import { openLog, type OpenError, type OpenSettings } from './open.ts'
import { reader } from './read.ts'
import { subscribe } from './subscribe.ts'

export type { Durability, OpenError, OpenSettings } from './open.ts'
export { format } from './schema.ts'

export interface SqliteStoreSettings
  extends OpenSettings, Pick<AppendSettings, 'maxBatch' | 'maxQueue' | 'patienceMs'> {
  /** The store's own clock, for `recordedAt`. */
  readonly clock: () => Instant
  /** How many events a page holds at most; 1,000 unless told. */
  readonly pageSize?: number
}

export interface SqliteEventStore extends EventStore {
  /** The random id that the log was given when it was made. */
  readonly deskId: string
  readonly file: string
}

const closed: StoreError = { _tag: 'StoreClosed' }

/** Opens the log in `file`, making it if it is not there and may be written. */
export const sqliteEventStore = (
  settings: SqliteStoreSettings,
): E.Either<OpenError, SqliteEventStore> => {
  const opened = openLog(settings)
  if (E.isLeft(opened)) return opened
  const { writer, reader: db, deskId } = opened.right
  const news = waking()
  const reading = reader(db, settings.pageSize ?? 1_000)
  const writing =
    writer === undefined ? undefined : appender(writer, { ...settings, onCommit: news.wake })
  let isOpen = true

  const close = async (): Promise<E.Either<StoreError, void>> => {
    if (!isOpen) return E.right(undefined)
    isOpen = false
    await writing?.settled()
    news.wake()
    try {
      db.close()
      writer?.close()
      return E.right(undefined)
    } catch (error) {
      return E.left(toReadError(error))
    }
  }

  async function* whileOpen<A>(pages: AsyncGenerator<A>): AsyncGenerator<A> {
    if (!isOpen) throw closed
    for await (const page of pages) {
      yield page
      if (!isOpen) throw closed
    }
  }

  return E.right({
    deskId,
    file: settings.file,
    append: (request) => async () => {
      if (!isOpen) return E.left(closed)
      return writing === undefined ? E.left({ _tag: 'StoreReadOnly' }) : writing.append(request)
    },
    readStream: (stream, from) => whileOpen(reading.readStream(stream, from)),
    readAll: (from) => whileOpen(reading.readAll(from)),
    subscribe: (from = {}, { signal } = {}) => subscribe(reading, news, () => isOpen, from, signal),
    heard: (stream, commandId) => async () =>
      isOpen ? reading.heard(stream, commandId) : E.left(closed),
    head: () => async () => {
      if (!isOpen) return E.left(closed)
      try {
        return E.right(reading.head())
      } catch (error) {
        return E.left(toReadError(error))
      }
    },
    close: () => close,
  })
}
