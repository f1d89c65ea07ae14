/**
 * The state of a stream as it is now: what was known of it, and what has been recorded since.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Decider, Fact, Refusal, StreamName } from '@deskledger/kernel'
import { toStoreError } from './errors.ts'
import type { HandleError } from './handled.ts'
import type { EventStore } from './port.ts'
import type { Remembering } from './snapshots.ts'
import type { Known, StateCache } from './state-cache.ts'

/** What is remembered of streams: while the process lives, and beyond. */
export interface Memory<State> {
  readonly cache: StateCache<State>
  readonly snapshots: Remembering<State> | undefined
}

export type Load<State> = (
  stream: StreamName,
) => Promise<E.Either<HandleError<never>, Known<State>>>

export const loader =
  <State, Event extends Fact>(
    decider: Pick<Decider<never, State, Event, Refusal>, 'initial' | 'evolve' | 'events'>,
    store: EventStore,
    { cache, snapshots }: Memory<State>,
  ): Load<State> =>
  async (stream) => {
    const cached = cache.get(stream)
    const known = cached ?? (snapshots && (await snapshots.find(stream)))
    let state = known === undefined ? decider.initial : known.state
    let revision = known === undefined ? -1 : known.revision
    let position = 0
    try {
      for await (const { events } of store.readStream(stream, revision + 1)) {
        for (const stored of events) {
          const data = decider.events.dataOf(stored)
          if (E.isLeft(data))
            return E.left({ _tag: 'CannotRead', stream, revision: stored.revision, why: data.left })
          state = decider.evolve(state, stored.holding(data.right) as never)
        }
        revision = events.at(-1)?.revision ?? revision
        position = events.at(-1)?.position ?? position
      }
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
    const now = { state, revision }
    const events = revision - (known?.revision ?? -1)
    if (snapshots !== undefined && events > 0)
      await snapshots.keep(stream, { ...now, position }, events)
    if (cached?.revision !== revision) cache.put(stream, now)
    return E.right(now)
  }
