/**
 * Failures that pass by themselves, and how long to wait before trying again.
 */
import { setTimeout } from 'node:timers/promises'

/** The log or the read models are away, held by others, or cut off in the middle. */
const passing: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'OutcomeUnknown',
  'Overloaded',
  'Unreachable',
  'Conflict',
  'NotLeading',
  'ServerUnreachable',
  'ViewsUnavailable',
])

export const mayPass = ({ _tag }: { readonly _tag: string }): boolean => passing.has(_tag)

/** The first pause and the longest, in milliseconds; each is twice the one before. */
const [firstMs, longestMs] = [500, 15_000]

export interface Patience {
  /** Waits, longer each time; ends at once when the signal aborts. */
  readonly pause: () => Promise<void>
  /** Begins to wait, longer each time. */
  readonly wait: () => void
  readonly isOver: () => boolean
  /** All is well: the next pause is the first again. */
  readonly calm: () => void
}

export const patience = (signal?: AbortSignal): Patience => {
  let failures = 0
  let until = -Infinity
  const next = (): number => {
    failures += 1
    return Math.min(longestMs, firstMs * 2 ** (failures - 1))
  }
  return {
    pause: async () => {
      await setTimeout(next(), undefined, { signal }).catch(() => undefined)
    },
    wait: () => {
      until = performance.now() + next()
    },
    isOver: () => performance.now() >= until,
    calm: () => {
      failures = 0
    },
  }
}
