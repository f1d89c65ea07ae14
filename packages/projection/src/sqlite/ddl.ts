/**
 * The read model file, format 1.
 *
 * A SQLite database in WAL mode, application id 0x44534b56 ("DSKV"), user_version 1. It holds nothing
 * that the log does not tell: it may be deleted at any time and comes back the same.
 *
 *   projection_checkpoint   one row, see its columns below. Written in the transaction that writes
 *                           the rows of a batch, so the file stands at one position at all times.
 *   projection_parked       events that could not be read and were passed over, without their data.
 *   all others              one for each table of the projectors: STRICT, the key first, a comment
 *                           for the table and for each column; a view for each of their views.
 *
 * A row is valid if it was folded from all events up to the checkpoint's position that its table
 * listens to. Whoever writes holds the lease: `epoch` is one more for each new holder, and a commit
 * counts only if the epoch is still the writer's own.
 */
import type { Column, Columns } from '../column.ts'
import type { AnyTable } from '../table.ts'
import type { AnyView } from '../view.ts'

export const applicationId = 0x44534b56
export const format = 1

export const engineTables = `
CREATE TABLE projection_checkpoint(
  name TEXT PRIMARY KEY,            -- always 'views': the whole file stands at one position
  position INTEGER NOT NULL,        -- every event up to here, and none behind it, has been folded
  now INTEGER,                      -- the latest occurredAt among them: what questions call :now
  seen_position INTEGER NOT NULL,   -- the last event that was folded, and its id: it shows whether
  seen_id TEXT NOT NULL,            -- the log is still the one that was folded
  incomplete_since INTEGER,         -- the first event that was parked; none if NULL
  skipped INTEGER NOT NULL,         -- how many events could not be read and were skipped
  fingerprint TEXT NOT NULL,        -- what the projectors' names, versions, tables and columns were
  epoch INTEGER NOT NULL,           -- how many holders the lease has had
  holder TEXT NOT NULL,             -- who may write; nobody if empty
  lease_until INTEGER NOT NULL,     -- until when, unless renewed
  updated_at INTEGER NOT NULL       -- when this row was last written; milliseconds since 1970 UTC
) STRICT;
CREATE TABLE projection_parked(
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  reason TEXT NOT NULL              -- what was expected where; never what was found
) STRICT;
`

export const quoted = (name: string): string => `"${name}"`
export const listOf = (names: ReadonlyArray<string>): string => names.map(quoted).join(', ')

/** Tables, indexes and views of the projectors, in order. */
export const ddlOf = (
  tables: ReadonlyArray<AnyTable>,
  views: ReadonlyArray<AnyView>,
): ReadonlyArray<string> => [
  ...tables.flatMap((table) => [tableDdl(table), ...indexDdl(table)]),
  ...views.map(viewDdl),
]

export const tableDdl = ({ name, doc, key, columns }: AnyTable): string => {
  const lines = Object.entries({ ...key, ...columns }).map(
    ([column, type]) => `  ${columnDdl(column, type)}, -- ${remark(type)}`,
  )
  const head = `CREATE TABLE ${quoted(name)}( -- ${oneLine(doc)}`
  return [head, ...lines, `  PRIMARY KEY(${listOf(Object.keys(key))})`, ') STRICT'].join('\n')
}

const columnDdl = (name: string, { sql, nullable }: Column<unknown>): string =>
  `${quoted(name)} ${sql}${nullable ? '' : ' NOT NULL'}`

/** What is said of a column beside its type. */
export const remark = ({ doc, values, personalOf }: Column<unknown>): string =>
  oneLine(
    [
      doc,
      ...(values === undefined ? [] : [`one of ${values.join(', ')}`]),
      ...(personalOf === undefined ? [] : [`personal data of ${personalOf}`]),
    ].join('; '),
  )

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

export const indexDdl = (table: AnyTable): ReadonlyArray<string> =>
  indexesOf(table).map(
    (names) =>
      `CREATE INDEX ${quoted(`${table.name}_by_${names.join('_')}`)} ON ${quoted(table.name)}(${listOf(names)})`,
  )

/** The columns of each index: declared ones, and one to find the rows of a person who is erased. */
export const indexesOf = (table: AnyTable): ReadonlyArray<ReadonlyArray<string>> => [
  ...table.indexes,
  ...ownerIndexes(table),
]

const ownerIndexes = ({
  key,
  columns,
  indexes,
}: AnyTable): ReadonlyArray<ReadonlyArray<string>> => {
  const leading = new Set([Object.keys(key)[0], ...indexes.map(([first]) => first)])
  return owners(columns)
    .filter((owner) => !leading.has(owner))
    .map((owner) => [owner])
}

const owners = (columns: Columns): ReadonlyArray<string> => [
  ...new Set(
    Object.values(columns).flatMap(({ personalOf }) =>
      personalOf === undefined ? [] : [personalOf],
    ),
  ),
]

export const viewDdl = ({ name, doc, columns, sql }: AnyView): string => {
  const remarks = Object.entries(columns).map(
    ([column, type]) => `  -- ${quoted(column)}: ${remark(type)}`,
  )
  const head = `CREATE VIEW ${quoted(name)}(${listOf(Object.keys(columns))}) AS -- ${oneLine(doc)}`
  return [head, ...remarks, sql.sqlite].join('\n')
}
