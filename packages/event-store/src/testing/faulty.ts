/**
 * A store between whose answers and whose caller something goes wrong.
 */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { AppendError, StoreError } from '../errors.ts'
import type { EventStore } from '../port.ts'

/** `lost`: written, and the answer does not arrive. `unsent`: it never came to the store. */
export type Fate = 'told' | 'lost' | 'unsent'

const unknown: AppendError = { _tag: 'OutcomeUnknown', cause: 'the line went dead' }
export const unavailable: StoreError = { _tag: 'StoreUnavailable', cause: 'the line is dead' }

/** Each append meets the next of `fates`; those after the last are told. */
export const withFates = (store: EventStore, ...fates: ReadonlyArray<Fate>): EventStore => {
  const left = [...fates]
  return {
    ...store,
    append: (wish) => async () => {
      const fate = left.shift() ?? 'told'
      if (fate === 'told') return store.append(wish)()
      if (fate === 'lost') await store.append(wish)()
      return TE.left(unknown)()
    },
  }
}
