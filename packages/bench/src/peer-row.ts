/**
 * The rows of the peers' table: a figure of a peer, ours of the same work, and how many times as fast.
 */
import { figure, rate } from './results.ts'
import type { Where } from './row.ts'
import type { Outcome } from './running.ts'
import type { Run, Workload } from './workload.ts'

export interface PeerRow {
  readonly workload: string
  readonly measured: string
  readonly where: string
  readonly peer: string
  /** So many a second; null if the peer failed. */
  readonly theirs: number | null
  readonly ours: number
  /** Ours by theirs. */
  readonly ratio: number | null
  readonly isUneven: boolean
  /** What the peer said when it failed. */
  readonly failure: string | null
}

export const peerRows = (
  workload: Workload,
  outcome: Outcome,
  { peers, where }: { readonly peers: ReadonlyArray<string>; readonly where: Where },
): ReadonlyArray<PeerRow> =>
  workload.runs.flatMap((run) =>
    run.forPeers === undefined
      ? []
      : peers.map((peer) => ({
          workload: workload.name,
          where: `${where[run.place]}${run.forPeers === 'cpu' ? ', CPU' : ''}`,
          ...besideOurs(outcome, run, peer),
        })),
  )

const besideOurs = ({ results, failures }: Outcome, run: Run, peer: string) => {
  const { forPeers: by = 'wall', name } = run
  const ours = figure(results, `${name}: ours`, rate(by))
  const failure = failures.get(`${name}: ${peer}`) ?? null
  const common = { measured: run.peersDo ?? name, peer, ours: ours.value, failure }
  if (failure !== null) return { ...common, theirs: null, ratio: null, isUneven: false }
  const theirs = figure(results, `${name}: ${peer}`, rate(by))
  return {
    ...common,
    theirs: theirs.value,
    ratio: ours.value / theirs.value,
    isUneven: Math.max(theirs.spread, ours.spread) > 2,
  }
}
