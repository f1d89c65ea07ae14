/**
 * `log`: one row an event, never changed. Nothing is loaded for it.
 */
import type { Fact } from '@deskledger/kernel'
import type { Keys, Shape, Table } from '../table.ts'
import { declared } from './declared.ts'
import { hearing, hearingAll, listening, nothing, type At, type Heard, type Of } from './heard.ts'

/** A log that more handlers may be added to. Its keys are such that no two events share one. */
export interface Logging<Name extends string, Key, Values, E extends Fact> extends Table<
  Name,
  Key,
  Values,
  E
> {
  /** For some event types, where their rows stand and what they hold. */
  readonly on: <Type extends E['type']>(
    at: At<E, Type, Key>,
    handlers: { readonly [T in Type]: (e: Of<E, T>, key: Readonly<Key>) => Values },
  ) => Logging<Name, Key, Values, E>
  /** The same for every type that no other handler hears: for indexes over the whole log. */
  readonly onAny: (
    at: (e: Of<E>) => Keys<Key>,
    handler: (e: Of<E>, key: Readonly<Key>) => Values,
  ) => Logging<Name, Key, Values, E>
}

export const logging = <Name extends string, Key, Values, E extends Fact>(
  name: Name,
  shape: Shape<Key, Values>,
  heard: Heard = nothing,
): Logging<Name, Key, Values, E> => ({
  ...declared(name, shape),
  ...listening(heard, (handler, _, e, key) => handler(e, key)),
  name,
  form: 'log',
  isLog: true,
  on: (at, handlers) => logging(name, shape, hearing(heard, at as never, handlers as never)),
  onAny: (at, handler) => logging(name, shape, hearingAll(heard, at as never, handler as never)),
})
