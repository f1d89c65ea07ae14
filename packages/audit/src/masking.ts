/**
 * Rows for those who need not see personal data: what is personal is said to be there, and no more.
 *
 * Not even as a digest: whoever guesses a phone number can compute its digest.
 */
import type { AnyTable, Row, Value } from '@deskledger/projection'

export const mask = '(personal)'

/** A value of a column as it may be shown. */
export const maskedIn =
  ({ columns }: AnyTable) =>
  (column: string, value: Value): Value =>
    value === null || columns[column]?.personalOf === undefined ? value : mask

export const maskedRow = (table: AnyTable, row: Row): Row => {
  const masked = maskedIn(table)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, masked(name, value)]))
}
