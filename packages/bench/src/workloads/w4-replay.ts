/**
 * W4: the whole log into memory, events by customer. `raw` trusts what it reads; ours decodes each
 * event by its codec, and once more does not.
 */
import { metered } from '../meter.ts'
import { atLeast, memory, rates } from '../row.ts'
import type { Workload } from '../workload.ts'

const workload = 'W4'

/** How many events each customer has. */
const counting = () => {
  const counts = new Map<string, number>()
  let events = 0
  const count = (_: string, data: unknown): void => {
    if (typeof data !== 'object' || data === null || !('partyId' in data)) return
    const { partyId } = data
    if (typeof partyId !== 'string') return
    counts.set(partyId, (counts.get(partyId) ?? 0) + 1)
    events += 1
  }
  return {
    count,
    counted: () => events,
    sums: () => `${events} events of ${counts.size} customers`,
  }
}

export const w4: Workload = {
  name: workload,
  title: 'replay of 200,000 events to memory, decoded by the codecs, and not',
  seed: 'desk',
  runs: [
    { name: 'raw', adapter: 'raw', place: 'memory' },
    { name: 'ours', adapter: 'ours', place: 'memory', forPeers: 'cpu', peersDo: 'events replayed' },
    { name: 'ours, trusting', adapter: 'ours', place: 'memory', variant: 'trusting' },
  ],

  measure: async ({ seed, variant }, { open }) => {
    const log = await open({ folder: seed, trusts: variant === 'trusting' })
    const { count, counted, sums } = counting()
    const measured = await metered(async () => {
      await log.replay(count)
      return counted()
    })
    await log.close()
    return { ...measured, check: { of: 'replay', sums: sums() } }
  },

  rows: (results, { memory: shm }) => [
    rates(
      results,
      { workload, measured: 'events replayed; ours: decoded', where: `${shm}, CPU` },
      { raw: 'raw', ours: 'ours', by: 'cpu' },
      atLeast(0.8),
    ),
    rates(
      results,
      { workload, measured: 'events replayed; ours: not decoded', where: `${shm}, CPU` },
      { raw: 'raw', ours: 'ours, trusting', by: 'cpu' },
    ),
    memory(workload, results, { raw: ['raw'], ours: ['ours', 'ours, trusting'] }),
  ],
}
