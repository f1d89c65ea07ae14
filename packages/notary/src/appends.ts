/**
 * Events put together again as they were appended, however the log is cut into pages. See the header
 * of `schema.ts` for what belongs together.
 */
import { eventIdOf, type EventStore, type StoredEvent } from '@deskledger/event-store'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'

/** Whether `next` is of the same append as `last`, which stands right before it. */
export const goesOn = (last: StoredEvent, next: StoredEvent): boolean =>
  next.stream === last.stream &&
  next.commandId === last.commandId &&
  next.revision === last.revision + 1 &&
  next.id !== eventIdOf(next.stream, next.commandId, 0)

type Whole = ReadonlyArray<StoredEvent>

/** Takes events in order; gives each append when the next one begins. */
export interface Gatherer {
  readonly take: (event: StoredEvent) => Whole | undefined
  /** The last one, at the end of the log: a log shows appends whole. */
  readonly rest: () => Whole | undefined
}

export const gatherer = (): Gatherer => {
  let events: Array<StoredEvent> = []
  const rest = (): Whole | undefined => {
    const whole = events
    events = []
    return whole.length === 0 ? undefined : whole
  }
  return {
    take: (event) => {
      const last = events.at(-1)
      const done = last === undefined || goesOn(last, event) ? undefined : rest()
      events.push(event)
      return done
    },
    rest,
  }
}

/**
 * The fingerprint of the command that the first event of an append is of. Logs that do not give it out
 * with events are asked for it. Throws a `StoreError`.
 */
export const fingerprintOn =
  ({ heard }: EventStore) =>
  async (first: StoredEvent): Promise<string> => {
    if ('fingerprint' in first) return first.fingerprint ?? ''
    const found = await heard(first.stream, first.commandId)()
    if (E.isLeft(found)) throw found.left
    return O.isSome(found.right) ? found.right.value.fingerprint : ''
  }
