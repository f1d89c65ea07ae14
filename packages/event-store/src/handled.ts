/**
 * What goes into the handling of a command, and what it led to, or why it led to nothing.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type {
  Actor,
  Command,
  CommandId,
  Decoded,
  Instant,
  InvalidCommand,
  Sent,
  StreamName,
  Undecodable,
} from '@deskledger/kernel'
import type { AppendError } from './errors.ts'
import type { Expected } from './expected.ts'
import type { SnapshotSettings } from './snapshots.ts'

/** Who sends a command, under which id, and because of what. */
export interface Call {
  readonly actor: Actor
  readonly commandId: CommandId
  /** The command's id unless told. */
  readonly correlationId?: string
  /** The command's id unless told. */
  readonly causationId?: string
  /** What the caller saw. If it is no longer so, the answer is `Conflict`, and nothing is decided. */
  readonly expected?: Expected
}

export interface Handled<Event> {
  readonly stream: StreamName
  /** Oldest first; none if the wish was already true. */
  readonly events: ReadonlyArray<Event>
  /** The stream's last revision as of this answer; −1 if it has no event. */
  readonly revision: number
  /** The position up to which a reader must be to see this; 0 if nothing was written. */
  readonly position: number
  /** True if the log had heard this command before. */
  readonly repeated: boolean
}

export type HandleError<Rejection> =
  | Rejection
  | InvalidCommand
  | AppendError
  /** A stored event of the stream cannot be read, so nothing can be decided on it. */
  | {
      readonly _tag: 'CannotRead'
      readonly stream: StreamName
      readonly revision: number
      readonly why: Undecodable
    }
  /** The decision is not what its codecs allow: a bug of the decider. Nothing was written. */
  | { readonly _tag: 'InvalidDecision'; readonly stream: StreamName; readonly why: Undecodable }

export type Answer<Event, Rejection> = E.Either<HandleError<Rejection>, Handled<Event>>

export interface HandleSettings<C extends Command, State, NoFacts> {
  readonly clock: () => Instant
  /** What the rules need to know of the house, looked up before each decision. */
  readonly facts?: (command: Decoded<C>, state: State) => TaskEither<NoFacts, unknown>
  readonly fingerprint?: (command: { readonly type: string; readonly data: unknown }) => string
  /** How many streams' states to keep; 5,000 unless told. */
  readonly cachedStreams?: number
  /** Where states of long streams are kept beyond the process; nowhere unless told. */
  readonly snapshots?: SnapshotSettings
  /** How far a sender's clock may be ahead, in milliseconds; 5 minutes unless told. */
  readonly skewMs?: number
  /** How often a command is decided again if others write first; 100 unless told. */
  readonly retries?: number
}

export type Handle<C extends Command, Event, Rejection> = (
  command: Sent<C>,
  call: Call,
) => TaskEither<HandleError<Rejection>, Handled<Event>>
