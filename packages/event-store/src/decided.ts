/**
 * Decided events on their way into the log, and recorded ones on their way back into an answer.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Decider, Fact, Instant, Refusal, StreamName } from '@deskledger/kernel'
import type { HandleError, Handled } from './handled.ts'
import type { NewEvent, StoredEvent } from './port.ts'

/** Decided events as they are to be stored, and the state after them. */
export interface Prepared<State> {
  readonly state: State
  readonly events: ReadonlyArray<NewEvent>
}

/** Each event is checked before it is folded: a fold need not know what no codec declares. */
export const prepare = <State, Event extends Fact>(
  decider: Pick<Decider<never, State, Event, Refusal>, 'events' | 'evolve' | 'concerns'>,
  stream: StreamName,
  before: State,
  decided: ReadonlyArray<Event>,
): E.Either<HandleError<never>, Prepared<State>> => {
  let state = before
  const events: Array<NewEvent> = []
  for (const event of decided) {
    const stored = decider.events.encode(event)
    if (E.isLeft(stored)) return E.left({ _tag: 'InvalidDecision', stream, why: stored.left })
    state = decider.evolve(state, event)
    const { at } = event.data as { readonly at: Instant }
    const concerns = decider.concerns(state, event)
    events.push({ ...stored.right, occurredAt: at, concerns })
  }
  return E.right({ state, events })
}

/** The answer of the first hearing, read back from the log. */
export const repetition = <Event extends Fact>(
  { events: registry }: Pick<Decider<never, never, Event, Refusal>, 'events'>,
  stream: StreamName,
  stored: ReadonlyArray<StoredEvent>,
): E.Either<HandleError<never>, Handled<Event>> => {
  const events: Array<Event> = []
  for (const event of stored) {
    const decoded = registry.decode(event)
    if (E.isLeft(decoded))
      return E.left({ _tag: 'CannotRead', stream, revision: event.revision, why: decoded.left })
    events.push(decoded.right)
  }
  const { revision = -1, position = 0 } = stored.at(-1) ?? {}
  return E.right({ stream, events, revision, position, repeated: true })
}
