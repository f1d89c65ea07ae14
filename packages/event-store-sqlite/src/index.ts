/**
 * The event log in one SQLite file (better-sqlite3): the embedded default.
 *
 * Promises: an acknowledged append survives kill and, with durability `full`, a power cut; positions
 * and revisions have no gap; nothing recorded can be changed through SQL; any number of processes
 * may append and read. Refuses: network file systems are not supported, as SQLite's WAL mode is not.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Option } from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Instant } from '@deskledger/kernel'
import {
  storeClosed,
  waking,
  type EventStore,
  type StoreError,
  type Transcription,
} from '@deskledger/event-store'
import type { Digest } from '@deskledger/event-store/integrity'
import { appender, type AppendSettings } from './append.ts'
import { chainOn, type Tip } from './chain.ts'
import { toReadError, type OpenError } from './errors.ts'
import { openLog, type OpenSettings } from './open.ts'
import { reader } from './read.ts'
import { subscriber } from './subscribe.ts'
import { transcriber } from './transcribe.ts'
import { transcriptsOn } from './transcripts.ts'

export type { Tip } from './chain.ts'
export { keepCheckpoint, type KeepError } from './checkpoint.ts'
export type { OpenError } from './errors.ts'
export * from './evidence/index.ts'
export {
  openLedger,
  type Ledger,
  type LedgerCommit,
  type LedgerEvent,
  type StoredText,
} from './ledger.ts'
export type { OpenSettings } from './open.ts'
export { format } from './schema.ts'
export { snapshotsIn, type SnapshotFile, type SnapshotFileSettings } from './snapshots.ts'
export * from './verify/index.ts'
export type { Durability } from './writer.ts'

export interface SqliteStoreSettings
  extends OpenSettings, Pick<AppendSettings, 'maxBatch' | 'maxQueue' | 'patienceMs'> {
  /** The store's own clock, for `recordedAt`. */
  readonly clock: () => Instant
  /** How many events a page holds at most; 1,000 unless told. */
  readonly pageSize?: number
}

export interface SqliteEventStore extends EventStore {
  readonly transcription: Transcription
  readonly appendAll: NonNullable<EventStore['appendAll']>
  /** The random id that the log was given when it was made. */
  readonly deskId: string
  readonly file: string
  /** The last commit, and the chain that stands for everything up to it. */
  readonly tip: () => TaskEither<StoreError, Tip>
  /**
   * The chain of the commit that holds `position`: whoever has kept it learns whether this is still
   * the log it was. That of the desk at 0; none behind the end.
   */
  readonly chainAt: (position: number) => TaskEither<StoreError, Option<Digest>>
}

/** Opens the log in `file`, making it if it is not there and may be written. */
export const sqliteEventStore = (
  settings: SqliteStoreSettings,
): E.Either<OpenError, SqliteEventStore> => {
  const opened = openLog(settings)
  if (E.isLeft(opened)) return opened
  const { writer, reader: db, deskId, another } = opened.right
  let closing: Promise<E.Either<StoreError, void>> | undefined
  const isOpen = (): boolean => closing === undefined
  const news = waking()
  const chain = chainOn(db, deskId)
  const writing =
    writer === undefined
      ? undefined
      : appender(writer, another, { ...settings, onCommit: news.wake })
  const reading = reader(db, {
    pageSize: settings.pageSize ?? 1_000,
    isOpen,
    lastRevision: (stream) => writing?.lastRevision(stream),
  })

  const moving = transcriber(another, { ...settings, onCommit: news.wake })

  const look = <A>(read: () => A): E.Either<StoreError, A> =>
    isOpen() ? E.tryCatch(read, toReadError) : E.left(storeClosed)

  /** The connection that can write is the last to go: it leaves everything in one file. */
  const close = async (): Promise<E.Either<StoreError, void>> => {
    news.wake()
    try {
      db.close()
      moving.close()
      await writing?.close()
      return E.right(undefined)
    } catch (error) {
      return E.left(toReadError(error))
    }
  }

  return E.right({
    deskId,
    file: settings.file,
    append: (request) => () => {
      if (!isOpen()) return Promise.resolve(E.left(storeClosed))
      if (writing === undefined) return Promise.resolve(E.left({ _tag: 'StoreReadOnly' }))
      return writing.append(request)
    },
    appendAll: (all) => async () => {
      if (!isOpen()) return E.left(storeClosed)
      return writing === undefined ? E.left({ _tag: 'StoreReadOnly' }) : writing.appendAll(all)
    },
    readStream: reading.readStream,
    readAll: reading.readAll,
    subscribe: subscriber(reading, news, isOpen),
    heard: (stream, commandId) => async () => reading.heard(stream, commandId),
    head: () => async () => reading.head(),
    transcription: {
      read: transcriptsOn(db, isOpen),
      write: (appends) => async () => {
        if (!isOpen()) return E.left(storeClosed)
        return writing === undefined ? E.left({ _tag: 'StoreReadOnly' }) : moving.write(appends)
      },
    },
    tip: () => async () => look(chain.tip),
    chainAt: (position) => async () => look(() => chain.chainAt(position)),
    close: () => () => (closing ??= close()),
  })
}
