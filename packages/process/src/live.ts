/**
 * A runner that stays awake: settles whenever something was recorded and whenever a timer is due.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Command, Instant } from '@deskledger/kernel'
import { toStoreError, type EventStore } from '@deskledger/event-store'
import type { Runner, RunnerError } from './settings.ts'

export interface Live {
  /** Resolves with the reason if the policy stops by itself, with nothing after `stop`. */
  readonly ended: Promise<RunnerError | undefined>
  /** Lets what is under way finish. */
  readonly stop: () => Promise<void>
}

/** The longest sleep in milliseconds, so that a changed clock is noticed. */
const longest = 60_000

export const live = <C extends Command>(
  runner: Runner<C>,
  store: EventStore,
  clock: () => Instant,
): Live => {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let failure: RunnerError | undefined

  /** Answers with the position that it came to. */
  const settle = async (): Promise<number> => {
    clearTimeout(timer)
    const settled = await runner.settle()
    if (E.isLeft(settled)) {
      failure = settled.left
      stopping.abort()
      return 0
    }
    const next = runner.nextTimer()
    if (next !== undefined && !stopping.signal.aborted)
      timer = setTimeout(() => void settle(), Math.min(longest, Math.max(0, next - clock())))
    return settled.right
  }
  const follow = async (): Promise<RunnerError | undefined> => {
    const after = await settle()
    try {
      for await (const _ of store.subscribe({ after }, stopping)) {
        await settle()
        if (stopping.signal.aborted) break
      }
    } catch (caught) {
      if (!stopping.signal.aborted) return toStoreError(caught)
    }
    clearTimeout(timer)
    return failure
  }

  const ended = follow()
  return {
    ended,
    stop: async () => {
      stopping.abort()
      clearTimeout(timer)
      await ended
    },
  }
}
