/**
 * `table`: a row that some event begins and another may end.
 */
import type { Fact } from '@deskledger/kernel'
import type { Shape, Table, Whole } from '../table.ts'
import { declared } from './declared.ts'
import { hearing, listening, nothing, type At, type Heard, type Of } from './heard.ts'

/** A table that more handlers may be added to. */
export interface Folding<Name extends string, Key, Values, E extends Fact> extends Table<
  Name,
  Key,
  Values,
  E
> {
  /**
   * For some event types, which rows they touch and what becomes of each. A handler gets the row if
   * there is one, and ends it by returning `undefined`.
   */
  readonly on: <Type extends E['type']>(
    at: At<E, Type, Key>,
    handlers: {
      readonly [T in Type]: (
        row: Whole<Key, Values> | undefined,
        e: Of<E, T>,
        key: Readonly<Key>,
      ) => Values | undefined
    },
  ) => Folding<Name, Key, Values, E>
}

export const folding = <Name extends string, Key, Values, E extends Fact>(
  name: Name,
  shape: Shape<Key, Values>,
  heard: Heard = nothing,
): Folding<Name, Key, Values, E> => ({
  ...declared(name, shape),
  ...listening(heard, (handler, row, e, key) => handler(row, e, key)),
  name,
  form: 'table',
  isLog: false,
  on: (at, handlers) => folding(name, shape, hearing(heard, at as never, handlers as never)),
})
