/**
 * The decider: the one shape that every stream of events has.
 *
 * A decider is plain data and pure functions. It never reads a clock, makes an identifier, logs or throws: whatever
 * it needs arrives with the command. So a history can be replayed years later, by anyone, and give the same state.
 *
 * Source: Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Command, CommandCodecs } from './command.ts'
import type { Concern, StreamName } from './envelope.ts'
import type { Fact, Registry } from './event.ts'

export interface Refusal {
  readonly _tag: string
}

export interface Decider<C extends Command, State, Event extends Fact, Rejection extends Refusal> {
  /** The category of its streams: `request` has streams `request-<id>`. */
  readonly name: string

  /**
   * One more whenever the same history leads to another state; 1 unless told. States that were kept
   * on disk by another version are not used.
   */
  readonly version?: number

  /** The field of every command's data that holds the id of the thing: `requestId`. */
  readonly idField: string

  /** Commands that begin a stream: for these a desk makes the id if the caller leaves it out. */
  readonly begins: ReadonlyArray<C['type']>

  readonly commands: CommandCodecs
  readonly events: Registry<Event>

  /** The state of a stream to which nothing has happened yet. */
  readonly initial: State

  /**
   * What happens when `command` meets `state`: the new facts, oldest first, or the reason why there are none. An
   * empty list means that the wish is already true, so a retried command is harmless.
   */
  readonly decide: (command: C, state: State) => Either<Rejection, ReadonlyArray<Event>>

  /** What `event` makes of `state`. Total: a fact is never refused, whatever the state. Holds no personal data. */
  readonly evolve: (state: State, event: Event) => State

  /** Whom and what `event` is about, beside its own stream; `state` is the one after it. */
  readonly concerns: (state: State, event: Event) => ReadonlyArray<Concern>
}

/** Any decider, for lists of unlike ones; see `erase` in the handler for how it is called. */
export interface AnyDecider extends Pick<
  Decider<never, unknown, never, Refusal>,
  'name' | 'idField' | 'begins' | 'commands'
> {
  readonly events: { readonly codecs: Registry<Fact>['codecs'] }
}

/** The stream that `command` goes to: the decider's name and the id in its data. */
export const streamOf = (
  decider: Pick<AnyDecider, 'name' | 'idField'>,
  data: Readonly<Record<string, unknown>>,
): StreamName => `${decider.name}-${String(data[decider.idField])}`

/** The state that `history`, oldest event first, leads to. */
export const replay = <State, Event extends Fact>(
  decider: {
    readonly initial: State
    readonly evolve: (state: State, event: Event) => State
  },
  history: ReadonlyArray<Event>,
): State => history.reduce(decider.evolve, decider.initial)
