/**
 * The port of an event log: what every engine promises, and nothing of any one of them.
 *
 * A log is one total order of events and a revision within each stream. An append is one command's
 * events: all of them or none, checked against the revision the caller expects, and known by the
 * command's id for ever, so that the same command twice is one append.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Option } from 'fp-ts/lib/Option.js'
import type {
  Actor,
  CommandId,
  Concern,
  Envelope,
  Instant,
  Stored,
  StreamName,
} from '@deskledger/kernel'
import type { AppendError, StoreError } from './errors.ts'
import type { Expected } from './expected.ts'
import type { Transcription } from './transcription.ts'

// ------------------------------------------------------------------------------------------------
// writing
// ------------------------------------------------------------------------------------------------

/** Of `data` the log keeps the JSON; what JSON cannot say is lost, see `textsOf`. */
export interface NewEvent extends Stored {
  readonly occurredAt: Instant
  readonly concerns: ReadonlyArray<Concern>
}

/** The events of one command, at least one, for one stream. */
export interface Append {
  readonly stream: StreamName
  readonly expected: Expected
  readonly events: ReadonlyArray<NewEvent>
  readonly commandId: CommandId
  /** What tells this command from another one sent under the same id. */
  readonly fingerprint: string
  readonly actor: Actor
  /** The command's id unless told. */
  readonly correlationId?: string
  /** The command's id unless told. */
  readonly causationId?: string
}

/** What a writer believes of a stream, whether or not it writes to it. */
export interface Check {
  readonly stream: StreamName
  readonly expected: Expected
}

/** Appends that are recorded together, in this order, or not at all. */
export interface AppendAll {
  /** Any number for a stream; each expects what those before it leave behind. */
  readonly appends: ReadonlyArray<Append>
  /** Looked at before anything is written; none unless told. */
  readonly checks?: ReadonlyArray<Check>
}

export interface Appended {
  readonly firstRevision: number
  readonly lastRevision: number
  readonly lastPosition: number
  readonly recordedAt: Instant
  /** True if the command was in the log already: these are the places of its first hearing. */
  readonly repeated: boolean
}

// ------------------------------------------------------------------------------------------------
// reading
// ------------------------------------------------------------------------------------------------

/** A recorded event that nobody has decoded yet. */
export interface StoredEvent extends Envelope, Stored {
  /** That of its command, with the first event of it, where the log gives it out with events. */
  readonly fingerprint?: string | undefined
  /** The same event around decoded data. */
  readonly holding: (data: unknown) => StoredEvent
}

export interface Page {
  readonly events: ReadonlyArray<StoredEvent>
  /** Everything up to this position has been looked at, whether or not the filter let it through. */
  readonly through: number
  /** True if nothing was behind this page when it was read. */
  readonly isLast: boolean
}

export interface ReadAll {
  /** The position after which to begin; 0, the beginning, unless told. */
  readonly after?: number
  /** The last position to read; the end of the log as it is then unless told. */
  readonly upTo?: number
  /** Only these event types; all unless told. */
  readonly types?: ReadonlyArray<string>
  /**
   * Whoever reads looks at more than type, data and position only while the log is open, if at all:
   * what surrounds an event may be fetched then. Half as long for a replay that looks at nothing else.
   */
  readonly isLate?: boolean
}

/** What the log knows of a command that it has heard. */
export interface HeardCommand {
  readonly fingerprint: string
  /** The fingerprint was erased with the person: any command under this id is taken for the first. */
  readonly isForgotten?: true
  readonly events: ReadonlyArray<StoredEvent>
}

/**
 * Pages reject only with a `StoreError` value. A reader that stops early leaves nothing open; one
 * that is behind its last page when the log is closed ends as if nothing had happened. A read that
 * finds nothing to look at has no page.
 */
export interface EventStore {
  readonly append: (append: Append) => TaskEither<AppendError, Appended>

  /**
   * All of them in one step, which a reader sees whole or not at all; the answers are in the order of
   * the appends. Heard again as it was, it is one repetition; where only a part was heard, that part
   * is `CommandIdReused`. A `Conflict` tells of everything that was not as expected. Missing where an
   * engine writes one stream at a time.
   */
  readonly appendAll?: (all: AppendAll) => TaskEither<AppendError, ReadonlyArray<Appended>>

  /** A stream's events from revision `from`, included; no page if there are none. */
  readonly readStream: (stream: StreamName, from?: number) => AsyncIterable<Page>

  /** All events in order, as far as the log goes when the last page is read. */
  readonly readAll: (from?: ReadAll) => AsyncIterable<Page>

  /**
   * As `readAll`, and then on as events are recorded, until the signal aborts, the log is closed or
   * the iteration is told to return: then it ends at once. While it waits it keeps the process alive.
   */
  readonly subscribe: (
    from?: Omit<ReadAll, 'upTo'>,
    until?: { readonly signal?: AbortSignal },
  ) => AsyncIterable<Page>

  /** The command with this id on this stream, if the log has heard it. */
  readonly heard: (
    stream: StreamName,
    commandId: CommandId,
  ) => TaskEither<StoreError, Option<HeardCommand>>

  /** The position of the last event; 0 for an empty log. */
  readonly head: () => TaskEither<StoreError, number>

  /** For a log that can be moved. Of a sealed log: as it is stored, sealed. */
  readonly transcription?: Transcription

  /** Writes what is queued, then lets go of everything. Later calls answer `StoreClosed`. */
  readonly close: () => TaskEither<StoreError, void>
}
