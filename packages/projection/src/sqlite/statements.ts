/**
 * The statements of one table, prepared once.
 *
 * Rows are written ten to a statement and the rest one by one, with `OR FAIL`: a statement of
 * several rows would otherwise keep a journal of its own to undo itself, which costs a fifth of a
 * catch-up, and a batch that fails is rolled back whole. Parameters are by place, never by name,
 * which would cost as much again as the statement.
 */
import type Database from 'better-sqlite3'
import type { Stage } from '../engine/plan.ts'
import type { Row } from '../table.ts'
import { listOf, quoted } from './ddl.ts'

export interface Statements {
  readonly get: (key: Row) => Row | undefined
  /** All rows that hold `id` in the column `owner`. */
  readonly ownedBy: (owner: string, id: string) => ReadonlyArray<Row>
  readonly insert: (rows: ReadonlyArray<Row>) => void
  readonly update: (rows: ReadonlyArray<Row>) => void
  readonly remove: (rows: ReadonlyArray<Row>) => void
}

/** Measured: 1 costs a tenth more, and from 20 on a statement's own length tells. */
const many = 10

export const statements = (db: Database.Database, stage: Stage): Statements => {
  const { keyNames, names } = stage
  const table = quoted(stage.table.name)
  const atKey = keyNames.map((name) => `${quoted(name)} = ?`).join(' AND ')
  const select = `SELECT ${listOf(names)} FROM ${table} WHERE`
  const one = db.prepare(`${select} ${atKey}`)
  const [only = ''] = keyNames
  const isSimple = keyNames.length === 1
  const byOwner = new Map(
    [...stage.personal.keys()].map((owner) => [
      owner,
      db.prepare(`${select} ${quoted(owner)} = ?`),
    ]),
  )
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${atKey}`)
  return {
    get: (key) =>
      (isSimple ? one.get(key[only]) : one.get(keyNames.map((name) => key[name]))) as
        Row | undefined,
    ownedBy: (owner, id) => (byOwner.get(owner)?.all(id) ?? []) as ReadonlyArray<Row>,
    insert: writer(db, names, (rows) => `INSERT OR FAIL INTO ${table} VALUES ${rows}`),
    update: writer(
      db,
      names,
      (rows) => `INSERT OR FAIL INTO ${table} VALUES ${rows} ${replacing(stage)}`,
    ),
    remove: (rows) => {
      for (const row of rows) remove.run(keyNames.map((name) => row[name]))
    },
  }
}

/** The columns of the row that is there already take the new values. */
const replacing = ({ keyNames, names }: Stage): string => {
  const others = names.filter((name) => !keyNames.includes(name))
  if (others.length === 0) return 'ON CONFLICT DO NOTHING'
  const sets = others.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')
  return `ON CONFLICT(${listOf(keyNames)}) DO UPDATE SET ${sets}`
}

const writer = (
  db: Database.Database,
  names: ReadonlyArray<string>,
  sql: (rows: string) => string,
): ((rows: ReadonlyArray<Row>) => void) => {
  const row = `(${names.map(() => '?').join(', ')})`
  const single = db.prepare(sql(row))
  const multiple = db.prepare(sql(Array.from({ length: many }, () => row).join(', ')))
  const values = (rows: ReadonlyArray<Row>, from: number, to: number): ReadonlyArray<unknown> => {
    const flat: Array<unknown> = []
    for (let i = from; i < to; i += 1) for (const name of names) flat.push(rows[i]?.[name])
    return flat
  }
  return (rows) => {
    const rest = rows.length % many
    for (let i = 0; i < rows.length - rest; i += many) multiple.run(values(rows, i, i + many))
    for (let i = rows.length - rest; i < rows.length; i += 1) single.run(values(rows, i, i + 1))
  }
}
