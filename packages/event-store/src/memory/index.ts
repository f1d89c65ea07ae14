/**
 * A log in memory: the model of what every engine promises, and the store of fast tests.
 *
 * Gapless positions from 1; appends take effect at once and in the order of the calls. Nothing
 * outlives the process.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Instant, StreamName } from '@deskledger/kernel'
import type { AppendError, StoreError } from '../errors.ts'
import { textsOf } from '../limits.ts'
import {
  isMet,
  type Append,
  type Appended,
  type EventStore,
  type HeardCommand,
  type Page,
  type ReadAll,
} from '../port.ts'
import { metasOf, Recorded } from '../recorded.ts'
import { waking } from '../waking.ts'

export interface MemoryStoreSettings {
  /** The store's own clock, for `recordedAt`. */
  readonly clock: () => Instant
  /** How many events a page holds at most; 1,000 unless told. */
  readonly pageSize?: number
}

interface Heard {
  readonly fingerprint: string
  readonly events: ReadonlyArray<Recorded>
  readonly appended: Appended
}

const closed: StoreError = { _tag: 'StoreClosed' }

export const memoryEventStore = ({ clock, pageSize = 1_000 }: MemoryStoreSettings): EventStore => {
  const all: Array<Recorded> = []
  const streams = new Map<StreamName, Array<Recorded>>()
  const commands = new Map<string, Heard>()
  const { wake, sleep } = waking()
  let isOpen = true

  const append = (request: Append): E.Either<AppendError, Appended> => {
    if (!isOpen) return E.left(closed)
    const texts = textsOf(request)
    if (E.isLeft(texts)) return texts
    const { stream, commandId, expected, fingerprint } = request
    const before = commands.get(`${stream}/${commandId}`)
    if (before !== undefined)
      return before.fingerprint === fingerprint
        ? E.right({ ...before.appended, repeated: true })
        : E.left({ _tag: 'CommandIdReused', stream, commandId })
    const history = streams.get(stream) ?? []
    const actual = history.length - 1
    if (!isMet(expected, actual)) return E.left({ _tag: 'Conflict', stream, expected, actual })
    return E.right(write(request, texts.right, history))
  }

  const write = (
    request: Append,
    texts: ReadonlyArray<string>,
    history: Array<Recorded>,
  ): Appended => {
    const { stream, commandId, fingerprint } = request
    const recordedAt = Math.max(clock(), all.at(-1)?.recordedAt ?? -Infinity) as Instant
    const firstRevision = history.length
    const metas = metasOf(request)
    const events = request.events.map((event, i) => {
      const { type, schemaVersion, occurredAt } = event
      const data: unknown = JSON.parse(texts[i] ?? '')
      const revision = firstRevision + i
      const position = all.length + 1 + i
      const meta = metas[i] ?? '{}'
      return new Recorded(
        type,
        schemaVersion,
        data,
        stream,
        revision,
        position,
        occurredAt,
        recordedAt,
        meta,
      )
    })
    all.push(...events)
    streams.set(stream, history)
    history.push(...events)
    const lastRevision = history.length - 1
    const appended = {
      firstRevision,
      lastRevision,
      lastPosition: all.length,
      recordedAt,
      repeated: false,
    }
    commands.set(`${stream}/${commandId}`, { fingerprint, events, appended })
    wake()
    return appended
  }

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    for (let next = from; ;) {
      if (!isOpen) throw closed
      const history = streams.get(stream) ?? []
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
    for (let through = after; ;) {
      if (!isOpen) throw closed
      const end = Math.min(through + pageSize, upTo, all.length)
      const window = all.slice(through, end)
      const events = wanted === undefined ? window : window.filter(({ type }) => wanted.has(type))
      through = Math.max(through, end)
      const isLast = through >= Math.min(upTo, all.length)
      if (window.length > 0) yield { events, through, isLast }
      if (isLast) return
    }
  }

  async function* subscribe(
    from: Omit<ReadAll, 'upTo'> = {},
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Page> {
    let after = from.after ?? 0
    const isWanted = () => isOpen && signal?.aborted !== true
    while (isWanted()) {
      for await (const page of readAll({ ...from, after })) {
        after = page.through
        yield page
        if (!isWanted()) return
      }
      if (after >= all.length) await sleep(1_000, signal)
    }
  }

  const heard = (
    stream: StreamName,
    commandId: string,
  ): E.Either<StoreError, O.Option<HeardCommand>> =>
    isOpen ? E.right(O.fromNullable(commands.get(`${stream}/${commandId}`))) : E.left(closed)

  return {
    append: (request) => async () => append(request),
    readStream,
    readAll,
    subscribe,
    heard: (stream, commandId) => async () => heard(stream, commandId),
    head: () => async () => (isOpen ? E.right(all.length) : E.left(closed)),
    close: () => async () => {
      isOpen = false
      wake()
      return E.right(undefined)
    },
  }
}
