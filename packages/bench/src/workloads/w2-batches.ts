/**
 * W2: batches. 100 events an append, the streams taking turns, each append with the version that its
 * writer knows.
 */
import { noteAdded, streamOf } from '../facts/made.ts'
import type { Batch } from '../adapters/log.ts'
import { inTurn, metered } from '../meter.ts'
import { atLeast, memory, rates } from '../row.ts'
import type { Workload } from '../workload.ts'

const workload = 'W2'
const each = 100
const sizes = {
  full: { appends: 1_000, requests: 500 },
  tenth: { appends: 100, requests: 50 },
  quick: { appends: 10, requests: 5 },
}

const batch = (request: number, turn: number): Batch => {
  const events = Array.from({ length: each }, (_, n) => noteAdded(request, turn * each + n))
  const stream = streamOf(noteAdded(request, 0).data)
  return { stream, version: turn * each - 1, events }
}

export const w2: Workload = {
  name: workload,
  title: 'batches: 100,000 events, 100 an append, to 500 streams',
  runs: [
    { name: 'raw cpu', adapter: 'raw', place: 'memory' },
    {
      name: 'ours cpu',
      adapter: 'ours',
      place: 'memory',
      forPeers: 'cpu',
      peersDo: 'events, 100 an append',
    },
    { name: 'raw', adapter: 'raw', place: 'disk' },
    {
      name: 'ours',
      adapter: 'ours',
      place: 'disk',
      forPeers: 'wall',
      peersDo: 'events, 100 an append',
    },
  ],

  measure: async ({ folder, size }, { open }) => {
    const { appends, requests } = sizes[size]
    const log = await open({ folder })
    const append = (from: number) => (i: number) =>
      log.append(batch(from + (i % requests), Math.floor(i / requests)))
    await inTurn(appends / 10, append(requests))
    const measured = await metered(() => inTurn(appends, append(0)))
    await log.close()
    return { ...measured, n: appends * each }
  },

  rows: (results, { disk, memory: shm }) => [
    rates(
      results,
      { workload, measured: 'events, 100 an append', where: `${disk}, FULL` },
      { raw: 'raw', ours: 'ours', by: 'wall' },
      atLeast(0.6),
    ),
    rates(
      results,
      { workload, measured: 'events, 100 an append', where: `${shm}, CPU` },
      { raw: 'raw cpu', ours: 'ours cpu', by: 'cpu' },
    ),
    memory(workload, results, { raw: ['raw cpu', 'raw'], ours: ['ours cpu', 'ours'] }),
  ],
}
