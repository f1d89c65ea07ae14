/**
 * W1: commands. Each loads its request, decides, and appends one event with the version it loaded.
 *
 * The requests take turns, so that each has 10 events at the end. 32 callers of `raw` would be no
 * faster than one, since it is synchronous: they are compared with its one.
 */
import { inTurn, metered, sideBySide } from '../meter.ts'
import { wishFor } from '../facts/made.ts'
import { atLeast, memory, rates } from '../row.ts'
import type { Workload } from '../workload.ts'

const workload = 'W1'
const sizes = {
  full: { commands: 20_000, requests: 2_000 },
  tenth: { commands: 2_000, requests: 200 },
  quick: { commands: 200, requests: 20 },
}

export const w1: Workload = {
  name: workload,
  title: 'commands: load, decide, append one event; one caller, and 32',
  runs: [
    { name: 'raw cpu', adapter: 'raw', place: 'memory' },
    {
      name: 'ours cpu',
      adapter: 'ours',
      place: 'memory',
      forPeers: 'cpu',
      peersDo: 'commands, one caller',
    },
    { name: 'raw', adapter: 'raw', place: 'disk' },
    {
      name: 'ours',
      adapter: 'ours',
      place: 'disk',
      forPeers: 'wall',
      peersDo: 'commands, one caller',
    },
    { name: 'ours × 32', adapter: 'ours', place: 'disk', variant: '32' },
  ],

  measure: async ({ folder, variant, size }, { open }) => {
    const { commands, requests } = sizes[size]
    const log = await open({ folder, remembers: true })
    const obey = (from: number) => (i: number) =>
      log.obey(wishFor(from + (i % requests), Math.floor(i / requests)))
    await inTurn(commands / 20, obey(requests))
    const measured = await metered(() =>
      variant === '32' ? sideBySide(32, commands, obey(0)) : inTurn(commands, obey(0)),
    )
    await log.close()
    return measured
  },

  rows: (results, { disk, memory: shm }) => [
    rates(
      results,
      { workload, measured: 'commands, one caller', where: `${disk}, FULL` },
      { raw: 'raw', ours: 'ours', by: 'wall' },
      atLeast(0.9),
    ),
    rates(
      results,
      { workload, measured: 'commands, one caller', where: `${shm}, CPU` },
      { raw: 'raw cpu', ours: 'ours cpu', by: 'cpu' },
      atLeast(0.75),
    ),
    rates(
      results,
      { workload, measured: 'commands, 32 callers; raw: one', where: `${disk}, FULL` },
      { raw: 'raw', ours: 'ours × 32', by: 'wall' },
      atLeast(6),
    ),
    memory(workload, results, {
      raw: ['raw cpu', 'raw'],
      ours: ['ours cpu', 'ours', 'ours × 32'],
      mb: 15,
    }),
  ],
}
