/**
 * The result on a terminal.
 */
import type { Report } from '../bench.ts'
import { failuresOf, goalsOf, peersTableOf, tableOf } from './table.ts'

export const printed = ({ rows, peers, skipped, failed }: Report, isQuick: boolean): string =>
  [
    ...(rows.length === 0 ? [] : [tableOf(rows)]),
    ...(peers.length === 0 ? [] : [peersTableOf(peers)]),
    ...failuresOf(peers).map((line) => `${line}\n`),
    ...skipped.map(({ workload, reason }) => `not measured: ${workload}, because ${reason}\n`),
    ...failed.map(({ workload, reason }) => `${workload} failed: ${reason}\n`),
    isQuick ? 'These sizes measure nothing: --quick sees that it works.\n' : `${goalsOf(rows)}\n`,
  ].join('\n')
