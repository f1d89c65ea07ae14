/**
 * Whether a row is read back from any database as it was written, and holds what is declared.
 *
 * Where it would not, a row in memory would differ from the same row loaded, and what a fold sees
 * would depend on where a batch ends.
 */
import { rounded, type Column } from '../column.ts'
import type { AnyTable, Row } from '../table.ts'

/** Gives the row back, frozen. Throws on a bad one, naming the column and never its value. */
export const rowCheck = ({ name, key, columns }: AnyTable): ((row: Row) => Row) => {
  const declared = { ...key, ...columns }
  const all = Object.entries(declared)
  return (row) => {
    for (const column of Object.keys(row))
      if (!Object.hasOwn(declared, column)) throw new Error(`${name} has no column ${column}`)
    for (const [column, type] of all)
      if (!fits(type, row[column])) throw new Error(`${name}.${column} is not ${expected(type)}`)
    return Object.freeze(row)
  }
}

/** Whether a value is one that the column may hold, and is read back as it is. */
export const fits = (column: Column<unknown>, value: unknown): boolean => {
  if (value === null) return column.nullable
  switch (column.kind) {
    case 'text':
      return typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
    case 'choice':
      return typeof value === 'string' && column.values?.includes(value) === true
    case 'flag':
      return value === 0 || value === 1
    case 'real':
      return (
        Number.isFinite(value) && Object.is(value, rounded(Number(value), column.decimals ?? 0))
      )
    case 'integer':
    case 'count':
    case 'instant':
    case 'position':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
  }
}

const expected = ({ kind, nullable, values, decimals }: Column<unknown>): string => {
  const words = {
    text: 'text of valid Unicode without NUL',
    choice: `one of ${values?.join(', ') ?? ''}`,
    flag: '0 or 1',
    real: `a number rounded to ${decimals ?? 0} places`,
    integer: 'a safe whole number',
    count: 'a safe whole number',
    instant: 'a safe whole number',
    position: 'a safe whole number',
  }[kind]
  return nullable ? `${words}, nor null` : words
}
