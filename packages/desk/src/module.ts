/**
 * A module: what it can be asked, what it reacts to, what it shows. The built-in ones and an
 * embedder's own have this one shape.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type {
  AnyEventCodec,
  Command,
  CommandCodecs,
  Decider,
  Fact,
  Policy,
  Refusal,
  Registry,
} from '@deskledger/kernel'
import type { AnyQuestion, Projector } from '@deskledger/projection'

// ------------------------------------------------------------------------------------------------
// deciders with what they must know
// ------------------------------------------------------------------------------------------------

/** How a decider gets to know the house: looked up for each command, before it is decided. */
export type Facts = (command: never, state: never) => E.Either<Refusal, unknown>

/** Any decider, for lists of unlike ones; the desk calls it with what its own codecs let through. */
export interface AnyDecider {
  readonly name: string
  readonly idField: string
  readonly begins: ReadonlyArray<string>
  readonly commands: CommandCodecs
  readonly events: { readonly codecs: ReadonlyMap<string, AnyEventCodec> }
  readonly initial: unknown
  readonly decide: (command: never, state: never) => E.Either<Refusal, ReadonlyArray<Fact>>
  readonly evolve: (state: never, event: never) => unknown
  readonly concerns: (state: never, event: never) => ReadonlyArray<string>
  readonly facts?: Facts
}

/** The decider, with the facts that its commands need. */
export const informed = <D extends AnyDecider, F extends Facts>(
  decider: D,
  facts: F,
): D & { readonly facts: F } => ({ ...decider, facts })

// ------------------------------------------------------------------------------------------------
// modules
// ------------------------------------------------------------------------------------------------

/** Any policy, for lists of unlike ones. */
export type AnyPolicy = Pick<Policy<unknown, Fact, Command>, 'name' | 'version' | 'initial'> & {
  readonly on: Readonly<Record<string, unknown>>
}

/** All but name and version may be left out. */
export interface Module extends Partial<Projector> {
  readonly name: string
  /** One more whenever the same events would give other rows. */
  readonly version: number
  readonly deciders?: ReadonlyArray<AnyDecider>
  /** Types of events that no decider of the module decides. */
  readonly events?: { readonly codecs: ReadonlyMap<string, AnyEventCodec> }
  readonly policies?: ReadonlyArray<AnyPolicy>
  readonly questions?: ReadonlyArray<AnyQuestion>
}

/** The module as it is, its types kept: `defineModule({ name: 'loan-cars', version: 1, … })`. */
export const defineModule = <const M extends Module>(module: M): M => module

// ------------------------------------------------------------------------------------------------
// what modules are made of, as types
// ------------------------------------------------------------------------------------------------

type Item<List> = List extends ReadonlyArray<infer One> ? One : never

export type DeciderOf<M> = M extends { readonly deciders: infer List } ? Item<List> : never

/** A command that a decider decides. */
export type CommandTo<D> = D extends {
  readonly decide: (command: infer C, state: never) => unknown
}
  ? C extends Command
    ? C
    : never
  : never

/** The event types of a decider. */
export type EventOf<D> = D extends { readonly events: Registry<infer Event> } ? Event : never

/** Why the decider of the command type `Type` refuses, its facts included. */
export type RejectionTo<D, Type> = D extends AnyDecider
  ? Type extends CommandTo<D>['type']
    ? RefusalOf<D>
    : never
  : never

type RefusalOf<D> =
  | (D extends { readonly decide: (...args: never) => E.Either<infer R, unknown> } ? R : never)
  | (D extends { readonly facts: (...args: never) => E.Either<infer R, unknown> } ? R : never)

export type QuestionOf<M> = M extends { readonly questions: infer List } ? Item<List> : never

export type TableOf<M> = M extends { readonly tables: infer List } ? Item<List> : never
export type ViewOf<M> = M extends { readonly views: infer List } ? Item<List> : never

export type { Decider }
