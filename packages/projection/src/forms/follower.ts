/**
 * What the forms that follow another table share.
 *
 * A follower hears the changes of its source, in order, and nothing else; so it may know keys that
 * no event names, and two tables can never tell different stories of the same row.
 */
import type { AnyTable, Change, Keys, Row } from '../table.ts'

export type RowChange = Change<Row>

export const following = (
  of: AnyTable,
  route: (change: RowChange) => Keys<Row>,
  evolve: (row: Row | undefined, change: RowChange, key: Row) => Row | undefined,
): Pick<AnyTable, 'of' | 'types' | 'route' | 'evolve'> => ({
  of,
  types: new Set(),
  route,
  evolve,
})

/** Whether two rows stand at the same key. */
export const sameKey =
  (names: ReadonlyArray<string>) =>
  (a: Row, b: Row): boolean => {
    for (const name of names) if (a[name] !== b[name]) return false
    return true
  }
