/**
 * W5: the whole log into a read model in SQLite, with checkpoint: one table with a row a customer,
 * and the six tables of a service desk. All must come to the same sums.
 *
 * `by hand` reads the log under test and decodes it, so that the reading is not compared.
 */
import { join } from 'node:path'
import type { ModelName } from '../model/index.ts'
import { metered } from '../meter.ts'
import type { Results } from '../results.ts'
import { atLeast, memory, rates, type Goal, type Row } from '../row.ts'
import type { Run, Workload } from '../workload.ts'

const workload = 'W5'

const modelOf = (variant: string): ModelName => (variant === 'six' ? 'six' : 'one')

const runsOf = (variant: ModelName): ReadonlyArray<Run> => {
  const run = { place: 'memory', variant } as const
  return [
    { name: `raw, ${variant}`, adapter: 'raw', ...run },
    { name: `by hand, ${variant}`, adapter: 'same', ...run },
    {
      name: `ours, ${variant}`,
      adapter: 'ours',
      ...run,
      ...(variant === 'one' ? { forPeers: 'cpu', peersDo: 'events into one table' } : {}),
    },
  ]
}

const rowsOf = (
  results: Results,
  where: string,
  {
    variant,
    said,
    goal,
  }: { readonly variant: ModelName; readonly said: string; readonly goal: Goal },
): ReadonlyArray<Row> => [
  rates(
    results,
    { workload, measured: `events into ${said}`, where },
    { raw: `raw, ${variant}`, ours: `ours, ${variant}`, by: 'cpu' },
    goal,
  ),
  rates(
    results,
    { workload, measured: `the same; raw: from our log, decoded`, where },
    { raw: `by hand, ${variant}`, ours: `ours, ${variant}`, by: 'cpu' },
  ),
]

export const w5: Workload = {
  name: workload,
  title: 'catching up 200,000 events into a SQLite read model: one table, and six',
  seed: 'desk',
  runs: [...runsOf('one'), ...runsOf('six')],

  measure: async ({ seed, folder, variant }, adapter) => {
    const task = { log: seed, views: join(folder, 'views.db'), model: modelOf(variant) }
    const catchUp = await adapter.catchUp()
    const measured = await metered(() => catchUp(task))
    const { sumsOf } = await import('../catch-up/sums.ts')
    return { ...measured, check: { of: task.model, sums: sumsOf(task.views, task.model) } }
  },

  rows: (results, { memory: shm }) => [
    ...rowsOf(results, `${shm}, CPU`, { variant: 'one', said: 'one table', goal: atLeast(0.95) }),
    ...rowsOf(results, `${shm}, CPU`, { variant: 'six', said: 'six tables', goal: atLeast(0.95) }),
    memory(workload, results, { raw: ['raw, one', 'raw, six'], ours: ['ours, one', 'ours, six'] }),
  ],
}
