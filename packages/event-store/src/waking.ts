/**
 * Lets readers sleep until something was recorded.
 */
export interface Waking {
  readonly wake: () => void
  /** Resolves at the next `wake`, when `ms` have passed, or when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const waking = (): Waking => {
  let sleepers: Array<() => void> = []
  return {
    wake: () => {
      const all = sleepers
      sleepers = []
      for (const resolve of all) resolve()
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const timer = setTimeout(done, ms)
        timer.unref()
        function done(): void {
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          sleepers = sleepers.filter((sleeper) => sleeper !== done)
          resolve()
        }
        signal?.addEventListener('abort', done, { once: true })
        sleepers.push(done)
      }),
  }
}
