/**
 * Lets readers sleep until something was recorded.
 *
 * A sleeper keeps the process alive, so that a program may do nothing but follow a log that others
 * write. It ends when the signal aborts or the log is closed.
 */
export interface Waking {
  readonly wake: () => void
  /** Resolves at the next `wake`, when `ms` have passed, or when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const waking = (): Waking => {
  const sleepers = new Set<() => void>()
  return {
    wake: () => {
      for (const rise of sleepers) rise()
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const rise = (): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', rise)
          sleepers.delete(rise)
          resolve()
        }
        const timer = setTimeout(rise, ms)
        signal?.addEventListener('abort', rise)
        sleepers.add(rise)
      }),
  }
}
