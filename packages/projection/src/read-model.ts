/**
 * All the forms, for one union of events, which is so named once:
 *
 *   const { table, tally, log, tallyOf, logOf, rowsOf, erases } = readModel<Event>()
 *
 * A form is called twice, `table(name, shape).on(at, handlers)`: the row's type is settled before
 * the handlers are checked against it.
 */
import type { Fact } from '@deskledger/kernel'
import { folding, type Folding } from './forms/table.ts'
import { tallying, type Tallying, type TallyShape } from './forms/tally.ts'
import { logging, type Logging } from './forms/log.ts'
import { tallyOf, type TallyOfShape } from './forms/tally-of.ts'
import { logOf, type LogOfShape } from './forms/log-of.ts'
import { rowsOf, type RowsOfShape } from './forms/rows-of.ts'
import type { Erases, ErasesOf } from './projector.ts'
import type { Shape, Table } from './table.ts'

export interface ReadModel<E extends Fact> {
  /** A row that some event begins and another may end: handlers get the row, if there is one. */
  readonly table: <const Name extends string, Key extends object, Values extends object>(
    name: Name,
    shape: Shape<Key, Values>,
  ) => Folding<Name, Key, Values, E>

  /** A row that always is: it starts at `start`, and every handler gets a row. */
  readonly tally: <const Name extends string, Key extends object, Values extends object>(
    name: Name,
    shape: TallyShape<Key, Values>,
  ) => Tallying<Name, Key, Values, E>

  /** One row an event, never changed. */
  readonly log: <const Name extends string, Key extends object, Values extends object>(
    name: Name,
    shape: Shape<Key, Values>,
  ) => Logging<Name, Key, Values, E>

  /** Sums over the rows of another table, kept up to date. */
  readonly tallyOf: <
    const Name extends string,
    SourceKey,
    SourceValues,
    Key extends object,
    Sums extends { readonly [Sum in keyof Sums]: number },
  >(
    name: Name,
    source: Table<string, SourceKey, SourceValues, E>,
    shape: TallyOfShape<SourceKey, SourceValues, Key, Sums>,
  ) => Table<Name, Key, Sums, E>

  /** One row for each change of a row of another table. */
  readonly logOf: <
    const Name extends string,
    SourceKey,
    SourceValues,
    Key extends object,
    Values extends object,
  >(
    name: Name,
    source: Table<string, SourceKey, SourceValues, E>,
    shape: LogOfShape<SourceKey, SourceValues, Key, Values, E>,
  ) => Table<Name, Key, Values, E>

  /** The rows that one row of another table stands for. */
  readonly rowsOf: <
    const Name extends string,
    SourceKey,
    SourceValues,
    Key extends SourceKey,
    Values extends object,
  >(
    name: Name,
    source: Table<string, SourceKey, SourceValues, E>,
    shape: RowsOfShape<SourceKey, SourceValues, Key, Values>,
  ) => Table<Name, Key, Values, E>

  /** Whose personal data which events erase. */
  readonly erases: (erases: ErasesOf<E>) => Erases
}

export const readModel = <E extends Fact>(): ReadModel<E> => ({
  table: (name, shape) => folding(name, shape),
  tally: (name, shape) => tallying(name, shape),
  log: (name, shape) => logging(name, shape),
  tallyOf,
  logOf,
  rowsOf: (name, source, shape) => rowsOf(name, source, shape),
  erases: (erases) => erases as unknown as Erases,
})
