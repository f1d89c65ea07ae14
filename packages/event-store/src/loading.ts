/**
 * The state of a stream as it is now: what was known of it, and what has been recorded since.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Decider, Fact, Refusal, StreamName } from '@deskledger/kernel'
import { toStoreError } from './errors.ts'
import type { HandleError } from './handled.ts'
import type { EventStore } from './port.ts'
import type { Known, StateCache } from './state-cache.ts'

export type Load<State> = (
  stream: StreamName,
) => Promise<E.Either<HandleError<never>, Known<State>>>

export const loader =
  <State, Event extends Fact>(
    decider: Pick<Decider<never, State, Event, Refusal>, 'initial' | 'evolve' | 'events'>,
    store: EventStore,
    cache: StateCache<State>,
  ): Load<State> =>
  async (stream) => {
    const known = cache.get(stream)
    let state = known === undefined ? decider.initial : known.state
    let revision = known === undefined ? -1 : known.revision
    try {
      for await (const { events } of store.readStream(stream, revision + 1)) {
        for (const stored of events) {
          const data = decider.events.dataOf(stored)
          if (E.isLeft(data))
            return E.left({ _tag: 'CannotRead', stream, revision: stored.revision, why: data.left })
          state = decider.evolve(state, stored.holding(data.right) as never)
        }
        revision = events.at(-1)?.revision ?? revision
      }
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
    const now = { state, revision }
    if (known?.revision !== revision) cache.put(stream, now)
    return E.right(now)
  }
