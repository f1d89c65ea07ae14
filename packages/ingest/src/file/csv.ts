/**
 * CSV files (RFC 4180): a row for each record, with quotes, quoted line breaks, any line ends.
 *
 * A record is whole when its quotes are paired. Where they never pair up, or the record has not the
 * columns of the header, its first line is set aside and the next line begins a record: one stray
 * quote costs one row and not the rest of the file.
 */
import { parse } from 'csv-parse/sync'
import { brokenOff, type BrokenOff } from './broken-off.ts'
import type { Flaw } from './flaw.ts'
import { longestLine, type Line } from './lines.ts'
import { nearest } from './nearest.ts'
import type { Broken, Fields, Row } from './row.ts'
import { isUndecodable } from './text.ts'

export interface CsvForm {
  readonly delimiter: string
  /** Without a header the columns are called 1, 2, 3 … */
  readonly header: boolean
}

const none: Fields = new Map()

/** Rows by the names of the header, which has to have the columns that are `needed`. */
export async function* csvRows(
  lines: AsyncIterable<Line>,
  form: CsvForm,
  needed: ReadonlyArray<string>,
): AsyncGenerator<Row | Broken> {
  const records = recordReader(form.delimiter)
  let columns: ReadonlyArray<string> | undefined
  function* rowsOf(found: Iterable<Recorded | Broken>): Generator<Row | Broken> {
    for (const record of found) {
      if (columns === undefined) {
        columns = columnsOf(record, form.header)
        demand(needed, columns)
        records.expect(columns.length)
        if (form.header) continue
      }
      if ('flaw' in record) yield record
      else {
        const { line, values } = record
        yield { line, fields: fieldsOf(columns, values), caseFields: none }
      }
    }
  }
  for await (const line of lines) yield* rowsOf(records.take(line))
  yield* rowsOf(records.end())
}

const columnsOf = (first: Recorded | Broken, header: boolean): ReadonlyArray<string> => {
  if ('flaw' in first) throw brokenOff('unreadableHeader', first.line)
  return header ? named(first.values) : first.values.map((_, i) => String(i + 1))
}

const demand = (needed: ReadonlyArray<string>, columns: ReadonlyArray<string>): void => {
  const missing = needed
    .filter((column) => !columns.includes(column))
    .map((column) => {
      const didYouMean = nearest(column, columns)
      return didYouMean === undefined ? { column } : { column, didYouMean }
    })
  const error: BrokenOff = { _tag: 'ColumnsMissing', missing, columns }
  if (missing.length > 0) throw error
}

const fieldsOf = (columns: ReadonlyArray<string>, values: ReadonlyArray<string>): Fields => {
  const fields = new Map<string, string>()
  for (const [i, column] of columns.entries()) fields.set(column, values[i] ?? '')
  return fields
}

/** A name that comes twice, or is missing, is numbered. */
const named = (header: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = new Set<string>()
  for (const [i, cell] of header.entries()) {
    const name = cell.trim() === '' ? String(i + 1) : cell.trim()
    let unique = name
    for (let n = 2; names.has(unique); n += 1) unique = `${name}.${n}`
    names.add(unique)
  }
  return [...names]
}

// ------------------------------------------------------------------------------------------------
// from lines to records
// ------------------------------------------------------------------------------------------------

interface Recorded {
  readonly line: number
  readonly values: ReadonlyArray<string>
}

interface RecordReader {
  readonly expect: (columns: number) => void
  readonly take: (line: Line) => Generator<Recorded | Broken>
  readonly end: () => Generator<Recorded | Broken>
}

const recordReader = (delimiter: string): RecordReader => {
  /** The lines of a record that is not whole yet. */
  let open: Array<Line> = []
  let size = 0
  let isPaired = true
  let columns: number | undefined

  const begin = (): ReadonlyArray<Line> => {
    const lines = open
    open = []
    size = 0
    isPaired = true
    return lines
  }

  function* take(line: Line): Generator<Recorded | Broken> {
    const { text } = line
    if (text.length > longestLine) {
      yield* giveUp(begin())
      yield { line: line.line, flaw: { _tag: 'RowTooLong', max: longestLine } }
      return
    }
    if (open.length === 0 && !text.includes('"')) {
      if (text.trim() !== '') yield plain(line)
      return
    }
    open.push(line)
    size += text.length
    isPaired = isPaired === isEven(text)
    if (isPaired) yield* finish(begin())
    else if (size > longestLine) yield* giveUp(begin())
  }

  /** Most rows hold no quote, and then a delimiter is a delimiter. */
  const plain = ({ line, text }: Line): Recorded | Broken => {
    const values = text.split(delimiter)
    const flaw = flawOf(values)
    return flaw === undefined ? { line, values } : { line, flaw }
  }

  const flawOf = (values: ReadonlyArray<string>): Flaw | undefined => {
    if (columns !== undefined && values.length !== columns)
      return { _tag: 'ColumnCount', expected: columns, found: values.length }
    return values.some(isUndecodable) ? { _tag: 'WrongEncoding' } : undefined
  }

  function* finish(lines: ReadonlyArray<Line>): Generator<Recorded | Broken> {
    const [first] = lines
    if (first === undefined) return
    const values = parsed(lines.map(({ text }) => text).join('\n'), delimiter)
    const flaw = values === undefined ? undefined : flawOf(values)
    if (values !== undefined && flaw === undefined) yield { line: first.line, values }
    else if (lines.length === 1) yield { line: first.line, flaw: flaw ?? { _tag: 'Quotes' } }
    else if (flaw?._tag === 'WrongEncoding') yield { line: first.line, flaw }
    else yield* giveUp(lines)
  }

  /** The first line is set aside; what it took in with its quote is read again. */
  function* giveUp([first, ...others]: ReadonlyArray<Line>): Generator<Recorded | Broken> {
    if (first === undefined) return
    yield { line: first.line, flaw: { _tag: 'Quotes' } }
    for (const line of others) yield* take(line)
  }

  return {
    expect: (count) => {
      columns = count
    },
    take,
    *end() {
      while (open.length > 0) yield* giveUp(begin())
    },
  }
}

const isEven = (text: string): boolean => {
  let even = true
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) even = !even
  return even
}

/** The values of one record; none if its quotes are not where they can be. */
const parsed = (record: string, delimiter: string): ReadonlyArray<string> | undefined => {
  try {
    const records = parse(record, { delimiter, record_delimiter: '\u0000' })
    return records.length === 1 ? records[0]?.map(String) : undefined
  } catch {
    return undefined
  }
}
