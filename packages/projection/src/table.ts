/**
 * A table as the engine sees it: where an input goes, and what it makes of the row there.
 *
 * Every form (`table`, `tally`, `log`, `tallyOf`, `logOf`, `rowsOf`) compiles to this contract, and the
 * engine sees nothing else. It is the erased side of the house: rows are records of values, inputs
 * are events or changes. What is written in a projector is typed; the forms let the types go here.
 */
import type { Fact, RecordedEvent } from '@deskledger/kernel'
import type { Columns, ColumnsOf, Value } from './column.ts'

/** A row, or the part of it that is its key. */
export type Row = Readonly<Record<string, Value>>

/** Which rows an input touches. A row that is named twice hears it once. */
export type Keys<Key> = Key | ReadonlyArray<Key> | undefined

/** An event of some type that a table listens to. */
export type AnyEvent = RecordedEvent<Fact>

/**
 * What an event did to a row of another table. An event that left the row as it was is a change too;
 * one that found no row and made none is not.
 */
export interface Change<Values, E extends Fact = Fact> {
  readonly before: Values | undefined
  readonly after: Values | undefined
  readonly event: RecordedEvent<E>
  /** True if the engine emptied the row because a person's data was erased. */
  readonly isErasure: boolean
}

export type Form = 'table' | 'tally' | 'log' | 'tallyOf' | 'logOf' | 'rowsOf'

/** Any table, for lists of unlike ones. */
export interface AnyTable {
  readonly name: string
  readonly form: Form
  readonly doc: string
  readonly key: Columns
  readonly columns: Columns
  /** Columns to look rows up by, beside the key; the first of each list is the leading one. */
  readonly indexes: ReadonlyArray<ReadonlyArray<string>>
  /** The table whose changes feed this one; none for a table that is fed by events. */
  readonly of: AnyTable | undefined
  /** The event types it listens to; all of them if undefined. Empty for a follower. */
  readonly types: ReadonlySet<string> | undefined
  /** Rows are added and taken back, never changed, so none is loaded before it is written. */
  readonly isLog: boolean
  readonly route: (input: never) => Keys<Row>
  /** Rows that are taken back, before any is added. For logs only. */
  readonly gone?: ((input: never) => Keys<Row>) | undefined
  /** The row after the input; its key columns need not be among what is returned. */
  readonly evolve: (row: Row | undefined, input: never, key: Row) => Row | undefined
}

/** A table with rows of `Key` and `Values`, folded from events of `E`. */
export interface Table<Name extends string, Key, Values, E extends Fact> extends AnyTable {
  readonly name: Name
  /** Carry the types for the compiler; never there. */
  readonly _key?: Key
  readonly _values?: Values
  readonly _event?: E
}

/** A row as handlers and followers see it: key and values. */
export type Whole<Key, Values> = Readonly<Key & Values>

/** What is said of a table beside its folds. */
export interface Shape<Key, Values> {
  /** What one row stands for. */
  readonly doc: string
  readonly key: ColumnsOf<Key>
  readonly columns: ColumnsOf<Values>
  /** Columns to look rows up by, beside the key. */
  readonly indexes?: ReadonlyArray<ReadonlyArray<NoInfer<keyof Key | keyof Values>>>
}
