/**
 * Wakes those who have read a stream to its end. One reader of the whole log rings for all of them,
 * so a subscription to a quiet stream costs nothing.
 */
import type { EventStore } from '@deskledger/event-store'
import * as E from 'fp-ts/lib/Either.js'

export interface Bell {
  /** Resolves when something was recorded since the last call, or when the signal aborts. */
  readonly news: (signal: AbortSignal) => Promise<void>
  readonly close: () => void
}

export interface Bells {
  /** A bell for one stream, or for every event. What is read after this is not missed. */
  readonly listen: (stream?: string) => Promise<Bell>
}

interface Ringing {
  readonly stream: string | undefined
  readonly ring: () => void
}

export const bellsOf = (store: EventStore, closing: AbortSignal): Bells => {
  const hung = new Set<Ringing>()
  let started: Promise<void> | undefined

  const ringAll = (): void => {
    for (const { ring } of hung) ring()
  }

  /** A log that fails wakes everybody: they read, and learn it themselves. */
  const follow = async (after: number): Promise<void> => {
    try {
      for await (const { events } of store.subscribe({ after }, { signal: closing })) {
        const streams = new Set<string>(events.map(({ stream }) => stream))
        for (const { stream, ring } of hung) if (stream === undefined || streams.has(stream)) ring()
      }
    } catch {
      started = undefined
    }
    ringAll()
  }

  const start = async (): Promise<void> => {
    const head = await store.head()()
    if (E.isLeft(head)) throw head.left
    void follow(head.right)
  }

  return {
    listen: async (stream) => {
      await (started ??= start())
      let isRung = false
      let rise: (() => void) | undefined
      const ring = (): void => {
        isRung = true
        rise?.()
      }
      const ringing = { stream, ring }
      hung.add(ringing)
      return {
        close: () => void hung.delete(ringing),
        news: async (signal) => {
          if (!isRung) await until((resolve) => (rise = resolve), signal)
          isRung = false
        },
      }
    },
  }
}

/** Resolves by itself or when the signal aborts, and leaves nothing behind on the signal. */
export const until = (
  begin: (resolve: () => void) => unknown,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
    begin(done)
    if (signal.aborted) done()
  })
