/**
 * Erasing a person: the engine empties the personal columns of that person's rows in every table.
 *
 * No fold has to think of it. Rows that a batch touches later are folded on the emptied ones, and a
 * follower hears that its source was emptied.
 */
import type { AnyEvent, Row } from '../table.ts'
import { failed } from './failure.ts'
import type { Plan, Stage } from './plan.ts'

/** What an event erases: the personal columns of `owner` where it holds `id`. */
export interface Erasure {
  readonly event: AnyEvent
  readonly owner: string
  readonly id: string
}

/** In the order of the events. */
export const erasuresOf = (
  { erasing }: Plan,
  events: ReadonlyArray<AnyEvent>,
): ReadonlyArray<Erasure> => {
  if (erasing.size === 0) return []
  return events.flatMap((event) =>
    (erasing.get(event.type) ?? []).flatMap((erases) => named(event, erases)),
  )
}

const named = (event: AnyEvent, erases: (e: AnyEvent) => Row): ReadonlyArray<Erasure> => {
  try {
    return Object.entries(erases(event)).flatMap(([owner, id]) =>
      typeof id === 'string' ? [{ event, owner, id }] : [],
    )
  } catch (cause) {
    throw failed({ name: 'erases' }, event, cause)
  }
}

/** Those that concern a table. */
export const erasuresIn = (
  { personal }: Stage,
  erasures: ReadonlyArray<Erasure>,
): ReadonlyArray<Erasure> => erasures.filter(({ owner }) => personal.has(owner))

/** The row without the personal data of `erasure`; the very same if it holds none. */
export const emptied = ({ personal }: Stage, row: Row, { owner, id }: Erasure): Row => {
  if (row[owner] !== id) return row
  const filled = (personal.get(owner) ?? []).filter((name) => row[name] !== null)
  if (filled.length === 0) return row
  return { ...row, ...Object.fromEntries(filled.map((name) => [name, null])) }
}
