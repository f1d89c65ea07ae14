/**
 * Reading: a call for each page, so that a slow reader holds nothing open and each page has a
 * deadline. A call that fails in passing is made again, as long as patience lasts.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@deskledger/kernel'
import { storeClosed, type Page, type ReadAll, type StoreError } from '@deskledger/event-store'
import type { Line, Place, Received } from './line/line.ts'
import { isVisible, safePosition, toRecorded, type ClusterEvent } from './recorded.ts'
import type { Memory } from './remembered.ts'
import { pause, pauseOf, type Retry } from './retry.ts'
import {
  damaged,
  isDeletedStream,
  isMissingStream,
  mayPass,
  troubleOf,
  unavailable,
} from './trouble.ts'

export interface ReadSettings {
  readonly line: Line
  readonly hosts: ReadonlyArray<string>
  readonly prefix: string
  /** What to do with events of others: end with an error, or go on without them. */
  readonly foreign: 'refuse' | 'skip'
  readonly pageSize: number
  readonly retry: Retry
  readonly memory: Memory
  readonly isOpen: () => boolean
}

export interface Reader {
  readonly readStream: (stream: StreamName, from?: number) => AsyncGenerator<Page>
  readonly readAll: (from?: ReadAll) => AsyncGenerator<Page>
  /** Reads what was written to the stream since it was last read, and remembers it. */
  readonly catchUp: (stream: StreamName) => Promise<void>
  readonly head: () => Promise<number>
  /** Events as the server sent them, as the log has them. */
  readonly recorded: (raw: ReadonlyArray<Received>) => ReadonlyArray<ClusterEvent>
  readonly isOurs: (event: Received) => boolean
}

/** The place of a position that an event of ours had: both numbers are the same in such events. */
export const placeAt = (position: number): 'start' | Place =>
  position > 0 ? { commit: BigInt(position), prepare: BigInt(position) } : 'start'

export const reader = (settings: ReadSettings): Reader => {
  const { line, prefix, foreign, pageSize, retry, memory, isOpen, hosts } = settings
  /** Nothing of ours stands up to here: what others wrote before is looked at once. */
  let floor = 0
  const nameOf = (stream: string): string => `${prefix}${stream}`
  const isOurs = (event: Received): boolean => isVisible({ prefix }, event)

  const asked = async <A>(call: () => Promise<A>): Promise<A> => {
    const until = performance.now() + retry.patienceMs
    for (let failures = 0; ; failures += 1) {
      if (!isOpen()) throw storeClosed
      try {
        return await call()
      } catch (cause) {
        if (isMissingStream(cause) || isDeletedStream(cause)) throw cause
        const trouble = troubleOf(cause, { hosts })
        const ms = pauseOf(retry, failures)
        if (!mayPass(trouble) || performance.now() + ms > until) throw unavailable(trouble)
        await pause(ms)
      }
    }
  }

  const recorded = (raw: ReadonlyArray<Received>): ReadonlyArray<ClusterEvent> => {
    const events: Array<ClusterEvent> = []
    for (const each of raw) {
      const event = toRecorded({ prefix }, each)
      if (E.isRight(event)) {
        memory.learn(event.right, each.id)
        events.push(event.right)
      } else if (foreign === 'skip' && event.left._tag === 'ForeignEvent')
        memory.passed(event.left.stream, event.left.revision)
      else throw damaged(event.left)
    }
    return events
  }

  /** None if nobody has written to it. */
  const ofStream = async (
    stream: StreamName,
    from: number,
    count: number,
  ): Promise<ReadonlyArray<Received>> => {
    try {
      const raw = await asked(() => line.readStream(nameOf(stream), from, count))
      return unbroken(stream, from, raw)
    } catch (cause) {
      if (isMissingStream(cause)) return []
      if (isDeletedStream(cause)) throw damaged({ _tag: 'StreamDeleted', stream })
      throw cause
    }
  }

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    for (let next = Math.max(0, from); ;) {
      if (!isOpen()) throw storeClosed
      const raw = await ofStream(stream, next, pageSize + 1)
      const events = recorded(raw.slice(0, pageSize))
      const isLast = raw.length <= pageSize
      next += pageSize
      const last = events.at(-1)
      if (last !== undefined) yield { events, through: last.position, isLast }
      if (isLast) return
    }
  }

  async function* readAll({ after = 0, upTo = Infinity, types }: ReadAll = {}) {
    const wanted = types === undefined ? undefined : new Set(types)
    const scan = scanner(Math.max(0, after), upTo)
    for (;;) {
      if (!isOpen()) throw storeClosed
      const { page, isLast, through } = await scan()
      if (page.length === 0) return
      const events = recorded(wanted ? page.filter(({ type }) => wanted.has(type)) : page)
      yield { events, through, isLast }
      if (isLast) return
    }
  }

  /** Each call gives the next page of what is ours, and looks one event further. */
  const scanner = (after: number, upTo: number) => {
    let isBare = after <= floor
    let seen = Math.max(after, floor)
    let place = placeAt(seen)
    let count = pageSize + 2
    let ahead: ReadonlyArray<Received> = []

    const look = async (): Promise<'more' | 'end' | 'beyond'> => {
      const range = { from: place, direction: 'forwards', count } as const
      const raw = await asked(() => line.readAll(range))
      const behind = raw.filter(({ position }) => positionOf(position) > seen)
      const last = behind.at(-1)
      const isOver = raw.length < count
      if (last?.position !== undefined) [place, seen] = [last.position, positionOf(last.position)]
      if (behind.some(isOurs)) isBare = false
      // Where all is of others, longer strides.
      else count = Math.max(count, Math.min(count * 2, 4_096))
      if (isBare) floor = seen
      const within = behind.filter(({ position }) => positionOf(position) <= upTo)
      ahead = [...ahead, ...within.filter(isOurs)]
      if (within.length < behind.length) return 'beyond'
      return isOver ? 'end' : 'more'
    }

    return async () => {
      let found = seen >= upTo && seen > after ? ('beyond' as const) : await look()
      while (found === 'more' && ahead.length <= pageSize) found = await look()
      const page = ahead.slice(0, pageSize)
      ahead = ahead.slice(pageSize)
      const isLast = ahead.length === 0 && found !== 'more'
      const last = page.at(-1)?.position
      const through = isLast && found === 'beyond' ? upTo : last && positionOf(last)
      return { page, isLast, through: through ?? seen }
    }
  }

  const head = async (): Promise<number> => {
    let from: 'end' | Place = 'end'
    for (let count = 1; ; count = Math.min(count * 16, pageSize)) {
      const range = { from, direction: 'backwards', count } as const
      const raw: ReadonlyArray<Received> = await asked(() => line.readAll(range))
      const found = raw.find(isOurs)
      if (found !== undefined) return positionOf(found.position)
      const last: Place | undefined = raw.at(-1)?.position
      if (raw.length < count || last === undefined) return 0
      from = last
    }
  }

  return {
    readStream,
    readAll,
    head,
    recorded,
    isOurs,
    catchUp: async (stream) => {
      const begunAt = performance.now()
      for (let isLast = false; !isLast;) {
        const from = memory.begin(stream).head + 1
        const raw = await ofStream(stream, from, pageSize)
        recorded(raw)
        isLast = raw.length < pageSize
      }
      memory.proved(stream, begunAt)
    },
  }
}

const positionOf = (place: Place | undefined): number => {
  const position = safePosition(place)
  if (position === undefined) throw damaged({ _tag: 'UnsafePosition', stream: '$all' })
  return position
}

/** A stream's revisions have no gap, so what is missing was deleted. */
const unbroken = (
  stream: StreamName,
  from: number,
  raw: ReadonlyArray<Received>,
): ReadonlyArray<Received> => {
  raw.forEach(({ revision }, i) => {
    const [expected, found] = [from + i, Number(revision)]
    if (found !== expected) throw damaged({ _tag: 'MissingEvents', stream, expected, found })
  })
  return raw
}

/** What was thrown, if it is the log's own error. */
export type Thrown = StoreError
