/**
 * What a command led to, or why it led to nothing.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { Actor, CommandId, InvalidCommand, StreamName, Undecodable } from '@deskledger/kernel'
import type { AppendError } from './errors.ts'
import type { Expected } from './port.ts'

/** Who sends a command, under which id, and because of what. */
export interface Call {
  readonly actor: Actor
  readonly commandId: CommandId
  /** The command's id unless told. */
  readonly correlationId?: string
  /** The command's id unless told. */
  readonly causationId?: string
  /** What the caller saw. If it is no longer so, the command is not decided again. */
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
