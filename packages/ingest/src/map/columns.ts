/**
 * Where the values of a row are found, by the names in a map.
 *
 * `case:x` is what the file says of the case; a column that is itself called so comes first. An
 * empty value, or a mark that stands for nothing, is none.
 */
import type { Row } from '../file/row.ts'
import type { ImportMap } from './map.ts'

/** Begins the name of an attribute of the case. */
export const ofCase = 'case:'

/** The columns that name the event itself, which never come from its case. */
const ownColumns = ({ activity, time, eventId }: ImportMap): ReadonlyArray<string> => [
  ...activity.split('+'),
  time.column,
  ...(eventId === undefined ? [] : [eventId]),
]

const sharedColumns = (map: ImportMap): ReadonlyArray<string> => {
  const { resource, customer, product, channel, priority, subject, number, scores = [] } = map
  const single = [resource, customer, product, channel, priority, subject, number]
  const marks = scores.map(({ column }) => column)
  return [...map.case.split('+'), ...single.filter((column) => column !== undefined), ...marks]
}

/** Every column that a map names, each once. */
export const columnsOf = (map: ImportMap): ReadonlyArray<string> => [
  ...new Set([...ownColumns(map), ...sharedColumns(map)]),
]

/** The attributes of a case that a map has a meaning for. */
export const caseColumnsOf = (map: ImportMap): ReadonlyArray<string> => {
  const named = columnsOf(map).filter((column) => column.startsWith(ofCase))
  return [...sharedColumns(map), ...named.map((column) => column.slice(ofCase.length))]
}

export interface Columns {
  /** What the row itself says. */
  readonly own: (row: Row, column: string | undefined) => string | undefined
  /** What the row says, or else its case. */
  readonly any: (row: Row, column: string | undefined) => string | undefined
  /** The values of several columns, joined by `+`; none if all are empty. */
  readonly joined: (row: Row, columns: string) => string | undefined
  /** The value that a text stands for, if any. */
  readonly valueOf: (text: string | undefined) => string | undefined
}

export const columnsBy = ({ nulls = [] }: Pick<ImportMap, 'nulls'>): Columns => {
  const empty: ReadonlySet<string> = new Set(['', ...nulls.map((mark) => mark.trim())])

  const valueOf = (text: string | undefined): string | undefined => {
    const value = text?.trim()
    return value === undefined || empty.has(value) ? undefined : value
  }
  const own = ({ fields, caseFields }: Row, column: string | undefined): string | undefined => {
    if (column === undefined) return undefined
    const text = fields.get(column)
    if (text !== undefined || !column.startsWith(ofCase)) return valueOf(text)
    return valueOf(caseFields.get(column.slice(ofCase.length)))
  }
  const any = (row: Row, column: string | undefined): string | undefined =>
    column === undefined ? undefined : (own(row, column) ?? valueOf(row.caseFields.get(column)))

  const joined = (row: Row, columns: string): string | undefined => {
    if (!columns.includes('+')) return own(row, columns)
    const values = columns.split('+').map((column) => own(row, column) ?? '')
    return values.every((value) => value === '') ? undefined : values.join('+')
  }
  return { own, any, joined, valueOf }
}
