/**
 * Commands on their way, and what the log said when it heard one before.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { Command, Decider, Decoded, Fact, Refusal, StreamName } from '@deskledger/kernel'
import { repetition } from './decided.ts'
import type { StoreError } from './errors.ts'
import type { Answer, Call } from './handled.ts'
import type { EventStore } from './port.ts'

/** A command on its way, decoded. */
export interface Asked<C extends Command> {
  readonly command: Decoded<C>
  readonly call: Call
  readonly stream: StreamName
  readonly fingerprint: string
}

/** An answer, and whether deciding again may give another one. */
export interface Attempt<A> {
  readonly answer: A
  readonly again: boolean
}

export const final = <A>(answer: A): Attempt<A> => ({ answer, again: false })

export interface Hearing<Event, Rejection> {
  /** What the log answered when it first heard this command; none if it never did. */
  readonly firstAnswer: (
    asked: Asked<Command>,
  ) => Promise<E.Either<StoreError, O.Option<Answer<Event, Rejection>>>>
  /** The first answer if there was one, whatever is to be said now. */
  readonly unlessHeard: (
    asked: Asked<Command>,
    answer: Answer<Event, Rejection>,
  ) => Promise<Attempt<Answer<Event, Rejection>>>
}

export const hearing = <Event extends Fact, Rejection>(
  decider: Pick<Decider<never, never, Event, Refusal>, 'events'>,
  store: EventStore,
): Hearing<Event, Rejection> => {
  type Answered = Answer<Event, Rejection>

  const firstAnswer: Hearing<Event, Rejection>['firstAnswer'] = async ({
    stream,
    call,
    fingerprint,
  }) => {
    const heard = await store.heard(stream, call.commandId)()
    if (E.isLeft(heard)) return heard
    if (O.isNone(heard.right)) return E.right(O.none)
    const { commandId } = call
    const { fingerprint: first, isForgotten = false, events } = heard.right.value
    const answer: Answered =
      first === fingerprint || isForgotten
        ? repetition(decider, stream, events)
        : E.left({ _tag: 'CommandIdReused', stream, commandId } as const)
    return E.right(O.some(answer))
  }

  return {
    firstAnswer,
    unlessHeard: async (asked, answer) => {
      const first = await firstAnswer(asked)
      if (E.isLeft(first)) return final(first)
      return final(O.getOrElse(() => answer)(first.right))
    },
  }
}
