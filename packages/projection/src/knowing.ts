/**
 * How a read model knows its log again: by the last event that was folded and, where the log has one,
 * by the chain of that event's commit, which stands for everything up to it.
 *
 * A log that was restored from a copy and went on differently may well have the same event at the
 * same place, where a command was sent again; it never has the same chain.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toStoreError, type EventStore, type StoreError } from '@deskledger/event-store'
import type { Seen } from './checkpoint.ts'

/** A log that may tell the chain of the commit that holds a position. */
export interface KnownStore extends EventStore {
  readonly chainAt?: (position: number) => TaskEither<StoreError, O.Option<string>>
}

/** The event, with the chain that goes with it; as it was where the log has none. */
export const chained = async (
  { chainAt }: KnownStore,
  { position, id }: Seen,
): Promise<E.Either<StoreError, Seen>> => {
  if (chainAt === undefined) return E.right({ position, id })
  const chain = await chainAt(position)()
  if (E.isLeft(chain)) return chain
  return E.right({ position, id: O.isSome(chain.right) ? `${id} ${chain.right.value}` : id })
}

/** Whether the last event that was folded is still where it was, behind the same history. */
export const isStillThere = async (
  store: KnownStore,
  { position, id }: Seen,
): Promise<E.Either<StoreError, boolean>> => {
  if (position === 0) return E.right(true)
  try {
    for await (const { events } of store.readAll({ after: position - 1, upTo: position }))
      for (const event of events) {
        if (event.position !== position) return E.right(false)
        const found = await chained(store, event)
        return E.isLeft(found) ? found : E.right(found.right.id === id)
      }
    return E.right(false)
  } catch (caught) {
    return E.left(toStoreError(caught))
  }
}
