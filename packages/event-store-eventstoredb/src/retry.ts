/**
 * How often and how long to try again.
 */
export interface Retry {
  /** How long one call may go on trying, in milliseconds. */
  readonly patienceMs: number
  /** The longest pause before the first repetition, in milliseconds; twice that before each next. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** From 0 to 1, without it. */
  readonly random: () => number
}

export const defaultRetry: Retry = {
  patienceMs: 10_000,
  firstPauseMs: 20,
  longestPauseMs: 2_000,
  random: Math.random,
}

/**
 * How long to wait after the failure number `failures`, counted from 0. Half of it is left to
 * chance, so that those who failed together do not come back together.
 */
export const pauseOf = (
  { firstPauseMs, longestPauseMs, random }: Retry,
  failures: number,
): number => {
  const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 30))
  return Math.round(longest * (0.5 + 0.5 * random()))
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
