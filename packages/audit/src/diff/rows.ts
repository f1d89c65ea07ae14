/**
 * Two tables of the same definition side by side, row by row, in the order of their keys.
 */
import type { AnyTable, Column, Row, Value } from '@deskledger/projection'
import type { ColumnDifference, Difference } from './difference.ts'

type RowDifference = Extract<Difference, { readonly kind: 'missing' | 'extra' | 'changed' }>

/** Gives the rows behind a key in the order of keys, a page of them; from the first unless told. */
export type Rows = (after?: Row) => ReadonlyArray<Row>

/** Every row that is not the same on both sides. */
export function* differingRows(
  table: AnyTable,
  live: Rows,
  rebuilt: Rows,
): Generator<RowDifference> {
  const compare = byKey(Object.entries(table.key))
  const [left, right] = [walk(table, live), walk(table, rebuilt)]
  let [here, there] = [next(left), next(right)]
  while (here !== undefined || there !== undefined) {
    const order = compareEnds(compare, here, there)
    if (order < 0 && here !== undefined) yield alone('extra', table, here)
    if (order > 0 && there !== undefined) yield alone('missing', table, there)
    if (order === 0 && here !== undefined && there !== undefined) {
      const columns = differingColumns(table, here, there)
      if (columns.length > 0)
        yield { kind: 'changed', table: table.name, key: keyOf(table, here), columns }
    }
    if (order <= 0) here = next(left)
    if (order >= 0) there = next(right)
  }
}

const next = (rows: Generator<Row, undefined>): Row | undefined => rows.next().value

function* walk(table: AnyTable, rows: Rows): Generator<Row, undefined> {
  for (let page = rows(); page.length > 0;) {
    yield* page
    const last = page.at(-1)
    page = last === undefined ? [] : rows(keyOf(table, last))
  }
  return undefined
}

const keyOf = ({ key }: AnyTable, row: Row): Row =>
  Object.fromEntries(Object.keys(key).map((name) => [name, row[name] ?? null]))

const alone = (kind: 'missing' | 'extra', table: AnyTable, row: Row): RowDifference => ({
  kind,
  table: table.name,
  key: keyOf(table, row),
  row,
})

const differingColumns = (
  { columns }: AnyTable,
  live: Row,
  rebuilt: Row,
): ReadonlyArray<ColumnDifference> =>
  Object.keys(columns)
    .filter((column) => !Object.is(live[column], rebuilt[column]))
    .map((column) => ({
      column,
      live: live[column] ?? null,
      rebuilt: rebuilt[column] ?? null,
    }))

// ------------------------------------------------------------------------------------------------
// the order of keys, as SQLite has it
// ------------------------------------------------------------------------------------------------

type Compare = (a: Row, b: Row) => number

const compareEnds = (compare: Compare, a: Row | undefined, b: Row | undefined): number => {
  if (a === undefined) return 1
  return b === undefined ? -1 : compare(a, b)
}

const byKey =
  (key: ReadonlyArray<readonly [name: string, column: Column<unknown>]>): Compare =>
  (a, b) => {
    for (const [name] of key) {
      const order = compareValues(a[name] ?? null, b[name] ?? null)
      if (order !== 0) return order
    }
    return 0
  }

/** Numbers before texts; texts by their bytes in UTF-8, which is not the order of their units. */
const compareValues = (a: Value, b: Value): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string')
    return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
  return rank(a) - rank(b)
}

const rank = (value: Value): number => {
  if (value === null) return 0
  return typeof value === 'number' ? 1 : 2
}
