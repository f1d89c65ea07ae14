/**
 * Files for the specs: event logs and tables written as other systems write them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own for one story, gone afterwards. */
export const inFolder = async <A>(story: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-ingest-'))
  try {
    return await story(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bytes in pieces, so that every character and every tag is cut somewhere. */
export async function* inPieces(bytes: Buffer, size = 7): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

export const all = async <A>(items: AsyncIterable<A>): Promise<ReadonlyArray<A>> => {
  const list: Array<A> = []
  for await (const item of items) list.push(item)
  return list
}

/** All that was given before the reading was broken off, and what broke it off. */
export const untilBroken = async <A>(
  items: AsyncIterable<A>,
): Promise<{ readonly list: ReadonlyArray<A>; readonly end: unknown }> => {
  const list: Array<A> = []
  try {
    for await (const item of items) list.push(item)
    return { list, end: undefined }
  } catch (end) {
    return { list, end }
  }
}

// ------------------------------------------------------------------------------------------------
// what files are written of
// ------------------------------------------------------------------------------------------------

export interface WrittenCase {
  readonly name: string
  readonly events: ReadonlyArray<WrittenEvent>
}

export interface WrittenEvent {
  readonly activity: string
  /** Minutes after 2025-01-01T00:00Z. */
  readonly minute: number
  readonly fields?: Readonly<Record<string, string>>
}

export const timeOf = (minute: number): string =>
  new Date(Date.UTC(2025, 0, 1) + minute * 60_000).toISOString()

const escaped = (text: string): string =>
  text.replace(/[&<>"\t\n]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const attribute = (key: string, value: string): string =>
  `<string key="${escaped(key)}" value="${escaped(value)}"/>`

export const xesOf = (cases: ReadonlyArray<WrittenCase>): string => {
  const event = ({ activity, minute, fields = {} }: WrittenEvent): string =>
    [
      '<event>',
      attribute('concept:name', activity),
      `<date key="time:timestamp" value="${timeOf(minute)}"/>`,
      ...Object.entries(fields).map(([key, value]) => attribute(key, value)),
      '</event>',
    ].join('\n')
  const trace = ({ name, events }: WrittenCase): string =>
    ['<trace>', attribute('concept:name', name), ...events.map(event), '</trace>'].join('\n')
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<log>', ...cases.map(trace), '</log>'].join(
    '\n',
  )
}

export interface TableForm {
  readonly delimiter?: string
  readonly lineEnd?: string
  readonly quoteAll?: boolean
}

export const csvOf = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  { delimiter = ',', lineEnd = '\n', quoteAll = false }: TableForm = {},
): string => {
  const cell = (text: string): string =>
    quoteAll || text.includes(delimiter) || /["\n\r]|^\s|\s$/.test(text) || text === ''
      ? `"${text.replaceAll('"', '""')}"`
      : text
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join('')
}

/** The text as a file in the folder. */
export const saved = (folder: string, name: string, content: string | Buffer): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
