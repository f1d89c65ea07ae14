/**
 * Tables of text that are also Markdown, their columns as wide as what stands in them.
 */
import type { PeerRow } from '../peer-row.ts'
import type { Row } from '../row.ts'
import { cell, digits, times, verdict } from './figures.ts'

type Line = ReadonlyArray<string>

/** Columns from `right` on hold numbers. */
const table = (head: Line, lines: ReadonlyArray<Line>, right: number): string => {
  const widths = head.map((word, i) =>
    Math.max(3, word.length, ...lines.map((line) => line[i]?.length ?? 0)),
  )
  const padded = (line: Line) =>
    line.map((text, i) => (i < right ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
  const rule = widths.map((width, i) =>
    i < right ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [padded(head), rule, ...lines.map(padded)]
    .map((line) => `| ${line.join(' | ')} |\n`)
    .join('')
}

const head = ['', 'measured', 'where', 'raw', 'ours', 'ratio', 'goal', 'is it']

export const tableOf = (rows: ReadonlyArray<Row>): string =>
  table(
    head,
    rows.map((row) => [
      row.workload,
      row.measured,
      row.where,
      cell(row.raw),
      cell(row.ours),
      times(row.ratio, row.isUneven),
      row.goal ?? '',
      verdict(row.isMet),
    ]),
    3,
  )

const peersHead = ['', 'measured', 'where', 'peer', 'theirs', 'ours', 'times as fast']

export const peersTableOf = (rows: ReadonlyArray<PeerRow>): string =>
  table(
    peersHead,
    rows.map((row) => [
      row.workload,
      row.measured,
      row.where,
      row.peer,
      row.theirs === null ? 'failed' : `${digits(row.theirs)}/s`,
      `${digits(row.ours)}/s`,
      times(row.ratio, row.isUneven),
    ]),
    4,
  )

/** What the peers that failed said, each once. */
export const failuresOf = (rows: ReadonlyArray<PeerRow>): ReadonlyArray<string> =>
  rows.flatMap(({ workload, measured, peer, failure }) =>
    failure === null ? [] : [`${workload}, ${measured}: ${peer} failed: ${failure}`],
  )

/** How many of the goals are met, and which are not. */
export const goalsOf = (rows: ReadonlyArray<Row>): string => {
  const goals = rows.filter(({ isMet }) => isMet !== null)
  const missed = goals.filter(({ isMet }) => isMet === false)
  const count = `${goals.length - missed.length} of ${goals.length} goals are met`
  if (missed.length === 0) return count
  return `${count}; not met: ${missed.map((row) => `${row.workload} ${row.measured}`).join('; ')}`
}
