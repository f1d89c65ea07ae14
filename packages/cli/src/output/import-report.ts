/**
 * What an import did, for people; as JSON where that was asked for.
 */
import type { Found, ImportMap, Listed, Report } from '@deskledger/ingest'
import type { Context } from '../context.ts'
import { bold, dim, yellow } from './style.ts'

const n = (value: number): string => value.toLocaleString('en').padStart(9)

/** `1 request`, `2 requests`. */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`

const lined = (count: number, one: string, more?: string): string =>
  `${n(count)} ${many(count, one, more).replace(/^\S+ /, '')}`

/** A rehearsal as JSON holds the map as well, so that it can be taken from there. */
export const tellReport = ({ io, json }: Context, report: Report, map: ImportMap): void => {
  const told = report.mode === 'rehearsal' ? { ...report, map } : report
  if (json) return io.out(`${JSON.stringify(told, null, 2)}\n`)
  io.out(linesOf(report).join('\n'))
  io.out('\n')
}

const linesOf = (report: Report): ReadonlyArray<string> => {
  const { counts, mode, file, source, batchId } = report
  const would = mode === 'rehearsal'
  return [
    bold(`${would ? 'A rehearsal of' : 'Imported'} ${file}`) +
      dim(`  source ${source}, batch ${batchId}`),
    `${lined(counts.cases, 'case')}, ${many(counts.events, 'event')} read`,
    `${lined(counts.recorded, 'activity', 'activities')} ${would ? 'would be recorded' : 'recorded'}`,
    ...some(
      counts.resumed,
      report.before === 'all'
        ? 'known already: this very file was imported before'
        : 'recorded before this import was broken off',
    ),
    ...some(counts.known, 'known already'),
    ...some(
      counts.repeated,
      'row that repeats an event of the same id',
      'rows that repeat an event of the same id',
    ),
    [
      lined(counts.requestsOpened, 'request'),
      many(counts.partiesRegistered, 'customer'),
      `${many(counts.agentsEnrolled, 'agent')} new; ${many(counts.products, 'product')} named`,
    ].join(', '),
    ...some(counts.scores, 'score', 'scores'),
    ...setAside(report),
    ...report.deviations.map(
      ({ move, status, n: count }) =>
        `${times(count)} "${move}" was impossible in status ${status}`,
    ),
    ...labels('channel', report.unmapped.channels),
    ...labels('priority', report.unmapped.priorities),
    ...found('missing: recorded before, not in this file', report.missing),
    ...found('added although one alike is recorded: possible doubles', report.possibleDoubles),
    ...found('out of order: elsewhere in their case than in the log', report.outOfOrder),
    ...(report.findingsFile === undefined ? [] : [dim(`everything found: ${report.findingsFile}`)]),
  ]
}

const some = (count: number, one: string, more = one): ReadonlyArray<string> =>
  count === 0 ? [] : [lined(count, one, more)]

const times = (count: number): string => lined(count, 'time')

const setAside = ({ counts, rejectsFile = '' }: Report): ReadonlyArray<string> => {
  const reasons = `with reason and remedy in ${rejectsFile}`
  return [
    ...some(counts.broken, `row set aside, ${reasons}`, `rows set aside, ${reasons}`),
    ...some(counts.partly, `detail left out, ${reasons}`, `details left out, ${reasons}`),
  ]
}

const labels = (what: string, unknown: Report['unmapped']['channels']): ReadonlyArray<string> =>
  unknown.map(({ label, n: count }) =>
    yellow(`${times(count)} the ${what} "${label}", which the map does not know: add it there`),
  )

const found = (what: string, { total, first }: Listed): ReadonlyArray<string> => {
  if (total === 0) return []
  const more = total > first.length ? [`            and ${total - first.length} more`] : []
  return [yellow(`${n(total)} ${what}`), ...first.map(lineOf), ...more]
}

const lineOf = ({ case: name, activity, at }: Found): string =>
  `            ${name}  ${activity}  ${at}`
