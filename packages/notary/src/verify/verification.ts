/**
 * What a verification is asked for, and what it answers.
 */
import type { EventStore } from '@deskledger/event-store'
import type {
  Digest,
  NotChecked as OpenOfNotes,
  NoteKey,
  Signatory,
} from '@deskledger/event-store/integrity'
import type { Finding } from './finding.ts'

export interface VerifySettings {
  readonly file: string
  /** The log itself, below any vault: what is sealed was noted sealed. */
  readonly store: EventStore
  /** Signed checkpoints that were kept outside. */
  readonly notes?: ReadonlyArray<string>
  /** The keys that sign checkpoints of this log. */
  readonly keys?: ReadonlyArray<NoteKey>
  /** Keys that the log itself announces: they tell who signed, and vouch for nothing. */
  readonly announced?: ReadonlyArray<NoteKey>
  /** Whether each stream is asked for its beginning too: `shown` unless told. */
  readonly streams?: 'shown' | 'unasked'
  /** Hears how many of the noted events were compared, after each page of the log. */
  readonly onProgress?: (position: number, end: number) => void
  /** Ends it early: what was found up to then is told. */
  readonly signal?: AbortSignal
  /** How many findings are kept; 1,000 unless told. */
  readonly maxFindings?: number
}

export interface NotaryVerification {
  readonly deskId: string
  /** None if nothing is wrong with what was checked. */
  readonly findings: ReadonlyArray<Finding>
  /** Also those beyond `maxFindings`. */
  readonly findingsCount: number
  readonly commits: number
  readonly events: number
  /** What the log calls the position of the last noted event. */
  readonly place: number
  /** Of the last commit. */
  readonly chain: Digest
  readonly recordedAt: number
  /** Of the tree over the chains of all commits: what a checkpoint says. */
  readonly root: Digest
  /** False if it was ended early, or log or file could not be read on. */
  readonly isComplete: boolean
  readonly signatories: ReadonlyArray<Signatory>
  readonly notChecked: ReadonlyArray<NotChecked>
}

export type NotChecked =
  | OpenOfNotes
  /** Nobody can tell what was changed before an event was noted. */
  | { readonly _tag: 'BeforeNoting' }
  /** Streams were not asked for what they show. */
  | { readonly _tag: 'StreamsUnasked' }
  /** The log has more events than were noted. */
  | { readonly _tag: 'NotYetNoted'; readonly events: number }
