/**
 * `logOf`: one row for each change of a row of another table: histories, sequence numbers, the time
 * since the event before.
 *
 * It hears what events did, not that a person was erased: an erasure is no step of a history. Its
 * own personal columns are emptied like any other's.
 */
import type { Fact } from '@deskledger/kernel'
import type { Change, Keys, Row, Shape, Table, Whole } from '../table.ts'
import { declared } from './declared.ts'
import { following, type RowChange } from './follower.ts'

type ChangeOf<SourceKey, SourceValues, E extends Fact> = Change<Whole<SourceKey, SourceValues>, E>

export interface LogOfShape<SourceKey, SourceValues, Key, Values, E extends Fact> extends Shape<
  Key,
  Values
> {
  /**
   * Where the rows of a change stand; keys such that no two changes share one. A row that is fed by
   * events is changed once by an event, one that follows another table may be changed several times.
   */
  readonly at: (change: ChangeOf<SourceKey, SourceValues, E>) => Keys<NoInfer<Key>>
  readonly row: (
    change: ChangeOf<SourceKey, SourceValues, E>,
    key: Readonly<NoInfer<Key>>,
  ) => NoInfer<Values>
  /** Rows that a change takes back, before it adds any: an import that is withdrawn. */
  readonly gone?: (change: ChangeOf<SourceKey, SourceValues, E>) => Keys<NoInfer<Key>>
}

interface ErasedShape {
  readonly at: (change: RowChange) => Keys<Row>
  readonly row: (change: RowChange, key: Row) => Row
  readonly gone?: (change: RowChange) => Keys<Row>
}

export const logOf = <Name extends string, SourceKey, SourceValues, Key, Values, E extends Fact>(
  name: Name,
  source: Table<string, SourceKey, SourceValues, E>,
  shape: LogOfShape<SourceKey, SourceValues, Key, Values, E>,
): Table<Name, Key, Values, E> => {
  const { at, row, gone } = shape as unknown as ErasedShape
  return {
    ...declared(name, shape),
    ...following(
      source,
      (change) => (change.isErasure ? undefined : at(change)),
      (_, change, key) => row(change, key),
    ),
    gone: gone && ((change: RowChange) => (change.isErasure ? undefined : gone(change))),
    name,
    form: 'logOf',
    isLog: true,
  }
}
