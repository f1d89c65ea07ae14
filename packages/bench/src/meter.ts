/**
 * What is read off a process that has done its work: time, processor time, memory.
 */
import type { Done } from './adapters/log.ts'

/** Sums over what came of the work: the same for all who did the work named by `of`. */
export interface Check {
  readonly of: string
  readonly sums: string
}

export interface Measured {
  /** How many of whatever the workload counts. */
  readonly n: number
  readonly wallMs: number
  /** User and system time of all threads. */
  readonly cpuMs: number
  /** The most memory that the process ever held, in megabytes (10^6). */
  readonly rssMb: number
  /** What else the workload tells, by name; the unit is in the name. */
  readonly told?: Readonly<Record<string, number>>
  readonly check?: Check
}

/** Meters `work`, which gives how many it did. */
export const metered = async (work: () => number | Promise<number>): Promise<Measured> => {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const doing = work()
  const n = typeof doing === 'number' ? doing : await doing
  const wallMs = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { n, wallMs, cpuMs: (user + system) / 1_000, rssMb: peakMb() }
}

/** `maxRSS` is in kibibytes on every system. */
export const peakMb = (): number => (process.resourceUsage().maxRSS * 1_024) / 1e6

/** Does `work` for 0 up to `n`, one after the other, without a promise where there is none. */
export const inTurn = async (n: number, work: (i: number) => Done): Promise<number> => {
  for (let i = 0; i < n; i += 1) {
    const doing = work(i)
    if (doing !== undefined) await doing
  }
  return n
}

/** Does `work` for 0 up to `n`, so many of them side by side: each begins when one has ended. */
export const sideBySide = async (
  callers: number,
  n: number,
  work: (i: number) => Done,
): Promise<number> => {
  let next = 0
  const caller = async (): Promise<void> => {
    while (next < n) {
      next += 1
      await work(next - 1)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return n
}
