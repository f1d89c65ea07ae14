/**
 * What a read model was built by: names, versions, tables and columns, but no doc line. Where it
 * differs, the rows mean something else and are folded anew.
 */
import { hash } from 'node:crypto'
import type { Columns } from './column.ts'
import type { Projector } from './projector.ts'
import type { AnyTable } from './table.ts'

/** `log` names the log that is folded, so that a read model of another one is not taken for it. */
export const fingerprintOf = (projectors: ReadonlyArray<Projector>, log = ''): string =>
  hash('sha256', JSON.stringify([log, projectors.map(projectorPrint)]))

const projectorPrint = ({ name, version, tables, erases = {} }: Projector): unknown => [
  name,
  version,
  tables.map(tablePrint),
  Object.keys(erases),
]

const tablePrint = (table: AnyTable): unknown => [
  table.name,
  table.form,
  table.of?.name ?? null,
  columnsPrint(table.key),
  columnsPrint(table.columns),
  table.indexes,
  table.types === undefined ? null : [...table.types].toSorted(),
]

const columnsPrint = (columns: Columns): unknown =>
  Object.entries(columns).map(([name, column]) => [
    name,
    column.kind,
    column.nullable,
    column.values ?? null,
    column.decimals ?? null,
    column.personalOf ?? null,
  ])
