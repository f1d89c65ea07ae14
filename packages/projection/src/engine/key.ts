/**
 * Keys as values of a map: the text or the number itself, or several joined where a key has several
 * columns. NUL joins them, so no key text may hold one; Postgres would refuse it anyway.
 */
import type { Columns } from '../column.ts'
import type { Row } from '../table.ts'

export type KeyId = string | number

/** The id of a row or of its key. Throws on what no key may be: that is a bug of a route. */
export const keyIdOf = (key: Columns): ((row: Row) => KeyId) => {
  const names = Object.keys(key)
  const [only = ''] = names
  if (names.length === 1) return (row) => checked(only, row[only])
  return (row) => {
    let id = ''
    for (const name of names) id += `${checked(name, row[name])}\0`
    return id
  }
}

const checked = (name: string, value: unknown): KeyId => {
  if (typeof value === 'string' && !value.includes('\0')) return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new Error(`${name} of a key is neither a whole number nor text without NUL`)
}

/** Only the key of a row. */
export const keyPart =
  (key: Columns) =>
  (row: Row): Row =>
    Object.fromEntries(Object.keys(key).map((name) => [name, row[name] ?? null]))
