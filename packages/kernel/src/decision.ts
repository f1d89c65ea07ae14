/**
 * How a rule answers: granted with the events that follow, already so, or refused with the reason.
 */
import * as E from 'fp-ts/lib/Either.js'

export type Decision<Rejection, Event> = E.Either<Rejection, ReadonlyArray<Event>>

export const granted = <Event>(
  ...events: ReadonlyArray<Event>
): E.Either<never, ReadonlyArray<Event>> => E.right(events)

/** The wish is true already; nothing is to be recorded. */
export const already: E.Either<never, ReadonlyArray<never>> = E.right([])

export const refused = <Rejection>(rejection: Rejection): E.Either<Rejection, never> =>
  E.left(rejection)
