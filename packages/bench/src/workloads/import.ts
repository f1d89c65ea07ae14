/**
 * The import of a real help desk's log into a new desk with all its read models, and of one ten
 * times as long, which must not need more memory.
 */
import { fileOf, whyMissing } from '../help-desk/files.ts'
import { metered } from '../meter.ts'
import { compared, flat, reported } from '../row.ts'
import { figure, rate, rss, type Results } from '../results.ts'
import type { Workload } from '../workload.ts'

const workload = 'import'
const speed = (results: Results, run: string) =>
  ({ value: figure(results, run, rate('wall')).value, unit: '/s' }) as const

export const helpDesk: Workload = {
  name: workload,
  title: "a help desk's log into a desk, read models level; and one ten times as long",
  seed: 'help-desk',
  runs: [
    { name: 'once', adapter: 'ours', place: 'disk', variant: 'once' },
    { name: 'ten times', adapter: 'ours', place: 'disk', variant: 'ten times', most: 1 },
  ],
  isMissing: whyMissing,

  measure: async ({ seed, folder, variant }) => {
    const { bring } = await import('../help-desk/bring.ts')
    const file = fileOf(seed, variant === 'once' ? 'once' : 'ten times')
    return metered(() => bring(file, folder))
  },

  rows: (results, { disk }) => [
    reported(
      { workload, measured: 'events of the log, imported and projected', where: `${disk}, FULL` },
      { ours: speed(results, 'once') },
    ),
    reported(
      { workload, measured: 'the same, ten times as long', where: `${disk}, FULL` },
      { ours: speed(results, 'ten times') },
    ),
    compared(
      { workload, measured: 'peak memory: ours ten times as long; raw: ours once', where: 'RSS' },
      { raw: figure(results, 'once', rss), ours: figure(results, 'ten times', rss), unit: 'MB' },
      flat(15),
    ),
  ],
}
