/**
 * What an import did, for people; as JSON where that was asked for.
 */
import type { Found, Listed, Report } from '@deskledger/ingest'
import type { Context } from '../context.ts'
import { bold, dim, yellow } from './style.ts'

const n = (value: number): string => value.toLocaleString('en').padStart(9)

export const tellReport = ({ io, json }: Context, report: Report): void => {
  if (json) return io.out(`${JSON.stringify(report, null, 2)}\n`)
  io.out(linesOf(report).join('\n'))
  io.out('\n')
}

const linesOf = (report: Report): ReadonlyArray<string> => {
  const { counts, mode, file, source, batchId } = report
  const would = mode === 'rehearsal'
  return [
    bold(`${would ? 'A rehearsal of' : 'Imported'} ${file}`) +
      dim(`  source ${source}, batch ${batchId}`),
    `${n(counts.cases)} cases, ${counts.events.toLocaleString('en')} events read`,
    `${n(counts.recorded)} activities ${would ? 'would be recorded' : 'recorded'}`,
    ...some(
      counts.resumed,
      report.before === 'all'
        ? 'known already: this very file was imported before'
        : 'recorded before this import was broken off',
    ),
    ...some(counts.known, 'known already'),
    ...some(counts.repeated, 'rows that repeat an event of the same id'),
    `${n(counts.requestsOpened)} requests, ${counts.partiesRegistered} customers, ${counts.agentsEnrolled} agents new; ${counts.products} products named`,
    ...some(counts.scores, 'scores'),
    ...some(counts.broken, `rows set aside, with reason and remedy in ${report.rejectsFile ?? ''}`),
    ...some(counts.partly, `details left out, listed in ${report.rejectsFile ?? ''}`),
    ...report.deviations.map(
      ({ move, status, n: times }) =>
        `${n(times)} times "${move}" was impossible in status ${status}`,
    ),
    ...labels('channel', report.unmapped.channels),
    ...labels('priority', report.unmapped.priorities),
    ...found('missing: recorded before, not in this file', report.missing),
    ...found('added although one alike is recorded: possible doubles', report.possibleDoubles),
    ...found('out of order: elsewhere in their case than in the log', report.outOfOrder),
    ...(report.findingsFile === undefined ? [] : [dim(`everything found: ${report.findingsFile}`)]),
  ]
}

const some = (count: number, what: string): ReadonlyArray<string> =>
  count === 0 ? [] : [`${n(count)} ${what}`]

const labels = (what: string, unknown: Report['unmapped']['channels']): ReadonlyArray<string> =>
  unknown.map(({ label, n: times }) =>
    yellow(`${n(times)} times the ${what} "${label}", which the map does not know: add it there`),
  )

const found = (what: string, { total, first }: Listed): ReadonlyArray<string> => {
  if (total === 0) return []
  const more = total > first.length ? [`            and ${total - first.length} more`] : []
  return [yellow(`${n(total)} ${what}`), ...first.map(lineOf), ...more]
}

const lineOf = ({ case: name, activity, at }: Found): string =>
  `            ${name}  ${activity}  ${at}`
