/**
 * What a log has recorded, append by append and as it is stored, for a log that takes its place.
 *
 * Data and envelope are the very texts that are stored: sealed values stay sealed, and nothing is
 * decoded. Positions are not among it, for each log counts its own.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import type { AppendError } from './errors.ts'

/** An event without its place: its stream and revision follow from its append. */
export interface TranscribedEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly occurredAt: Instant
  /** The JSON of its data. */
  readonly data: string
  /** What surrounds it, as `metasOf` spells it. */
  readonly meta: string
}

/** One append: the events of one command. */
export interface Transcript {
  readonly stream: StreamName
  readonly firstRevision: number
  readonly recordedAt: Instant
  readonly commandId: CommandId
  readonly fingerprint: string
  /**
   * The number of the commit that it was recorded in, by the log that has commits. Appends that
   * follow each other under one number are one commit; an append without is one of its own.
   */
  readonly commit?: number
  readonly events: ReadonlyArray<TranscribedEvent>
}

export interface TranscriptPage {
  readonly appends: ReadonlyArray<Transcript>
  /** The position of the last event of the last append, in the log that is read. */
  readonly through: number
}

export type TranscribeError =
  | AppendError
  /** Another history stands there: `revision` of the stream is not what it was said to be. */
  | { readonly _tag: 'Diverged'; readonly stream: StreamName; readonly revision: number }
  /** It was lost on its way, and what comes behind it was not: begin anew, on an empty log. */
  | { readonly _tag: 'OrderLost'; readonly stream: StreamName; readonly revision: number }
  /** Recorded before what stands before it, in a log whose times never fall. Nothing was written. */
  | { readonly _tag: 'TimeReversed'; readonly stream: StreamName; readonly revision: number }

/** What a log can do that is moved, or that another log is moved into. Not every log can. */
export interface Transcription {
  /** The appends after a position, oldest first, as far as the log goes when it is read. */
  readonly read: (after?: number) => AsyncIterable<TranscriptPage>
  /**
   * Writes appends as they were recorded elsewhere, in this order, behind what is here. What stands
   * here already, to the byte, is passed over, so the same call again is safe. For a log that nobody
   * else writes to meanwhile.
   */
  readonly write: (appends: ReadonlyArray<Transcript>) => TaskEither<TranscribeError, void>
}
