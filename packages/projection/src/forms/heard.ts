/**
 * The handlers of a table that is fed by events: for each type where it goes and what it makes of
 * the row there.
 */
import type { Fact, RecordedEvent } from '@deskledger/kernel'
import type { AnyEvent, AnyTable, Keys, Row } from '../table.ts'

/** The events of `E` with type `Type`; a union of types gives a union that `type` narrows. */
export type Of<E extends Fact, Type extends E['type'] = E['type']> = RecordedEvent<
  Extract<E, { readonly type: Type }>
>

/** Which rows an event touches; sees only the types that the handlers beside it listen to. */
export type At<E extends Fact, Type extends E['type'], Key> = (e: Of<E, NoInfer<Type>>) => Keys<Key>

interface Hearing {
  readonly at: (e: AnyEvent) => Keys<Row>
  readonly fold: (...args: ReadonlyArray<unknown>) => Row | undefined
}

export interface Heard {
  readonly byType: ReadonlyMap<string, Hearing>
  /** How events of every other type are heard, if they are. */
  readonly others: Hearing | undefined
}

export const nothing: Heard = { byType: new Map(), others: undefined }

/** With more types heard. A type is heard once: another route for it would hide the first. */
export const hearing = (
  heard: Heard,
  at: Hearing['at'],
  handlers: Readonly<Record<string, Hearing['fold']>>,
): Heard => {
  const byType = new Map(heard.byType)
  for (const [type, fold] of Object.entries(handlers)) {
    if (byType.has(type)) throw new Error(`${type} is heard twice by one table`)
    byType.set(type, { at, fold })
  }
  return { ...heard, byType }
}

/** With every type heard that is not heard otherwise. */
export const hearingAll = (heard: Heard, at: Hearing['at'], fold: Hearing['fold']): Heard => {
  if (heard.others !== undefined) throw new Error('every event is heard twice by one table')
  return { ...heard, others: { at, fold } }
}

const hearingOf = ({ byType, others }: Heard, type: string): Hearing => {
  const found = byType.get(type) ?? others
  if (found === undefined) throw new Error(`${type} was routed to a table that does not hear it`)
  return found
}

/** The engine's side of the handlers; `fold` says how a handler is called. */
export const listening = (
  heard: Heard,
  fold: (handler: Hearing['fold'], row: Row | undefined, e: AnyEvent, key: Row) => Row | undefined,
): Pick<AnyTable, 'of' | 'types' | 'route' | 'evolve'> => ({
  of: undefined,
  types: heard.others === undefined ? new Set(heard.byType.keys()) : undefined,
  route: (e: AnyEvent) => hearingOf(heard, e.type).at(e),
  evolve: (row, e: AnyEvent, key) => fold(hearingOf(heard, e.type).fold, row, e, key),
})
