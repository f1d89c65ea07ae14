/**
 * Deciders specified by examples: given what happened, when a command comes, then this.
 *
 * No outcome is a method called `then`, which would turn the sentence into something to `await`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Plain } from '../codec.ts'
import type { Command } from '../command.ts'
import { replay, type Decider, type Refusal } from '../decider.ts'
import type { Fact } from '../event.ts'
import type { Actor, Instant } from '../primitives.ts'
import { at as minute } from './arbitrary.ts'
import { expectSame } from './expectation.ts'

/** What every command and event of a story has, unless it says otherwise. */
export interface Setting<Own extends object> {
  /** The id of the thing that the story is about, by its field: `{ partyId: id(1) }`. */
  readonly own: Own
  /** When it happens; 2026-01-01T00:00Z unless told. */
  readonly at?: Instant
  readonly actor?: Actor
  /** What each command is given to know. */
  readonly facts?: unknown
}

type DataOf<Message extends Fact, Type> = Extract<Message, { readonly type: Type }>['data']
type Told<Data, Own> = Plain<Omit<Data, keyof Own | 'at'>>

export interface Specification<
  C extends Command,
  Event extends Fact,
  Rejection,
  Own extends object,
> {
  /** What has happened on the stream so far, oldest first. */
  readonly given: (...history: ReadonlyArray<Event>) => {
    readonly when: (command: C) => Outcome<Event, Rejection>
  }
  /** A command of the story, as its decider sees it. */
  readonly ask: <Type extends C['type']>(
    type: Type,
    data: Told<DataOf<C, Type>, Own>,
    otherwise?: Partial<Pick<Setting<Own>, 'at' | 'actor' | 'facts'>>,
  ) => C
  /** An event of the story. */
  readonly happened: <Type extends Event['type']>(
    type: Type,
    data: Told<DataOf<Event, Type>, Own>,
    at?: Instant,
  ) => Event
}

export interface Outcome<Event, Rejection> {
  /** Exactly these events are decided, in this order. */
  readonly thenHappens: (...events: ReadonlyArray<Event>) => void
  /** The wish is already true. */
  readonly thenNothingHappens: () => void
  readonly thenRefused: (rejection: Rejection) => void
}

/** The words to specify `decider` with; a failed expectation throws an Error of its own. */
export const specification = <
  C extends Command,
  State,
  Event extends Fact,
  Rejection extends Refusal,
  Own extends object,
>(
  decider: Decider<C, State, Event, Rejection>,
  { own, at = minute(0), actor = { kind: 'agent', id: 'clerk' }, facts = {} }: Setting<Own>,
): Specification<C, Event, Rejection, Own> => ({
  given: (...history) => ({
    when: (command) => {
      const decision = decider.decide(command, replay(decider, history))
      const past = history.map(({ type }) => type).join(', ') || 'nothing'
      const story = `given ${past}, when ${command.type}`
      return {
        thenHappens: (...events) => expectSame(story, decision, E.right(events)),
        thenNothingHappens: () => expectSame(story, decision, E.right([])),
        thenRefused: (rejection) => expectSame(story, decision, E.left(rejection)),
      }
    },
  }),
  ask: (type, data, otherwise = {}) =>
    ({ type, data: Object.assign({}, own, data), at, actor, facts, ...otherwise }) as never,
  happened: (type, data, when = at) =>
    ({ type, data: Object.assign({}, own, data, { at: when }) }) as never,
})
