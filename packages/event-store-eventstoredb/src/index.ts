/**
 * The event log on an EventStoreDB or KurrentDB server or cluster, by the vendor's own client.
 *
 * Promises: an acknowledged append is on the server, exactly once for one command id, also after a
 * lost answer, a restart, or the same command sent by several processes; revisions have no gap;
 * whatever is not ours or is missing is told and never passed over in silence. Positions rise and
 * have gaps. `recordedAt` comes from the writers' clocks: it never falls within a stream, and from
 * one stream to another no further than those clocks differ.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import {
  storeClosed,
  toStoreError,
  type EventStore,
  type HeardCommand,
  type StoredEvent,
  type StoreError,
  type Transcription,
} from '@deskledger/event-store'
import { appender } from './append.ts'
import type { Capabilities } from './line/line.ts'
import { naming, type Naming } from './naming.ts'
import { connect, type Connected, type ConnectError, type ConnectSettings } from './open.ts'
import { reader } from './read.ts'
import { memoryOf } from './remembered.ts'
import { defaultRetry, type Retry } from './retry.ts'
import { subscriber } from './subscribe.ts'
import { transcriber } from './transcribe.ts'
import { transcriptsOf } from './transcribed.ts'

export type { ClientError, ClientName } from './client.ts'
export type { WrongConnectionString } from './connection-string.ts'
export type { Capabilities } from './line/line.ts'
export type { ConnectError, ConnectSettings } from './open.ts'
export type { Naming } from './naming.ts'
export { pauseOf, type Retry } from './retry.ts'
export { remedyOf, type Damage, type Trouble } from './trouble.ts'

export interface EventStoreDbSettings extends ConnectSettings {
  /** The clock of this writer, for `recordedAt`. */
  readonly clock: () => Instant
  /**
   * What the names of this log's streams begin with on the server, such as `desk7.`: so several logs
   * share one server, and each sees its own events only. Nothing unless told.
   */
  readonly prefix?: string
  /** What to do with events that others wrote among ours: `refuse`, unless told to `skip` them. */
  readonly foreign?: 'refuse' | 'skip'
  /** How many events a page holds at most; 1,000 unless told. */
  readonly pageSize?: number
  /** How often and how long a call is made again; 10 seconds unless told. */
  readonly retry?: Partial<Retry>
  /** How many commands and streams are remembered; 200,000 unless told. */
  readonly remembered?: number
  /** How many appends may wait at once; 10,000 unless told. */
  readonly maxWaiting?: number
  /** After how long a silence a subscription asks the server; 30,000 milliseconds unless told. */
  readonly askEveryMs?: number
}

export interface EventStoreDbStore extends EventStore, Naming {
  readonly transcription: Transcription
  /** What this server and this client can do together. */
  readonly capabilities: Capabilities
}

/** Connects to the server that the connection string names, and asks it whether it answers. */
export const eventStoreDbStore =
  (settings: EventStoreDbSettings) =>
  async (): Promise<E.Either<ConnectError, EventStoreDbStore>> => {
    const connected = await connect(settings)
    return E.isLeft(connected) ? connected : E.right(storeOn(settings, connected.right))
  }

const storeOn = (
  settings: EventStoreDbSettings,
  { line, connection: { hosts }, capabilities }: Connected,
): EventStoreDbStore => {
  const { clock, prefix = '', foreign = 'refuse', pageSize = 1_000, maxWaiting = 10_000 } = settings
  const { remembered = 200_000, askEveryMs = 30_000 } = settings
  const memory = memoryOf(remembered)
  const retry = { ...defaultRetry, ...settings.retry }
  const underWay = new Set<Promise<unknown>>()
  const closers = new Set<() => void>()
  let closing: Promise<E.Either<StoreError, void>> | undefined
  let isGone = false
  const isOpen = (): boolean => closing === undefined
  const whenClosed = (closed: () => void) => {
    closers.add(closed)
    return () => void closers.delete(closed)
  }

  const shared = { line, hosts, prefix, foreign, pageSize, retry, memory }
  const reading = reader({ ...shared, isOpen })
  /** What an append reads, it reads also while the log is being closed: it was asked for before. */
  const forAppends = { ...shared, isOpen: () => !isGone, clock, maxWaiting }
  const append = appender(forAppends, reader(forAppends))
  const { isOneCall: sharesCalls } = line
  const isOneCall = sharesCalls && capabilities.batchAppend
  const transcribe = transcriber({ ...forAppends, reading: reader(forAppends), isOneCall })

  const asked = async <A>(answer: () => Promise<A>): Promise<E.Either<StoreError, A>> => {
    if (!isOpen()) return E.left(storeClosed)
    try {
      return E.right(await answer())
    } catch (thrown) {
      return E.left(toStoreError(thrown))
    }
  }

  const heard = async (stream: StreamName, commandId: CommandId) => {
    await reading.catchUp(stream)
    const found = memory.of(stream)?.heard(commandId)
    if (found === undefined) return O.none
    const { fingerprint, firstRevision, lastRevision } = found
    const events: Array<StoredEvent> = []
    for await (const page of reading.readStream(stream, firstRevision)) {
      events.push(...page.events.filter(({ revision }) => revision <= lastRevision))
      if (firstRevision + events.length > lastRevision) break
    }
    const known: HeardCommand =
      fingerprint === undefined
        ? { fingerprint: '', isForgotten: true, events }
        : { fingerprint, events }
    return O.some(known)
  }

  const close = async (): Promise<E.Either<StoreError, void>> => {
    for (const closed of closers) closed()
    await Promise.allSettled(underWay)
    isGone = true
    try {
      await line.close()
      return E.right(undefined)
    } catch (cause) {
      return E.left({ _tag: 'StoreUnavailable', cause })
    }
  }

  /** Closing waits for what has begun. */
  const begun = <Error, A>(
    begin: () => Promise<E.Either<Error, A>>,
  ): Promise<E.Either<Error | StoreError, A>> => {
    if (!isOpen()) return Promise.resolve(E.left(storeClosed))
    const answer = begin()
    const end = (): void => void underWay.delete(answer)
    underWay.add(answer)
    answer.then(end, end)
    return answer
  }

  return {
    capabilities,
    ...naming({ line, prefix, hosts }),
    append: (request) => () => begun(() => append(request)),
    transcription: {
      read: (after) => transcriptsOf(reading, after),
      write: (transcripts) => () => begun(() => transcribe(transcripts)),
    },
    readStream: reading.readStream,
    readAll: reading.readAll,
    subscribe: subscriber({ ...shared, isOpen, askEveryMs, whenClosed }, reading),
    heard: (stream, commandId) => () => asked(() => heard(stream, commandId)),
    head: () => () => asked(reading.head),
    close: () => () => (closing ??= close()),
  }
}
