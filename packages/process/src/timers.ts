/**
 * What is to be sent when, by key: a heap by time, whose outdated entries are dropped when they
 * come up. Never stored: it comes back by folding the log.
 */
import TinyQueue from 'tinyqueue'
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
  const queue = new TinyQueue<Timer<C>>([], byTime)
  return {
    get: (key) => byKey.get(key),
    set: (timer) => {
      byKey.set(timer.key, timer)
      queue.push(timer)
    },
    cancel: (key) => {
      byKey.delete(key)
    },
    next: () => {
      for (let first = queue.peek(); first !== undefined; first = queue.peek()) {
        if (byKey.get(first.key) === first) return first
        queue.pop()
      }
      return undefined
    },
  }
}

const byTime = <C extends Command>(a: Timer<C>, b: Timer<C>): number =>
  a.at - b.at || (a.key < b.key ? -1 : Number(a.key > b.key))
