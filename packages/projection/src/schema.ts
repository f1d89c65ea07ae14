/**
 * A read model described as data: for `schema` on the command line, and for documentation.
 */
import type { Column, Columns, ColumnKind } from './column.ts'
import { planOf } from './engine/plan.ts'
import type { Projector } from './projector.ts'
import { indexDdl, tableDdl, viewDdl } from './sqlite/ddl.ts'
import type { AnyTable, Form } from './table.ts'

export interface ColumnSchema {
  readonly name: string
  readonly doc: string
  readonly kind: ColumnKind
  readonly sql: Column<unknown>['sql']
  readonly nullable: boolean
  readonly values?: ReadonlyArray<string>
  readonly decimals?: number
  readonly personalOf?: string
}

export interface TableSchema {
  readonly name: string
  readonly doc: string
  readonly projector: string
  readonly form: Form
  /** The table whose changes it follows; none if it is fed by events. */
  readonly follows: string | undefined
  /** The event types its rows come from, through whatever it follows; undefined for all types. */
  readonly events: ReadonlyArray<string> | undefined
  readonly key: ReadonlyArray<ColumnSchema>
  readonly columns: ReadonlyArray<ColumnSchema>
  readonly indexes: ReadonlyArray<ReadonlyArray<string>>
  /** The SQL that makes it in SQLite, with a comment for each column. */
  readonly ddl: string
}

export interface ViewSchema {
  readonly name: string
  readonly doc: string
  readonly projector: string
  readonly columns: ReadonlyArray<ColumnSchema>
  readonly ddl: string
}

export interface Schema {
  readonly tables: ReadonlyArray<TableSchema>
  readonly views: ReadonlyArray<ViewSchema>
  /** Event types on which personal columns are emptied. */
  readonly erasedBy: ReadonlyArray<string>
}

export const schemaOf = (projectors: ReadonlyArray<Projector>): Schema => ({
  tables: projectors.flatMap(({ name, tables }) => tables.map((table) => tableSchema(name, table))),
  views: projectors.flatMap(({ name: projector, views = [] }) =>
    views.map((view) => ({
      name: view.name,
      doc: view.doc,
      projector,
      columns: columnSchemas(view.columns),
      ddl: viewDdl(view),
    })),
  ),
  erasedBy: [...planOf(projectors).erasing.keys()],
})

const tableSchema = (projector: string, table: AnyTable): TableSchema => ({
  name: table.name,
  doc: table.doc,
  projector,
  form: table.form,
  follows: table.of?.name,
  events: sourceEvents(table),
  key: columnSchemas(table.key),
  columns: columnSchemas(table.columns),
  indexes: table.indexes,
  ddl: [tableDdl(table), ...indexDdl(table)].map((sql) => `${sql};`).join('\n'),
})

const sourceEvents = ({ of, types }: AnyTable): ReadonlyArray<string> | undefined => {
  if (of !== undefined) return sourceEvents(of)
  return types && [...types].toSorted()
}

const columnSchemas = (columns: Columns): ReadonlyArray<ColumnSchema> =>
  Object.entries(columns).map(([name, { doc, kind, sql, nullable, ...rest }]) => {
    const { values, decimals, personalOf } = rest
    return {
      name,
      doc,
      kind,
      sql,
      nullable,
      ...(values === undefined ? {} : { values }),
      ...(decimals === undefined ? {} : { decimals }),
      ...(personalOf === undefined ? {} : { personalOf }),
    }
  })
