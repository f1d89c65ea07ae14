/**
 * The same tables with something done to each, followers still following.
 */
import type { AnyTable } from '../table.ts'

/** `change` gets a table that follows the changed ones already. */
export const rewired = (
  tables: ReadonlyArray<AnyTable>,
  change: (table: AnyTable) => AnyTable,
): ReadonlyArray<AnyTable> => {
  const changed = new Map<AnyTable, AnyTable>()
  for (const table of tables) {
    const of = table.of && (changed.get(table.of) ?? table.of)
    changed.set(table, change({ ...table, of }))
  }
  return [...changed.values()]
}
