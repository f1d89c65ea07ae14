/**
 * The read model in Postgres, format 1: one schema, which holds nothing that the log does not tell.
 *
 *   projection_format       one row, the version of all this. Whoever knows less writes nothing.
 *   projection_checkpoint   one row, as in a read model file: written in the transaction that writes
 *                           the rows of a batch, so that all tables stand at one position.
 *   projection_parked       events that could not be read and were passed over, without their data.
 *   all others              as in a read model file, with a comment for each table and column.
 *
 * Another read model grows in the schema of the same name with `_building` behind it, and takes the
 * name over in one transaction.
 */
import type { Column } from '../column.ts'
import { indexesOf, listOf, quoted, remark } from '../sqlite/ddl.ts'
import type { AnyTable } from '../table.ts'
import type { AnyView } from '../view.ts'
import { columnTypes, literal, shortened } from './dialect.ts'

export const format = 1

export const engineTables = `
CREATE TABLE projection_format(format bigint NOT NULL);
INSERT INTO projection_format VALUES (${format});
CREATE TABLE projection_checkpoint(
  name text PRIMARY KEY, position bigint NOT NULL, now bigint, seen_position bigint NOT NULL,
  seen_id text NOT NULL, incomplete_since bigint, skipped bigint NOT NULL, fingerprint text NOT NULL,
  epoch bigint NOT NULL, holder text NOT NULL, lease_until bigint NOT NULL, updated_at bigint NOT NULL
);
CREATE TABLE projection_parked(
  position bigint PRIMARY KEY, stream text NOT NULL, revision bigint NOT NULL, type text NOT NULL,
  reason text NOT NULL
);
`

/** Tables, indexes and views of the projectors, in order. */
export const ddlOf = (
  tables: ReadonlyArray<AnyTable>,
  views: ReadonlyArray<AnyView>,
): ReadonlyArray<string> => [
  ...tables.flatMap((table) => [tableDdl(table), ...indexDdl(table), ...remarksOn('TABLE', table)]),
  ...views.flatMap((view) => [viewDdl(view), ...remarksOn('VIEW', view)]),
]

const tableDdl = ({ name, key, columns }: AnyTable): string => {
  const lines = Object.entries({ ...key, ...columns }).map(
    ([column, { sql, nullable }]) =>
      `  ${quoted(column)} ${columnTypes[sql]}${nullable ? '' : ' NOT NULL'},`,
  )
  const head = `CREATE TABLE ${quoted(name)}(`
  return [head, ...lines, `  PRIMARY KEY(${listOf(Object.keys(key))})`, ')'].join('\n')
}

const indexDdl = (table: AnyTable): ReadonlyArray<string> =>
  indexesOf(table).map((names) => {
    const name = shortened(`${table.name}_by_${names.join('_')}`)
    return `CREATE INDEX ${quoted(name)} ON ${quoted(table.name)}(${listOf(names)})`
  })

const viewDdl = ({ name, columns, sql }: AnyView): string =>
  `CREATE VIEW ${quoted(name)}(${listOf(Object.keys(columns))}) AS\n${sql.postgres}`

const remarksOn = (kind: 'TABLE' | 'VIEW', of: AnyTable | AnyView): ReadonlyArray<string> => {
  const columns: ReadonlyArray<readonly [string, Column<unknown>]> = Object.entries({
    ...('key' in of ? of.key : {}),
    ...of.columns,
  })
  return [
    `COMMENT ON ${kind} ${quoted(of.name)} IS ${literal(of.doc)}`,
    ...columns.map(
      ([name, column]) =>
        `COMMENT ON COLUMN ${quoted(of.name)}.${quoted(name)} IS ${literal(remark(column))}`,
    ),
  ]
}
