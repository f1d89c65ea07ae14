/**
 * Where Postgres differs from SQLite, each difference handled here and nowhere else.
 *
 *   whole numbers   int8 comes as text and goes to a number; what no number holds throws, where
 *                   SQLite would round it. The parsers belong to a query, never to the process.
 *   sums, averages  are numeric: to a number.
 *   booleans        1 and 0, in both. Instants are whole milliseconds, in both; no Date is made.
 *   JSON, dates     stay text, as they are in SQLite.
 *   text            is compared and ordered by its bytes (COLLATE "C"), as SQLite does.
 *   NULL            comes last where SQLite puts it first: questions say NULLS FIRST or LAST.
 *   LIKE            minds the case and SQLite's does not: no question relies on it.
 *   parameters      by place, each with its type, since Postgres guesses from the context. Rows go
 *                   as one array a column, so that no batch comes near the limit of 65,535.
 *   names           are cut at 63 bytes: a longer one of an index ends in its hash instead.
 */
import { hash } from 'node:crypto'
import type { Column, Value } from '../column.ts'
import { paramsIn, replaced, type AnyQuestion } from '../question.ts'

type Sql = Column<unknown>['sql']

export const columnTypes: Readonly<Record<Sql, string>> = {
  TEXT: 'text COLLATE "C"',
  INTEGER: 'bigint',
  REAL: 'double precision',
}

export const arrayTypes: Readonly<Record<Sql, string>> = {
  TEXT: 'text[]',
  INTEGER: 'bigint[]',
  REAL: 'double precision[]',
}

const whole = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('a whole number is beyond 2^53')
  return value
}
const number = (text: string): number => Number(text)
const flag = (text: string): number => (text === 't' || text === 'true' ? 1 : 0)
const asIs = (text: string): string => text

/** By the type's number in the catalogue of Postgres. */
const parsers = new Map<number, (text: string) => Value>([
  [16, flag], // boolean
  [20, whole], // int8
  [21, number], // int2
  [23, number], // int4
  [26, number], // oid
  [700, number], // float4
  [701, number], // float8
  [1700, number], // numeric
])

/** What drivers would make objects of: bytea, json, date, time, timestamp, timestamptz, jsonb. */
const keptAsText = [17, 114, 1082, 1083, 1114, 1184, 3802]

/** How a value of a type is read. */
export const parserOf = (type: number): ((text: string) => Value) => parsers.get(type) ?? asIs

/** All parsers as a record, for drivers that want one. */
export const everyParser: Readonly<Record<number, (text: string) => Value>> = Object.fromEntries(
  [...parsers.keys(), ...keptAsText].map((type) => [type, parserOf(type)]),
)

/** One column of many rows, as the text of an array. */
export const arrayOf = (sql: Sql, values: ReadonlyArray<Value | undefined>): string =>
  sql === 'TEXT' ? textArray(values) : `{${values.map((value) => value ?? 'NULL').join(',')}}`

const textArray = (values: ReadonlyArray<Value | undefined>): string => {
  let list = ''
  for (const value of values)
    list += `${list === '' ? '' : ','}${value === null || value === undefined ? 'NULL' : quotedItem(String(value))}`
  return `{${list}}`
}

const quotedItem = (text: string): string =>
  /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`

const longest = 63

/** A name that Postgres does not cut. */
export const shortened = (name: string): string =>
  name.length <= longest ? name : `${name.slice(0, 50)}_${hash('sha256', name).slice(0, 12)}`

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export interface Statement {
  readonly text: string
  readonly values: ReadonlyArray<Value>
}

type Type = 'text' | 'bigint' | 'double precision' | undefined

/** SQL with named parameters as SQL with numbered ones. */
const numbered = (
  sql: string,
  params: Readonly<Record<string, Value>>,
  typeOf: (name: string) => Type,
): Statement => {
  const names = paramsIn(sql)
  const text = replaced(sql, (name) => {
    const place = `$${names.indexOf(name) + 1}`
    const type = typeOf(name)
    return type === undefined ? place : `CAST(${place} AS ${type})`
  })
  return { text, values: names.map((name) => params[name] ?? null) }
}

/** A question as Postgres is asked it. */
export const asked = (
  { sql, params }: AnyQuestion,
  values: Readonly<Record<string, Value>>,
): Statement =>
  numbered(sql.postgres, values, (name) => (params[name]?.kind === 'text' ? 'text' : 'bigint'))

/** Any query, whose parameters are of the types of their values. */
export const queried = (sql: string, values: Readonly<Record<string, Value>> = {}): Statement =>
  numbered(sql, values, (name) => typeOfValue(values[name] ?? null))

const typeOfValue = (value: Value): Type => {
  if (value === null) return undefined
  if (typeof value === 'string') return 'text'
  return Number.isSafeInteger(value) ? 'bigint' : 'double precision'
}
