/**
 * Rows as people, programs and spreadsheets read them.
 */
import { stringify } from 'csv-stringify/sync'
import { printable, widthOf } from './width.ts'

export type Format = 'table' | 'json' | 'ndjson' | 'csv' | 'md'
export const formats: ReadonlyArray<Format> = ['table', 'json', 'ndjson', 'csv', 'md']

export type Row = Readonly<Record<string, unknown>>

/** The rows as text, with a line end; `columns` also where there is no row. Nothing without any. */
export const rowsAs = (
  format: Format,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<Row>,
): string => {
  if (columns.length === 0 && format !== 'json' && format !== 'ndjson') return ''
  switch (format) {
    case 'json':
      return `${JSON.stringify(rows, null, 2)}\n`
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    case 'csv':
      return stringify(
        rows.map((row) => columns.map((column) => guarded(row[column]))),
        {
          header: true,
          columns: [...columns],
        },
      )
    case 'md':
      return markdown(columns, rows)
    case 'table':
      return `${asTable(columns, rows)}\n`
  }
}

/** A spreadsheet runs a text that begins like a formula; an apostrophe before it stops that. */
const guarded = (value: unknown): unknown =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? printable(value) : JSON.stringify(value)
}

/** Columns of numbers stand to the right. Takes time in proportion to the rows. */
const asTable = (columns: ReadonlyArray<string>, rows: ReadonlyArray<Row>): string => {
  const texts = [columns, ...rows.map((row) => columns.map((column) => line(cell(row[column]))))]
  const widths = columns.map((_, i) =>
    texts.reduce((widest, cells) => Math.max(widest, widthOf(cells[i] ?? '')), 0),
  )
  const isRight = columns.map(
    (column) => rows.length > 0 && rows.every((row) => isNumber(row[column])),
  )
  const padded = (text: string, i: number): string => {
    const space = ' '.repeat((widths[i] ?? 0) - widthOf(text))
    return isRight[i] === true ? `${space}${text}` : `${text}${space}`
  }
  return texts.map((cells) => `  ${cells.map(padded).join('  ')}`.trimEnd()).join('\n')
}

const line = (text: string): string => text.replace(/\s*\n\s*/g, ' ')

const isNumber = (value: unknown): boolean => typeof value === 'number' || value === null

const markdown = (columns: ReadonlyArray<string>, rows: ReadonlyArray<Row>): string => {
  const line = (cells: ReadonlyArray<string>) =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |\n`
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join('')
}
