/**
 * W7: what safety costs. The hashes of the chain alone, and appends of 100 events with no, one and
 * three fields of personal data, which are sealed.
 */
import { inTurn, metered } from '../meter.ts'
import { rates, reported } from '../row.ts'
import { figure, rate } from '../results.ts'
import { chained, logged } from '../safety/hashing.ts'
import { sealingLog, type Fields } from '../safety/sealing.ts'
import type { Workload } from '../workload.ts'

const workload = 'W7'
const each = 100
const sizes = {
  full: { appends: 500, parties: 250 },
  tenth: { appends: 50, parties: 25 },
  quick: { appends: 10, parties: 5 },
}
const fieldsOf = (variant: string): Fields =>
  variant === '3 sealed' ? 3 : variant === '1 sealed' ? 1 : 0

export const w7: Workload = {
  name: workload,
  title: 'what the chain costs, and the seal of personal data',
  runs: [
    { name: 'none sealed', adapter: 'ours', place: 'memory' },
    { name: '1 sealed', adapter: 'ours', place: 'memory', variant: '1 sealed' },
    { name: '3 sealed', adapter: 'ours', place: 'memory', variant: '3 sealed' },
    { name: 'hashes of 100', adapter: 'ours', place: 'memory', variant: 'hashes of 100' },
    { name: 'hashes of 1', adapter: 'ours', place: 'memory', variant: 'hashes of 1' },
  ],

  measure: async ({ folder, variant, size }) => {
    const { appends, parties } = sizes[size]
    if (variant.startsWith('hashes')) {
      const events = Array.from({ length: appends * each }, (_, n) => logged(n))
      const commit = variant === 'hashes of 1' ? 1 : each
      chained(events.slice(0, events.length / 5), commit)
      return metered(() => chained(events, commit).length && events.length)
    }
    const log = await sealingLog(folder, fieldsOf(variant))
    const append = (from: number) => (i: number) =>
      log.append(from + (i % parties), Math.floor(i / parties) * each - 1, each)
    await inTurn(appends / 5, append(parties))
    const measured = await metered(() => inTurn(appends, append(0)))
    await log.close()
    return { ...measured, n: appends * each }
  },

  rows: (results, { memory: shm }) => {
    const where = `${shm}, CPU`
    const beside = (measured: string, ours: string) =>
      rates(results, { workload, measured, where }, { raw: 'none sealed', ours, by: 'cpu' })
    const alone = figure(results, 'hashes of 1', rate('cpu'))
    return [
      beside('hashes of the chain alone; raw: ours, appends', 'hashes of 100'),
      reported(
        { workload, measured: 'hashes of the chain alone, one event a commit', where },
        { ours: { value: alone.value, unit: '/s' } },
      ),
      beside('appends, 1 field sealed; raw: ours, none', '1 sealed'),
      beside('appends, 3 fields sealed; raw: ours, none', '3 sealed'),
    ]
  },
}
