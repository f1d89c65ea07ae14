/**
 * The digests of the tables of a SQLite file, as of one moment.
 */
import type Database from 'better-sqlite3'
import { digestOf, type Digests } from '../digest.ts'
import type { AnyTable, Row } from '../table.ts'
import { listOf, quoted } from './ddl.ts'

export const digest = (db: Database.Database, tables: ReadonlyArray<AnyTable>): Digests =>
  db.transaction(() =>
    Object.fromEntries(tables.map((table) => [table.name, digestOf(table, rowsIn(db, table))])),
  )()

/** The rows of a table, in no order, one at a time. */
export const rowsIn = (
  db: Database.Database,
  { name, key, columns }: AnyTable,
): IterableIterator<Row> =>
  db
    .prepare(`SELECT ${listOf(Object.keys({ ...key, ...columns }))} FROM ${quoted(name)}`)
    .iterate() as IterableIterator<Row>
