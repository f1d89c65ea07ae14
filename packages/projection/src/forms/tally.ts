/**
 * `tally`: a row that always is, from a start value, so that every handler gets one.
 */
import type { Fact } from '@deskledger/kernel'
import type { Row, Shape, Table, Whole } from '../table.ts'
import { declared } from './declared.ts'
import { hearing, listening, nothing, type At, type Heard, type Of } from './heard.ts'

export interface TallyShape<Key, Values> extends Shape<Key, Values> {
  /** What a row is before its first event; one that nobody touched is not stored. */
  readonly start: NoInfer<Values>
}

/** A tally that more handlers may be added to. */
export interface Tallying<Name extends string, Key, Values, E extends Fact> extends Table<
  Name,
  Key,
  Values,
  E
> {
  /** For some event types, which rows they touch and what each becomes. */
  readonly on: <Type extends E['type']>(
    at: At<E, Type, Key>,
    handlers: {
      readonly [T in Type]: (row: Whole<Key, Values>, e: Of<E, T>, key: Readonly<Key>) => Values
    },
  ) => Tallying<Name, Key, Values, E>
}

export const tallying = <Name extends string, Key, Values, E extends Fact>(
  name: Name,
  shape: TallyShape<Key, Values>,
  heard: Heard = nothing,
): Tallying<Name, Key, Values, E> => ({
  ...declared(name, shape),
  ...listening(heard, (handler, row, e, key) =>
    handler(row ?? { ...key, ...(shape.start as Row) }, e, key),
  ),
  name,
  form: 'tally',
  isLog: false,
  on: (at, handlers) => tallying(name, shape, hearing(heard, at as never, handlers as never)),
})
