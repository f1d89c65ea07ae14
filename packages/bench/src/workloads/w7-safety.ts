/**
 * W7: what safety costs. The hashes of the chain alone, and appends of 100 events with no, one and
 * three fields of personal data, which are sealed.
 */
import { inTurn, metered } from '../meter.ts'
import { rates } from '../row.ts'
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
    const row = (measured: string, raw: string, ours: string) =>
      rates(results, { workload, measured, where }, { raw, ours, by: 'cpu' })
    return [
      row('hashes of the chain alone; raw: ours, appends', 'none sealed', 'hashes of 100'),
      row('the same, 1 event a commit; raw: 100', 'hashes of 100', 'hashes of 1'),
      row('appends, 1 field sealed; raw: ours, none', 'none sealed', '1 sealed'),
      row('appends, 3 fields sealed; raw: ours, none', 'none sealed', '3 sealed'),
    ]
  },
}
