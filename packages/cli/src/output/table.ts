/**
 * Rows as people, programs and spreadsheets read them.
 */
import Table from 'cli-table3'
import { stringify } from 'csv-stringify/sync'

export type Format = 'table' | 'json' | 'ndjson' | 'csv' | 'md'
export const formats: ReadonlyArray<Format> = ['table', 'json', 'ndjson', 'csv', 'md']

export type Row = Readonly<Record<string, unknown>>

/** The rows as text, with a line end; `columns` also where there is no row. */
export const rowsAs = (
  format: Format,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<Row>,
): string => {
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
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const plain = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '  ',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
}

/** Columns of numbers stand to the right. */
const asTable = (columns: ReadonlyArray<string>, rows: ReadonlyArray<Row>): string => {
  const colAligns = columns.map((column) =>
    rows.length > 0 && rows.every((row) => isNumber(row[column])) ? 'right' : 'left',
  ) as Array<'left' | 'right'>
  const table = new Table({ ...plain, head: [...columns], colAligns })
  for (const row of rows) table.push(columns.map((column) => cell(row[column])))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

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
