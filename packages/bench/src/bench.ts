/**
 * The whole benchmark: workloads in, rows of the table out.
 */
import { disagreements, run, type Bench, type Outcome, type Seeds, type Step } from './running.ts'
import { peerRows, type PeerRow } from './peer-row.ts'
import type { Row } from './row.ts'
import type { Size } from './seeds.ts'
import type { Workload } from './workload.ts'

export interface Asked {
  readonly workloads: ReadonlyArray<Workload>
  readonly size: Size
  /** Names of peers. */
  readonly peers: ReadonlyArray<string>
}

export interface Skipped {
  readonly workload: string
  readonly reason: string
}

export interface Report {
  readonly rows: ReadonlyArray<Row>
  readonly peers: ReadonlyArray<PeerRow>
  readonly skipped: ReadonlyArray<Skipped>
  /** Ours or raw failed, or two read models of the same events are not the same. */
  readonly failed: ReadonlyArray<Skipped>
}

const none: Report = { rows: [], peers: [], skipped: [], failed: [] }

/** A workload that fails has no rows, and the others go on. */
export const benchmark = async (bench: Bench, asked: Asked): Promise<Report> => {
  const seeds: Seeds = new Map()
  let report = none
  for (const workload of asked.workloads) {
    const more = await attempted(workload, () => reportOf(bench, seeds, { ...asked, workload }))
    report = {
      rows: [...report.rows, ...more.rows],
      peers: [...report.peers, ...more.peers],
      skipped: [...report.skipped, ...more.skipped],
      failed: [...report.failed, ...more.failed],
    }
  }
  return report
}

const attempted = async (
  { name: workload }: Workload,
  work: () => Promise<Report>,
): Promise<Report> => {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ...none, failed: [{ workload, reason }] }
  }
}

const reportOf = async (
  bench: Bench,
  seeds: Seeds,
  { workload, size, peers }: Omit<Asked, 'workloads'> & { readonly workload: Workload },
): Promise<Report> => {
  const reason = workload.isMissing?.()
  if (reason !== undefined) return { ...none, skipped: [{ workload: workload.name, reason }] }
  const steps = workload.runs.map((run) => ({ name: run.name, run, adapter: run.adapter }))
  const { results } = sound(await run(bench, seeds, { workload, steps, size }), () => true)
  const told = workload.rows(results, bench.places.where)
  const rows = size === 'full' ? told : told.map((row) => ({ ...row, isMet: null }))
  return { ...none, rows, peers: await beside(bench, seeds, { workload, size, peers }) }
}

/** The peers' work is a tenth of it, ours again beside theirs. */
const beside = async (
  bench: Bench,
  seeds: Seeds,
  { workload, size, peers }: Omit<Asked, 'workloads'> & { readonly workload: Workload },
): Promise<ReadonlyArray<PeerRow>> => {
  if (peers.length === 0) return []
  const steps = workload.runs.flatMap((run): ReadonlyArray<Step> => {
    if (run.forPeers === undefined) return []
    return ['ours', ...peers].map((adapter) => ({ name: `${run.name}: ${adapter}`, run, adapter }))
  })
  const smaller = size === 'full' ? 'tenth' : size
  const outcome = await run(bench, seeds, { workload, steps, size: smaller })
  const isOurs = (name: string) => name.endsWith(': ours')
  return peerRows(workload, sound(outcome, isOurs), { peers, where: bench.places.where })
}

/** The outcome, if those who must not fail have not failed, and all came to the same. */
const sound = (outcome: Outcome, mustNotFail: (step: string) => boolean): Outcome => {
  const failed = [...outcome.failures].find(([step]) => mustNotFail(step))
  if (failed !== undefined) throw new Error(`${failed[0]} failed: ${failed[1]}`)
  const wrong = disagreements(outcome)
  if (wrong.length > 0) throw new Error(`not the same was done:\n${wrong.join('\n')}`)
  return outcome
}
