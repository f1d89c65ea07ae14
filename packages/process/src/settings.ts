/**
 * What a runner is given, what it can be asked, and why it may stop.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { Command, Fact, Instant, Policy, Registry } from '@deskledger/kernel'
import type { AppendError, EventStore, Unreadable } from '@deskledger/event-store'
import type { Send, Unreachable, Wish } from './sending.ts'

export interface RunnerSettings<State, Event extends Fact, C extends Command> {
  readonly policy: Policy<State, Event, C>
  /** Must know every type that the policy hears. */
  readonly registry: Registry<Event>
  readonly store: EventStore
  readonly send: Send<C>
  readonly clock: () => Instant
  /** An event that cannot be read stops the policy, unless told to go on without it. */
  readonly onUndecodable?: 'fail' | 'skip'
  /** How many effects a batch carries out before it is marked; 100 unless told. */
  readonly batchSize?: number
  /** Milliseconds before each further try when the log is away. */
  readonly patience?: ReadonlyArray<number>
}

/** Another process leads the policy now; what it has dealt with is not known here. */
export interface NotLeading {
  readonly _tag: 'NotLeading'
}

/** Why a policy stopped. Everything up to its last mark has been dealt with. */
export type RunnerError =
  | AppendError
  | Unreachable
  | NotLeading
  | ({ readonly _tag: 'Undecodable'; readonly policy: string } & Unreadable)

export interface Parked<C extends Command> extends Wish<C> {
  readonly reason: string
}

export interface Runner<C extends Command> {
  /**
   * Deals with everything recorded so far, what follows from it, and every timer that is due; for as
   * long as `leads` says so, which is asked before each effect and each mark.
   */
  readonly settle: (leads?: () => boolean) => Promise<E.Either<RunnerError, number>>
  /**
   * Learns what another process has dealt with, and does nothing; so that this one can go on at once
   * when it comes to lead. Answers with the position that is known.
   */
  readonly standBy: () => Promise<E.Either<RunnerError, number>>
  /** When the next timer is due. */
  readonly nextTimer: () => Instant | undefined
  readonly parked: () => ReadonlyArray<Parked<C>>
  /** Carries out a parked effect once more; false if there is none under that key. */
  readonly release: (key: string) => Promise<E.Either<RunnerError, boolean>>
}
