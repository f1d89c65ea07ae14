/**
 * W6: 32 writers, a stream each, one event an append, each writing again when it is answered. All
 * that want to write at one moment ask, and then are served: so a writer's time holds its waiting.
 *
 * Once more with another process that writes to the same file: how long does the event loop stand?
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import type { Log } from '../adapters/log.ts'
import { noteAdded, streamOf } from '../facts/made.ts'
import { metered, type Measured } from '../meter.ts'
import { rival } from '../rival.ts'
import { atLeast, compared, memory, rates, within, type Goal, type Row } from '../row.ts'
import { figure, told, type Results } from '../results.ts'
import type { Workload } from '../workload.ts'

const workload = 'W6'
const writers = 32
const each = { full: 300, tenth: 60, quick: 5 }
const eachBesideRival = { full: 100, tenth: 30, quick: 3 }

const quantile = (sorted: ReadonlyArray<number>, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN

const written = async (log: Log, appends: number): Promise<Measured> => {
  const waits: Array<number> = []
  const writer = async (request: number): Promise<void> => {
    const stream = streamOf(noteAdded(request, 0).data)
    for (let n = 0; n < appends; n += 1) {
      const asked = performance.now()
      await turn()
      await log.append({ stream, version: n - 1, events: [noteAdded(request, n)] })
      waits.push(performance.now() - asked)
    }
  }
  const measured = await metered(async () => {
    await Promise.all(Array.from({ length: writers }, (_, request) => writer(request)))
    return writers * appends
  })
  const sorted = waits.toSorted((a, b) => a - b)
  return { ...measured, told: { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) } }
}

/** Adds the 99th percentile of how late the event loop was. */
const delayed = async (work: () => Promise<Measured>): Promise<Measured> => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const measured = await work()
  delay.disable()
  return { ...measured, told: { ...measured.told, delayP99Ms: delay.percentile(99) / 1e6 } }
}

const waits = (
  results: Results,
  where: string,
  [name, measured, goal]: readonly [name: string, measured: string, goal?: Goal],
): Row =>
  compared(
    { workload, measured, where },
    {
      raw: figure(results, 'raw', told(name)),
      ours: figure(results, 'ours', told(name)),
      unit: 'ms',
    },
    goal,
  )

export const w6: Workload = {
  name: workload,
  title: 'crowds: 32 writers, a stream each; what they wait; a rival process',
  runs: [
    { name: 'raw', adapter: 'raw', place: 'disk' },
    {
      name: 'ours',
      adapter: 'ours',
      place: 'disk',
      forPeers: 'wall',
      peersDo: 'appends, 32 writers',
    },
    { name: 'raw, rival', adapter: 'raw', place: 'disk', variant: 'rival' },
    { name: 'ours, rival', adapter: 'ours', place: 'disk', variant: 'rival' },
  ],

  measure: async (task, { open }) => {
    const { folder, variant, size } = task
    const log = await open({ folder })
    const hasRival = variant === 'rival'
    const stop = hasRival ? await rival(task) : async () => undefined
    const appends = (hasRival ? eachBesideRival : each)[size]
    const measured = await delayed(() => written(log, appends))
    await stop()
    await log.close()
    return measured
  },

  rows: (results, { disk }) => [
    rates(
      results,
      { workload, measured: 'appends, 32 writers', where: `${disk}, FULL` },
      { raw: 'raw', ours: 'ours', by: 'wall' },
      atLeast(10),
    ),
    waits(results, `${disk}, FULL`, ['p50Ms', 'an append, p50']),
    waits(results, `${disk}, FULL`, ['p99Ms', 'an append, p99', within(5)]),
    rates(
      results,
      { workload, measured: 'appends beside a rival process', where: `${disk}, FULL` },
      { raw: 'raw, rival', ours: 'ours, rival', by: 'wall' },
    ),
    compared(
      { workload, measured: 'event loop late beside the rival, p99', where: `${disk}, FULL` },
      {
        raw: figure(results, 'raw, rival', told('delayP99Ms')),
        ours: figure(results, 'ours, rival', told('delayP99Ms')),
        unit: 'ms',
      },
    ),
    memory(workload, results, { raw: ['raw', 'raw, rival'], ours: ['ours', 'ours, rival'] }),
  ],
}
