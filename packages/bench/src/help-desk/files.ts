/**
 * The log of a real help desk, and one ten times as long: its cases ten times over, each time under
 * other ids. `DESKLEDGER_DATA` names the folder that holds `event-logs/helpdesk.xes.gz`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Size } from '../seeds.ts'

const source = (): string | undefined => {
  const { DESKLEDGER_DATA: data } = process.env
  return data === undefined ? undefined : join(data, 'event-logs', 'helpdesk.xes.gz')
}

/** Why there is nothing to import, if there is not. */
export const whyMissing = (): string | undefined => {
  const file = source()
  if (file === undefined) return 'DESKLEDGER_DATA is not set'
  return existsSync(file) ? undefined : 'event-logs/helpdesk.xes.gz is not in DESKLEDGER_DATA'
}

export type Length = 'once' | 'ten times'
export const fileOf = (folder: string, length: Length): string =>
  join(folder, length === 'once' ? 'once.xes.gz' : 'ten-times.xes.gz')

const cases: Readonly<Record<Size, number>> = { full: Infinity, tenth: 458, quick: 20 }
const [begin, end] = ['<trace>', '</trace>']
const caseId = /(<trace>\s*<string key="concept:name" value=")/g

/** The first `cases` cases of a log in XES, so many times over, each time under other ids. */
export const repeated = (text: string, cases: number, times: number): string => {
  const first = text.indexOf(begin)
  const all = text.slice(first, text.lastIndexOf(end)).split(end)
  const some = `${all.slice(0, cases).join(end)}${end}`
  const traces = Array.from({ length: times }, (_, n) => some.replace(caseId, `$1${n}-`))
  return `${text.slice(0, first)}${traces.join('')}\n</log>\n`
}

/** Writes both; gives how many bytes the longer one has before it is packed. */
export const writeFiles = (folder: string, size: Size): number => {
  const text = gunzipSync(readFileSync(source() ?? '')).toString('utf8')
  const longer = repeated(text, cases[size], 10)
  writeFileSync(fileOf(folder, 'once'), gzipSync(repeated(text, cases[size], 1)))
  writeFileSync(fileOf(folder, 'ten times'), gzipSync(longer, { level: 1 }))
  return longer.length
}
