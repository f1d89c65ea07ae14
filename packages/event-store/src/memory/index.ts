/**
 * A log in memory: the model of what every engine promises, and the store of fast tests.
 *
 * Gapless positions from 1; appends take effect at once and in the order of the calls. Nothing
 * outlives the process.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import { storeClosed, type AppendError, type StoreError } from '../errors.ts'
import { isMet } from '../expected.ts'
import { follow } from '../following.ts'
import { textsOf } from '../limits.ts'
import type {
  Append,
  AppendAll,
  Appended,
  EventStore,
  HeardCommand,
  Page,
  ReadAll,
} from '../port.ts'
import { known, metasOf, Recorded } from '../recorded.ts'
import { allTextsOf, judged } from '../together.ts'
import { waking } from '../waking.ts'
import { transcribing } from './transcribing.ts'

export interface MemoryStoreSettings {
  /** The store's own clock, for `recordedAt`. */
  readonly clock: () => Instant
  /** How many events a page holds at most; 1,000 unless told. */
  readonly pageSize?: number
}

interface Heard extends HeardCommand {
  readonly appended: Appended
}

/** What has been recorded of one stream. */
interface Stream {
  readonly events: Array<Recorded>
  readonly commands: Map<CommandId, Heard>
}

/** Nobody writes here but this process, and it wakes its readers. */
const lookEveryMs = 60_000

export const memoryEventStore = ({ clock, pageSize = 1_000 }: MemoryStoreSettings): EventStore => {
  const all: Array<Recorded> = []
  const streams = new Map<StreamName, Stream>()
  const news = waking()
  let isOpen = true

  const append = (request: Append): E.Either<AppendError, Appended> => {
    if (!isOpen) return E.left(storeClosed)
    const texts = textsOf(request)
    if (E.isLeft(texts)) return texts
    const { stream, expected } = request
    const before = heard(request)
    if (before !== undefined) return before
    const actual = revisionOf(stream)
    if (!isMet(expected, actual)) return E.left({ _tag: 'Conflict', stream, expected, actual })
    return E.right(write(request, texts.right, present()))
  }

  const appendAll = (all: AppendAll): E.Either<AppendError, ReadonlyArray<Appended>> => {
    if (!isOpen) return E.left(storeClosed)
    const texts = allTextsOf(all)
    if (E.isLeft(texts)) return texts
    const before = judged(all, { heard, revisionOf })
    if (E.isLeft(before) || before.right.length > 0) return before
    return E.right(all.appends.map((request, i) => write(request, texts.right[i] ?? [], present())))
  }

  /** Never before what is there. */
  const present = (): Instant => Math.max(clock(), all.at(-1)?.recordedAt ?? -Infinity) as Instant

  const heard = (request: Append): E.Either<AppendError, Appended> | undefined => {
    const before = streams.get(request.stream)?.commands.get(request.commandId)
    return before === undefined ? undefined : repeated(request, before)
  }

  const revisionOf = (stream: StreamName): number => (streams.get(stream)?.events.length ?? 0) - 1

  const write = (request: Append, texts: ReadonlyArray<string>, recordedAt: Instant): Appended => {
    const { stream, commandId, fingerprint } = request
    const { events, commands }: Stream = streams.get(stream) ?? { events: [], commands: new Map() }
    const place = { position: all.length, revision: events.length - 1, recordedAt }
    const recorded = record(request, texts, place)
    all.push(...recorded)
    events.push(...recorded)
    const appended = {
      firstRevision: place.revision + 1,
      lastRevision: events.length - 1,
      lastPosition: all.length,
      recordedAt,
      repeated: false,
    }
    commands.set(commandId, { fingerprint, events: recorded, appended })
    streams.set(stream, { events, commands })
    news.wake()
    return appended
  }

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    for (let next = Math.max(0, from); ;) {
      if (!isOpen) throw storeClosed
      const history = streams.get(stream)?.events ?? []
      const events = history.slice(next, next + pageSize)
      next += events.length
      const isLast = next >= history.length
      if (events.length > 0) yield { events, through: events.at(-1)?.position ?? 0, isLast }
      if (isLast) return
    }
  }

  async function* readAll({
    after = 0,
    upTo = Infinity,
    types,
  }: ReadAll = {}): AsyncGenerator<Page> {
    const wanted = types === undefined ? undefined : new Set(types)
    for (let through = Math.max(0, after); ;) {
      if (!isOpen) throw storeClosed
      const head = Math.min(upTo, all.length)
      if (through >= head) return
      const end = Math.min(through + pageSize, head)
      const window = all.slice(through, end)
      const events = wanted === undefined ? window : window.filter(({ type }) => wanted.has(type))
      through = end
      yield { events, through, isLast: through === head }
      if (through === head) return
    }
  }

  const log = {
    readAll,
    version: () => all.length,
    isOpen: () => isOpen,
    waking: news,
    lookEveryMs,
  }

  const ifOpen =
    <A>(answer: () => A) =>
    async (): Promise<E.Either<StoreError, A>> =>
      isOpen ? E.right(answer()) : E.left(storeClosed)

  return {
    append: (request) => async () => append(request),
    appendAll: (all) => async () => appendAll(all),
    readStream,
    readAll,
    subscribe: (from = {}, { signal } = {}) => follow(log, from, signal),
    transcription: transcribing({
      readAll,
      isOpen: () => isOpen,
      heard: (stream, commandId) => streams.get(stream)?.commands.get(commandId),
      last: (stream) => (streams.get(stream)?.events.length ?? 0) - 1,
      lastTime: () => all.at(-1)?.recordedAt ?? -Infinity,
      write,
    }),
    heard: (stream, commandId) =>
      ifOpen(() => O.fromNullable(streams.get(stream)?.commands.get(commandId))),
    head: () => ifOpen(() => all.length),
    close: () => async () => {
      isOpen = false
      news.wake()
      return E.right(undefined)
    },
  }
}

const repeated = (
  { stream, commandId, fingerprint }: Append,
  before: Heard,
): E.Either<AppendError, Appended> =>
  before.fingerprint === fingerprint
    ? E.right({ ...before.appended, repeated: true })
    : E.left({ _tag: 'CommandIdReused', stream, commandId })

/** The events of an append as they are recorded after the last `position` and `revision`. */
const record = (
  request: Append,
  texts: ReadonlyArray<string>,
  last: Pick<Recorded, 'position' | 'revision' | 'recordedAt'>,
): ReadonlyArray<Recorded> => {
  const { stream } = request
  const { recordedAt } = last
  const metas = metasOf(request)
  return request.events.map(({ type, schemaVersion, occurredAt }, i) => {
    const place = { stream, revision: last.revision + 1 + i, occurredAt }
    const rest = known(place, { recordedAt, meta: metas[i] ?? '{}' })
    const data: unknown = JSON.parse(texts[i] ?? '')
    return new Recorded(type, schemaVersion, data, last.position + 1 + i, rest)
  })
}
