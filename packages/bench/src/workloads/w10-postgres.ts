/**
 * W10: the whole log into a read model in a PostgreSQL server on this machine, with lease and checkpoint:
 * one table with a row a customer, and the six tables of a service desk. Skipped where there is no
 * server.
 */
import { metered, type Measured } from '../meter.ts'
import { figure, rate, type Results } from '../results.ts'
import { compared, type Goal, type Row } from '../row.ts'
import type { Task, Workload } from '../workload.ts'
import { whyNoServer } from '../wire/postgres-here.ts'

const workload = 'W10'

const measured = async ({ seed, variant }: Task): Promise<Measured> => {
  const { intoPostgres } = await import('../wire/postgres.ts')
  const ready = await intoPostgres(seed, variant === 'six' ? 'six' : 'one')
  try {
    return await metered(ready.catchUp)
  } finally {
    await ready.stop()
  }
}

/** So many events a second, whatever the machine is. */
const least = (perSecond: number): Goal => ({
  text: `≥ ${perSecond.toLocaleString('en')}/s`,
  isMet: (_, ours) => ours >= perSecond,
})

const rowOf = (
  results: Results,
  { variant, said, goal }: { readonly variant: string; readonly said: string; readonly goal: Goal },
): Row => {
  const ours = figure(results, variant, rate('wall'))
  const head = { workload, measured: `events into ${said}`, where: 'PostgreSQL' }
  return { ...compared(head, { raw: ours, ours, unit: '/s' }, goal), raw: null, ratio: null }
}

export const w10: Workload = {
  name: workload,
  title: 'catching up into a PostgreSQL read model: one table, and six',
  seed: 'desk',
  isMissing: whyNoServer,
  runs: [
    { name: 'one', adapter: 'ours', place: 'memory', variant: 'one' },
    { name: 'six', adapter: 'ours', place: 'memory', variant: 'six' },
  ],
  measure: measured,
  rows: (results) => [
    rowOf(results, { variant: 'one', said: 'one table', goal: least(25_000) }),
    rowOf(results, { variant: 'six', said: 'six tables', goal: least(8_000) }),
  ],
}
