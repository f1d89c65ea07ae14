/**
 * How far the read models are behind the log, in positions and in time.
 */
import type { Instant } from '@deskledger/kernel'
import type { DeskReads } from './reads.ts'

/** Nothing where there are no read models yet, or no log answers. */
export const lagging = async (
  { freshness, store }: Pick<DeskReads, 'freshness' | 'store'>,
  clock: () => Instant,
): Promise<{ readonly positions: number; readonly seconds: number } | undefined> => {
  try {
    const { position, behind } = await freshness()
    if (behind === 0) return { positions: 0, seconds: 0 }
    for await (const { events } of store.readAll({ after: position }))
      for (const { recordedAt } of events)
        return { positions: behind, seconds: Math.max(0, clock() - recordedAt) / 1_000 }
    return { positions: 0, seconds: 0 }
  } catch {
    return undefined
  }
}
