/**
 * Which event of the other system a row is: by the id that it was given there, else by all that is
 * said of it and how many like it came before in its case.
 */
import type { SourceEvent } from '../map/source-event.ts'
import type { Identities } from './identity.ts'
import type { Scratch } from './scratch.ts'

/** A source id; or the row repeats an event, or takes the id of another one. */
export type Naming =
  | { readonly _tag: 'Named'; readonly sourceId: string }
  | { readonly _tag: 'Repeated' }
  | { readonly _tag: 'IdTaken' }

export const namingBy =
  (ids: Identities, scratch: Scratch) =>
  (event: SourceEvent): Naming => {
    const likeness = ids.likeness(event)
    const { case: name, eventId } = event
    if (eventId === undefined)
      return { _tag: 'Named', sourceId: ids.sourceId(likeness, scratch.ordinal(likeness)) }
    const given = ids.name({ case: name, eventId })
    switch (scratch.named(given, likeness)) {
      case 'new':
        return { _tag: 'Named', sourceId: ids.sourceId(given, 0) }
      case 'same':
        return { _tag: 'Repeated' }
      case 'other':
        return { _tag: 'IdTaken' }
    }
  }
