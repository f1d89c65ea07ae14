/**
 * What is to be sent when, by key: a heap by time, whose outdated entries are dropped when they
 * come up. Never stored: it comes back by folding the log.
 */
import type { Command, Instant, Sent } from '@deskledger/kernel'

/** What an effect is because of, for the envelope of what it leads to. */
export interface Cause {
  readonly id: string
  readonly correlationId: string
}

export interface Timer<C extends Command> {
  readonly key: string
  readonly at: Instant
  readonly command: Sent<C>
  readonly cause: Cause
}

export interface Timers<C extends Command> {
  readonly get: (key: string) => Timer<C> | undefined
  /** A timer under a key that is in use replaces it. */
  readonly set: (timer: Timer<C>) => void
  readonly cancel: (key: string) => void
  /** The earliest timer; equal times in the order of their keys. */
  readonly next: () => Timer<C> | undefined
}

export const timers = <C extends Command>(): Timers<C> => {
  const byKey = new Map<string, Timer<C>>()
  const heap: Array<Timer<C>> = []
  const isBefore = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return a !== undefined
    return a.at === b.at ? a.key < b.key : a.at < b.at
  }
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return
    heap[i] = b
    heap[j] = a
  }
  const rise = (from: number): void => {
    for (let i = from; i > 0;) {
      const parent = (i - 1) >> 1
      if (!isBefore(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ;) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (isBefore(child, least)) least = child
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  const dropFirst = (): void => {
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    sink()
  }
  return {
    get: (key) => byKey.get(key),
    set: (timer) => {
      byKey.set(timer.key, timer)
      heap.push(timer)
      rise(heap.length - 1)
    },
    cancel: (key) => {
      byKey.delete(key)
    },
    next: () => {
      for (let first = heap[0]; first !== undefined; first = heap[0]) {
        if (byKey.get(first.key) === first) return first
        dropFirst()
      }
      return undefined
    },
  }
}
