/**
 * A difference between read models and the log, for people and for programs.
 */
import { maskedIn, maskedRow, type Difference } from '@deskledger/audit'
import type { AnyTable, Row, Value } from '@deskledger/projection'

/** The difference without personal data, unless that is to be shown. */
export const asShown = (
  tables: ReadonlyArray<AnyTable>,
  difference: Difference,
  showPersonal: boolean,
): Difference => {
  if (showPersonal || !('key' in difference)) return difference
  const table = tables.find(({ name }) => name === difference.table)
  if (table === undefined) return difference
  if (difference.kind !== 'changed') return { ...difference, row: maskedRow(table, difference.row) }
  const masked = maskedIn(table)
  const columns = difference.columns.map(({ column, live, rebuilt }) => ({
    column,
    live: masked(column, live),
    rebuilt: masked(column, rebuilt),
  }))
  return { ...difference, columns }
}

export const differenceLine = (difference: Difference): string => {
  switch (difference.kind) {
    case 'missing':
      return `  ${named(difference)}  missing: the log makes this row`
    case 'extra':
      return `  ${named(difference)}  too many: no event makes this row`
    case 'changed':
      return difference.columns
        .map(
          ({ column, live, rebuilt }) =>
            `  ${named(difference)}  ${column}: is ${said(live)}, the log gives ${said(rebuilt)}`,
        )
        .join('\n')
    case 'schema':
      return `  ${difference.name}  ${difference.what}`
    case 'checkpoint': {
      const { field, live, rebuilt } = difference
      return `  checkpoint  ${field}: is ${said(live)}, the log gives ${said(rebuilt)}`
    }
    case 'damaged':
      return `  ${difference.table}  cannot be read: ${difference.reason}`
  }
}

const named = ({ table, key }: { readonly table: string; readonly key: Row }): string =>
  [table, ...Object.values(key).map(String)].join(' ')

const said = (value: Value): string => (value === null ? '–' : String(value))
