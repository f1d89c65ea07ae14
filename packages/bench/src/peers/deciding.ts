/**
 * What every adapter of a peer does beside its store: the same decision on the same state.
 */
import { isRight } from 'fp-ts/lib/Either.js'
import { decide, type State } from '../facts/decider.ts'
import type { Event } from '../facts/events.ts'
import { actor, clock } from '../facts/ids.ts'
import type { Wish } from '../facts/made.ts'

export const decided = (wish: Wish, state: State): ReadonlyArray<Event> => {
  const decision = decide({ ...wish, at: clock(), actor, facts: {} }, state)
  if (isRight(decision)) return decision.right
  throw new Error(decision.left._tag)
}

/** The events that were to be decided, at least one. */
export const something = (events: ReadonlyArray<Event>): ReadonlyArray<Event> => {
  if (events.length === 0) throw new Error('nothing was to be done')
  return events
}
