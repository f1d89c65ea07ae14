/**
 * A policy: a reaction of the house, from what happened to what is to be done about it.
 *
 * It is a fold that also answers. Pure like a decider: the same history gives the same effects for
 * ever, so a runner that was killed, or that starts on an empty disk, folds again and knows what it
 * has already done.
 */
import type * as t from 'io-ts'
import { integer, list, oneOf, record, text } from './codec.ts'
import type { Command, Sent } from './command.ts'
import type { RecordedEvent, StreamName } from './envelope.ts'
import { event, registry, type Fact, type Registry } from './event.ts'
import { Key, type Instant } from './primitives.ts'

/**
 * What a policy wants done. The key names the effect within its policy for ever: the same key twice
 * is the same effect; a timer is replaced or cancelled by its key. Keys are made of ids and words
 * of the code. An id for something new is the id of the event that is reacted to.
 */
export type Effect<C extends Command> =
  | { readonly type: 'Send'; readonly key: string; readonly command: Sent<C> }
  | {
      readonly type: 'ScheduleAt'
      readonly key: string
      readonly at: Instant
      readonly command: Sent<C>
    }
  | { readonly type: 'Cancel'; readonly key: string }

/** How a policy hears a type of event: its state takes it in, then it answers with that state. */
export interface Hearing<State, Event, C extends Command> {
  readonly evolve?: (state: State, event: Event) => State
  readonly react?: (state: State, event: Event) => ReadonlyArray<Effect<C>>
}

export interface Policy<State, Event extends Fact, C extends Command> {
  /** Also names its stream of progress, see `progressOf`. */
  readonly name: string
  /** One more whenever the same history would give other effects. */
  readonly version: number
  readonly initial: State
  /** By event type; the keys are the filter that is pushed into the log. */
  readonly on: {
    readonly [Type in Event['type']]?: Hearing<
      State,
      RecordedEvent<Extract<Event, { readonly type: Type }>>,
      C
    >
  }
}

// ------------------------------------------------------------------------------------------------
// progress as a fact
// ------------------------------------------------------------------------------------------------

/** The stream that says how far a policy has come: `policy-routing`. */
export const progressOf = (policy: { readonly name: string }): StreamName => `policy-${policy.name}`

/**
 * What became of one effect. `sent`: its events are in the log. `nothing`: the wish was already
 * true. `refused`: a rule said no. `parked`: it could not be decided, and waits to be released.
 */
export const Outcome = record(
  {
    key: text('effect key', 200),
    kind: oneOf('effect', 'timer'),
    result: oneOf('sent', 'nothing', 'refused', 'parked'),
  },
  /** The tag of the refusal or of the failure. */
  { reason: Key },
  'Outcome',
)
export interface Outcome extends t.TypeOf<typeof Outcome> {}

/** Everything that a policy wanted because of events up to position `upTo` has been dealt with. */
export const EffectsDone = event('EffectsDone', {
  policy: Key,
  version: integer('policy version', 1),
  upTo: integer('position', 0),
  outcomes: list(Outcome),
})
export interface EffectsDone extends t.TypeOf<typeof EffectsDone> {}

export const policyEvents: Registry<EffectsDone> = registry(EffectsDone)
