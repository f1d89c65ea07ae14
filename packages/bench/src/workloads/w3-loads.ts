/**
 * W3: bringing a request of 1,000 events to mind and finding that the wish is true already: from the
 * log each time, from snapshots kept beside it, and with the states that `handle` keeps in memory.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { inTurn, metered } from '../meter.ts'
import { atLeast, memory, rates } from '../row.ts'
import { longSize } from '../seeds.ts'
import type { Workload } from '../workload.ts'

const workload = 'W3'
const loads = {
  cold: { full: 2_000, tenth: 200, quick: 10 },
  warm: { full: 50_000, tenth: 5_000, quick: 100 },
}

export const w3: Workload = {
  name: workload,
  title: 'loads of a stream of 1,000 events: cold, from snapshots, and warm by the state cache',
  seed: 'long',
  runs: [
    { name: 'raw', adapter: 'raw', place: 'memory', variant: 'cold' },
    {
      name: 'ours',
      adapter: 'ours',
      place: 'memory',
      variant: 'cold',
      forPeers: 'cpu',
      peersDo: 'loads of 1,000 events, cold',
    },
    { name: 'ours, snapshots', adapter: 'ours', place: 'memory', variant: 'snapshots' },
    { name: 'ours, warm', adapter: 'ours', place: 'memory', variant: 'warm' },
  ],

  measure: async ({ seed, variant, size }, { open }) => {
    const { requests } = longSize[size]
    const isWarm = variant === 'warm'
    const keeps = variant === 'snapshots'
    const log = await open({ folder: seed, remembers: isWarm, keeps })
    const load = (i: number) => log.load(i % requests)
    await inTurn(requests, load)
    await turn()
    const measured = await metered(() => inTurn(loads[isWarm ? 'warm' : 'cold'][size], load))
    await log.close()
    return measured
  },

  rows: (results, { memory: shm }) => [
    rates(
      results,
      { workload, measured: 'loads of 1,000 events, cold', where: `${shm}, CPU` },
      { raw: 'raw', ours: 'ours', by: 'cpu' },
      atLeast(0.95),
    ),
    rates(
      results,
      { workload, measured: 'the same from snapshots; raw: cold', where: `${shm}, CPU` },
      { raw: 'raw', ours: 'ours, snapshots', by: 'cpu' },
    ),
    rates(
      results,
      { workload, measured: 'loads of 1,000 events, warm; raw: cold', where: `${shm}, CPU` },
      { raw: 'raw', ours: 'ours, warm', by: 'cpu' },
      atLeast(100),
    ),
    memory(workload, results, { raw: ['raw'], ours: ['ours', 'ours, warm'] }),
  ],
}
