/**
 * The statements of one table: its text does not depend on how many rows there are, so Postgres
 * plans each once for a connection. Rows go in as one array for each column.
 */
import { hash } from 'node:crypto'
import type { Value } from '../column.ts'
import type { Load } from '../engine/batch.ts'
import type { Stage } from '../engine/plan.ts'
import { listOf, quoted } from '../sqlite/ddl.ts'
import type { Row } from '../table.ts'
import { arrayOf, arrayTypes } from './dialect.ts'
import type { Query } from './server.ts'

export interface Statements {
  readonly load: (keys: ReadonlyArray<Row>) => Query
  /** All rows that hold one of these ids in the column `owner`. */
  readonly ownedBy: (owned: Load['owned'][number]) => Query
  readonly insert: (rows: ReadonlyArray<Row>) => Query
  /** Rows that may be there already. */
  readonly upsert: (rows: ReadonlyArray<Row>) => Query
  readonly remove: (rows: ReadonlyArray<Row>) => Query
}

export const statements = (schema: string, stage: Stage): Statements => {
  const { keyNames, names } = stage
  const table = `${quoted(schema)}.${quoted(stage.table.name)}`
  const inserting = `INSERT INTO ${table}(${listOf(names)}) SELECT * FROM ${arrays(stage, names)}`
  const wanted = `${arrays(stage, keyNames)} AS wanted(${listOf(keyNames)})`
  const isWanted = keyNames.map((name) => `own.${quoted(name)} = wanted.${quoted(name)}`)
  const remove = `DELETE FROM ${table} AS own USING ${wanted} WHERE ${isWanted.join(' AND ')}`
  const over = (text: string, columns: ReadonlyArray<string>) => {
    const name = nameOf(text)
    return (rows: ReadonlyArray<Row>): Query => ({
      name,
      text,
      values: columns.map((column) => arrayIn(stage, column, rows)),
    })
  }
  return {
    load: over(loading(table, stage), keyNames),
    ownedBy: ({ owner, id }) => ({
      text: `SELECT ${listOf(names)} FROM ${table} WHERE ${quoted(owner)} = $1`,
      values: [id],
    }),
    insert: over(inserting, names),
    upsert: over(`${inserting} ${replacing(stage)}`, names),
    remove: over(remove, keyNames),
  }
}

/** Names of more than 63 bytes would be cut, and two statements taken for one. */
const nameOf = (text: string): string => hash('sha256', text).slice(0, 32)

const sqlOf = ({ table: { key, columns } }: Stage, name: string) =>
  (key[name] ?? columns[name])?.sql ?? 'TEXT'

const arrayIn = (stage: Stage, name: string, rows: ReadonlyArray<Row>): string => {
  const values: Array<Value | undefined> = []
  for (const row of rows) values.push(row[name])
  return arrayOf(sqlOf(stage, name), values)
}

const arrays = (stage: Stage, names: ReadonlyArray<string>): string =>
  `unnest(${names.map((name, i) => `$${i + 1}::${arrayTypes[sqlOf(stage, name)]}`).join(', ')})`

const loading = (table: string, stage: Stage): string => {
  const { keyNames, names } = stage
  const [only = ''] = keyNames
  const select = `SELECT ${names.map((name) => `own.${quoted(name)}`).join(', ')} FROM`
  if (keyNames.length === 1)
    return `${select} ${table} AS own WHERE own.${quoted(only)} = ANY($1::${arrayTypes[sqlOf(stage, only)]})`
  const isWanted = keyNames.map((name) => `own.${quoted(name)} = wanted.${quoted(name)}`)
  const wanted = `${arrays(stage, keyNames)} AS wanted(${listOf(keyNames)})`
  return `${select} ${wanted} JOIN ${table} AS own ON ${isWanted.join(' AND ')}`
}

/** The columns of the row that is there already take the new values. */
const replacing = ({ keyNames, names }: Stage): string => {
  const others = names.filter((name) => !keyNames.includes(name))
  if (others.length === 0) return 'ON CONFLICT DO NOTHING'
  const sets = others.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')
  return `ON CONFLICT(${listOf(keyNames)}) DO UPDATE SET ${sets}`
}
