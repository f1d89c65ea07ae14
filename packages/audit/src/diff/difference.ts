/**
 * What can differ between the read models that are read and those that the log tells.
 */
import type { Row, Value } from '@deskledger/projection'

export interface ColumnDifference {
  readonly column: string
  readonly live: Value
  readonly rebuilt: Value
}

export type Difference =
  /** The log makes this row, and it is not there. */
  | { readonly kind: 'missing'; readonly table: string; readonly key: Row; readonly row: Row }
  /** It is there, and no event made it. */
  | { readonly kind: 'extra'; readonly table: string; readonly key: Row; readonly row: Row }
  | {
      readonly kind: 'changed'
      readonly table: string
      readonly key: Row
      readonly columns: ReadonlyArray<ColumnDifference>
    }
  /** A table, view, index or trigger that is not as it is made, or not there, or too many. */
  | {
      readonly kind: 'schema'
      readonly name: string
      readonly what: 'missing' | 'extra' | 'changed'
    }
  /** What the file says of itself, such as up to which instant it knows everything. */
  | {
      readonly kind: 'checkpoint'
      readonly field: string
      readonly live: Value
      readonly rebuilt: Value
    }
  /** SQLite cannot read it. */
  | { readonly kind: 'damaged'; readonly table: string; readonly reason: string }

/** How many rows of a table differ. */
export interface TableDifferences {
  readonly table: string
  readonly rows: number
  readonly missing: number
  readonly extra: number
  readonly changed: number
}
