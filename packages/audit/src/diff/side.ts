/**
 * One of the two read models that are compared: its rows, its definitions, what it says of itself.
 *
 * What cannot be read is thrown as `Unreadable`, which names the table.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AnyTable, Row, Value, Views } from '@deskledger/projection'
import type { Rows } from './rows.ts'

/** How many rows are held of each side at a time. */
const most = 2_000

export interface Unreadable {
  readonly _tag: 'Unreadable'
  readonly table: string
  readonly reason: string
}

export const isUnreadable = (u: unknown): u is Unreadable =>
  typeof u === 'object' && u !== null && '_tag' in u && u._tag === 'Unreadable'

const rowsOf = (
  views: Views<unknown>,
  table: string,
  sql: string,
  params?: Readonly<Record<string, Value>>,
): ReadonlyArray<Row> => {
  const rows = views.query(sql, params)
  if (E.isRight(rows)) return rows.right
  const { code, cause } = rows.left
  throw {
    _tag: 'Unreadable',
    table,
    reason: `${code} ${messageOf(cause)}`.trim(),
  } satisfies Unreadable
}

const messageOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : ''

const listed = (names: ReadonlyArray<string>): string => names.map((n) => `"${n}"`).join(', ')

/** The rows of a table, in the order of its key. */
export const rowsIn = (views: Views<unknown>, table: AnyTable, pageSize = most): Rows => {
  const keys = Object.keys(table.key)
  const names = [...keys, ...Object.keys(table.columns)]
  const select = `SELECT ${listed(names)} FROM "${table.name}"`
  const behind = `(${listed(keys)}) > (${keys.map((_, i) => `:key_${i}`).join(', ')})`
  const order = `ORDER BY ${listed(keys)} LIMIT ${pageSize}`
  return (after) => {
    if (after === undefined) return rowsOf(views, table.name, `${select} ${order}`)
    const params = Object.fromEntries(keys.map((name, i) => [`key_${i}`, after[name] ?? null]))
    return rowsOf(views, table.name, `${select} WHERE ${behind} ${order}`, params)
  }
}

/** The SQL of everything that the file defines, by kind and name. */
export const definitionsIn = (views: Views<unknown>): ReadonlyMap<string, string> => {
  const sql = `SELECT type, name, coalesce(sql, '') AS sql FROM sqlite_schema ORDER BY type, name`
  const rows = rowsOf(views, 'sqlite_schema', sql)
  return new Map(rows.map(({ type, name, sql: text }) => [`${type} ${name}`, String(text)]))
}

/** What the checkpoint says of the rows, and events that were passed over. */
export const claimsIn = (views: Views<unknown>): Row => {
  const [claims = {}] = rowsOf(
    views,
    'projection_checkpoint',
    `SELECT now, seen_position, seen_id, incomplete_since, skipped, fingerprint,
       (SELECT count(*) FROM projection_parked) AS parked FROM projection_checkpoint`,
  )
  return claims
}
