/**
 * A group of consumers at work: each event goes to one of them, again if it is not answered, and
 * aside once that was tried often enough. At least once, in no promised order.
 *
 * A group reads only while it has consumers, and no further ahead than its buffer.
 */
import type { ReadEvent } from '../schema/streams.ts'
import type { Wire } from '../wire.ts'
import { until } from '../log/bells.ts'
import { messageOf } from '../log/views.ts'
import { progressFrom } from './progress.ts'
import type { GroupStore, KeptGroup } from './settings.ts'
import { numbered, source, type Numbered } from './source.ts'

export interface Consumer {
  readonly user: string | undefined
  /** How many events it may have unanswered. */
  readonly slots: number
  readonly send: (event: ReadEvent, retryCount: number) => void
  /** The group lets go of it. */
  readonly drop: () => void
}

export type Answer = 'done' | 'park' | 'retry' | 'skip'

export interface Working {
  readonly kept: () => KeptGroup
  /** Gives what ends the membership. */
  readonly join: (consumer: Consumer) => () => void
  readonly answer: (ids: ReadonlyArray<string>, answer: Answer) => void
  readonly replay: (count: number) => Promise<void>
  readonly consumers: () => ReadonlyArray<Consumer & { readonly inFlight: number }>
  readonly counts: () => {
    readonly inFlight: number
    readonly waiting: number
    readonly total: number
  }
  /** Drops every consumer and writes down how far it has come. */
  readonly close: () => void
}

/** An event on its way. */
interface Item extends Numbered {
  readonly message: ReadEvent
  readonly id: string
  readonly retryCount: number
  /** It was parked, and is tried once more. */
  readonly isReplayed: boolean
}

interface Sent {
  readonly item: Item
  readonly to: Consumer
  readonly until: number
}

export const working = (wire: Wire, groups: GroupStore, begun: KeptGroup): Working => {
  let kept = begun
  const { settings } = begun
  const progress = progressFrom(begun.checkpoint)
  const waiting: Array<Item> = []
  const inFlight = new Map<string, Sent>()
  const replaying = new Set<number>()
  let members: ReadonlyArray<Consumer> = []
  let reading: AbortController | undefined
  let roomAgain: (() => void) | undefined
  let writing: NodeJS.Timeout | undefined
  let total = 0
  let turn = 0
  let lastTaken = begun.checkpoint

  // ----------------------------------------------------------------------------------------------
  // keeping
  // ----------------------------------------------------------------------------------------------

  const write = (): void => {
    clearTimeout(writing)
    writing = undefined
    kept = { ...kept, checkpoint: progress.checkpoint() }
    groups.put(kept)
  }

  const writeSoon = (): void => {
    if (progress.checkpoint() - kept.checkpoint >= settings.maxCheckpointCount) return write()
    writing ??= setTimeout(write, settings.checkpointAfterMs).unref()
  }

  // ----------------------------------------------------------------------------------------------
  // taking and sending
  // ----------------------------------------------------------------------------------------------

  const itemOf = async (found: Numbered, isReplayed: boolean): Promise<Item> => {
    const message = await messageOf(wire.store, found.shown, settings.resolveLinks)
    const id = (message.link ?? message.event)?.id?.string ?? ''
    return { ...found, message, id, retryCount: 0, isReplayed }
  }

  const read = async (signal: AbortSignal): Promise<void> => {
    for await (const found of source(wire, kept, lastTaken + 1, signal)) {
      const item = await itemOf(found, false)
      if (signal.aborted) return
      lastTaken = found.number
      progress.taken(found.number)
      waiting.push(item)
      dispatch()
      while (waiting.length >= settings.historyBufferSize && !signal.aborted)
        await until((resolve) => (roomAgain = resolve), signal)
    }
  }

  const loadOf = (consumer: Consumer): number => {
    let load = 0
    for (const { to } of inFlight.values()) if (to === consumer) load += 1
    return load
  }

  const isFree = (consumer: Consumer): boolean => loadOf(consumer) < consumer.slots

  const nextConsumer = ({ shown }: Item): Consumer | undefined => {
    const free = members.filter(isFree)
    if (settings.strategy === 'DispatchToSingle') return free[0]
    if (settings.strategy === 'Pinned') {
      const pinned = members[hashOf(shown.event.stream) % Math.max(1, members.length)]
      return pinned !== undefined && isFree(pinned) ? pinned : free[0]
    }
    turn += 1
    return free[turn % Math.max(1, free.length)]
  }

  const dispatch = (): void => {
    for (let item = waiting[0]; item !== undefined; item = waiting[0]) {
      const to = nextConsumer(item)
      if (to === undefined) return
      waiting.shift()
      roomAgain?.()
      total += 1
      const until =
        settings.messageTimeoutMs > 0 ? Date.now() + settings.messageTimeoutMs : Infinity
      inFlight.set(item.id, { item, to, until })
      to.send(item.message, item.retryCount)
    }
  }

  // ----------------------------------------------------------------------------------------------
  // answers
  // ----------------------------------------------------------------------------------------------

  const finish = ({ number, isReplayed }: Item): void => {
    if (isReplayed) kept = { ...kept, parked: kept.parked.filter((each) => each !== number) }
    replaying.delete(number)
    progress.done(number)
    writeSoon()
  }

  const park = ({ number }: Item): void => {
    if (!kept.parked.includes(number)) kept = { ...kept, parked: [...kept.parked, number] }
    replaying.delete(number)
    progress.done(number)
    write()
  }

  const retry = (item: Item): void => {
    if (item.retryCount >= settings.maxRetryCount) park(item)
    else waiting.unshift({ ...item, retryCount: item.retryCount + 1 })
  }

  const settle = (sent: Sent, answer: Answer): void => {
    inFlight.delete(sent.item.id)
    if (answer === 'retry') retry(sent.item)
    else if (answer === 'park') park(sent.item)
    else finish(sent.item)
  }

  const sweep = (): void => {
    const now = Date.now()
    for (const sent of inFlight.values()) if (sent.until <= now) settle(sent, 'retry')
    dispatch()
  }
  const sweepMs = Math.min(1_000, Math.max(10, settings.messageTimeoutMs / 2))
  const sweeping = setInterval(sweep, sweepMs).unref()

  // ----------------------------------------------------------------------------------------------
  // consumers
  // ----------------------------------------------------------------------------------------------

  /** What it has not answered goes to others, and does not count as tried. */
  const leave = (consumer: Consumer): void => {
    members = members.filter((each) => each !== consumer)
    const left = [...inFlight.values()].filter(({ to }) => to === consumer)
    for (const { item } of left) inFlight.delete(item.id)
    waiting.unshift(...left.map(({ item }) => item))
    if (members.length > 0) return dispatch()
    reading?.abort()
    reading = undefined
  }

  return {
    kept: () => kept,
    join: (consumer) => {
      members = [...members, consumer]
      if (reading === undefined) {
        reading = new AbortController()
        void read(reading.signal).catch(() => members.forEach(({ drop }) => drop()))
      }
      dispatch()
      return () => leave(consumer)
    },
    answer: (ids, answer) => {
      for (const id of ids) {
        const sent = inFlight.get(id)
        if (sent !== undefined) settle(sent, answer)
      }
      dispatch()
    },
    replay: async (count) => {
      const again = kept.parked.filter((number) => !replaying.has(number)).slice(0, count)
      for (const number of again) {
        const found = await numbered(wire, kept, number)
        if (found === undefined) continue
        replaying.add(number)
        waiting.push(await itemOf(found, true))
      }
      dispatch()
    },
    consumers: () => members.map((member) => ({ ...member, inFlight: loadOf(member) })),
    counts: () => ({ inFlight: inFlight.size, waiting: waiting.length, total }),
    close: () => {
      clearInterval(sweeping)
      reading?.abort()
      write()
      for (const { drop } of members) drop()
    },
  }
}

/** Any number that is the same for the same name. */
const hashOf = (name: string): number => {
  let hash = 7
  for (const unit of name) hash = (hash * 31 + (unit.codePointAt(0) ?? 0)) % 1_000_003
  return hash
}
