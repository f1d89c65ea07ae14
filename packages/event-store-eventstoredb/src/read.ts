/**
 * Reading: a call for each page, so that a slow reader holds nothing open and each page has a
 * deadline. A call that fails in passing is made again, as long as patience lasts.
 */
import type { StreamName } from '@deskledger/kernel'
import { storeClosed, type Page, type ReadAll, type StoreError } from '@deskledger/event-store'
import type { Line, Place, Take } from './line/line.ts'
import {
  arrived,
  arrivedHere,
  ClusterEvent,
  hasTypeOf,
  isOurs,
  safePosition,
  type Arrived,
} from './recorded.ts'
import type { Memory } from './remembered.ts'
import { pause, pauseOf, type Retry } from './retry.ts'
import {
  damaged,
  isDeletedStream,
  isMissingStream,
  mayPass,
  troubleOf,
  unavailable,
  type Damage,
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

export interface Reading extends ReadAll {
  /**
   * The next page is on its way while whoever reads is busy with this one; so the last page may not
   * have what was written while the one before it was read.
   */
  readonly isAhead?: boolean
}

export interface Reader {
  readonly readStream: (stream: StreamName, from?: number) => AsyncGenerator<Page>
  readonly readAll: (from?: Reading) => AsyncGenerator<Page>
  /** Reads what was written to the stream since it was last read, and remembers it. */
  readonly catchUp: (stream: StreamName) => Promise<void>
  readonly head: () => Promise<number>
  /** Events as the server sent them, as the log has them. */
  readonly recorded: (raw: ReadonlyArray<Arrived>) => ReadonlyArray<ClusterEvent>
  readonly take: Take<Arrived>
}

/** The place of a position that an event of ours had: both numbers are the same in such events. */
export const placeAt = (position: number): 'start' | Place =>
  position > 0 ? { commit: BigInt(position), prepare: BigInt(position) } : 'start'

export const reader = (settings: ReadSettings): Reader => {
  const { line, prefix, foreign, pageSize, retry, memory, isOpen, hosts } = settings
  /** Nothing of ours stands up to here: what others wrote before is looked at once. */
  let floor = 0
  const nameOf = (stream: string): string => `${prefix}${stream}`
  const take = arrived({ prefix })
  const takeHere = arrivedHere({ prefix })

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

  const recorded = (raw: ReadonlyArray<Arrived>): ReadonlyArray<ClusterEvent> => {
    const events: Array<ClusterEvent> = []
    for (const each of raw) {
      if (each instanceof ClusterEvent) {
        memory.learn(each)
        events.push(each)
      } else if (each.damage !== undefined) passOver(each.damage)
    }
    return events
  }

  const passOver = (damage: Damage): void => {
    if (foreign !== 'skip' || damage._tag !== 'ForeignEvent') throw damaged(damage)
    memory.passed(damage.stream, damage.revision)
  }

  /** None if nobody has written to it. */
  const ofStream = async (
    stream: StreamName,
    from: number,
    count: number,
  ): Promise<ReadonlyArray<Arrived>> => {
    try {
      const range = { stream: nameOf(stream), from, count }
      const raw = await asked(() => line.readStream(range, takeHere))
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

  async function* readAll({ after = 0, upTo = Infinity, types, isAhead = false }: Reading = {}) {
    const wanted = types === undefined ? undefined : new Set(types)
    const scan = scanner(Math.max(0, after), upTo)
    let coming: ReturnType<typeof scan> | undefined
    let isFirst = true
    for (;;) {
      if (!isOpen()) throw storeClosed
      const { page, isLast, through } = await (coming ?? scan())
      if (page.length === 0 && isLast && isFirst) return
      isFirst = false
      coming = isAhead && !isLast ? begun(scan()) : undefined
      const events = recorded(wanted ? page.filter(hasTypeOf(wanted)) : page)
      yield { events, through, isLast }
      if (isLast) return
    }
  }

  /**
   * Each call gives the next page of what is ours, and looks one event further, in strides that grow to
   * some pages. Among many events of others it gives what it has found, be it nothing, and how far it
   * has looked.
   */
  const scanner = (after: number, upTo: number) => {
    let isBare = after <= floor
    let seen = Math.max(after, floor)
    let place = placeAt(seen)
    let count = pageSize + 2
    let ahead: ReadonlyArray<Arrived> = []

    const look = async (): Promise<'more' | 'end' | 'beyond'> => {
      const range = { from: place, direction: 'forwards', count } as const
      const raw = await asked(() => line.readAll(range, take))
      const found: Array<Arrived> = []
      let [isBeyond, areOthers, last] = [false, true, seen]
      for (const event of raw) {
        const position = positionOf(event)
        if (position <= seen) continue
        if (event.place !== undefined) [place, last] = [event.place, position]
        const isOne = isOurs(event)
        if (isOne) areOthers = false
        if (position > upTo) isBeyond = true
        else if (isOne) found.push(event)
      }
      seen = last
      const isOver = raw.length < count
      if (!areOthers) isBare = false
      count = Math.max(count, Math.min(count * 2, areOthers ? longestStride : 4 * pageSize))
      if (isBare) floor = seen
      ahead = ahead.length === 0 ? found : [...ahead, ...found]
      if (isBeyond) return 'beyond'
      return isOver ? 'end' : 'more'
    }

    return async () => {
      let found: Awaited<ReturnType<typeof look>> = seen > after && seen >= upTo ? 'beyond' : 'more'
      for (let n = 0; found === 'more' && ahead.length <= pageSize && n < mostLooks; n += 1)
        found = await look()
      const page = ahead.slice(0, pageSize)
      ahead = ahead.slice(pageSize)
      const isLast = ahead.length === 0 && found !== 'more'
      if (isLast)
        return { page, isLast, through: found === 'beyond' ? upTo : (lastOf(page) ?? seen) }
      return { page, isLast, through: ahead.length === 0 ? seen : (lastOf(page) ?? seen) }
    }
  }

  const head = async (): Promise<number> => {
    let from: 'end' | Place = 'end'
    for (let count = 1; ; count = Math.min(count * 16, pageSize)) {
      const range = { from, direction: 'backwards', count } as const
      const raw: ReadonlyArray<Arrived> = await asked(() => line.readAll(range, take))
      const found = raw.find(isOurs)
      if (found !== undefined) return positionOf(found)
      const last: Place | undefined = raw.at(-1)?.place
      if (raw.length < count || last === undefined) return 0
      from = last
    }
  }

  return {
    readStream,
    readAll,
    head,
    recorded,
    take,
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

/** How many events a call asks for at most, where all are of others. */
const longestStride = 4_096

/** How many calls go into one page at most. */
const mostLooks = 4

const lastOf = (page: ReadonlyArray<Arrived>): number | undefined => {
  const last = page.at(-1)
  return last && positionOf(last)
}

const positionOf = (event: Arrived): number => {
  const position = event instanceof ClusterEvent ? event.position : safePosition(event.place)
  if (position === undefined) throw damaged({ _tag: 'UnsafePosition', stream: '$all' })
  return position
}

/** Whoever reads may leave before it is there: then nobody asks what became of it. */
const begun = <A>(work: Promise<A>): Promise<A> => {
  work.catch(() => {})
  return work
}

/** A stream's revisions have no gap, so what is missing was deleted. */
const unbroken = (
  stream: StreamName,
  from: number,
  raw: ReadonlyArray<Arrived>,
): ReadonlyArray<Arrived> => {
  raw.forEach(({ revision }, i) => {
    const [expected, found] = [from + i, revision]
    if (found !== expected) throw damaged({ _tag: 'MissingEvents', stream, expected, found })
  })
  return raw
}

/** What was thrown, if it is the log's own error. */
export type Thrown = StoreError
