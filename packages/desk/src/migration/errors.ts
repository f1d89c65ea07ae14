/**
 * Why a desk cannot be moved. The source is as it was; what was copied stays, and the same command
 * goes on from there unless the case says otherwise.
 */
import type { TranscribeError } from '@deskledger/event-store'
import type { Finding } from '@deskledger/event-store-sqlite'

export type MigrationError =
  /** What stands there is not the beginning of what was to be copied. Nothing was written. */
  | {
      readonly _tag: 'TargetDiffers'
      readonly stream: string
      readonly revision: number
      readonly field: string
    }
  /** The target holds everything and more: it has gone on by itself. Nothing was written. */
  | { readonly _tag: 'TargetAhead'; readonly stream: string; readonly revision: number }
  /** The target is another desk's. Nothing was written. */
  | { readonly _tag: 'TargetForeign'; readonly place: string; readonly found: string }
  /** The source's own hashes do not hold. Nothing was written. */
  | {
      readonly _tag: 'SourceDamaged'
      readonly file: string
      readonly findings: number
      readonly first: Finding | undefined
    }
  /** There is no desk to be moved. */
  | { readonly _tag: 'NothingToMove'; readonly place: string }
  /** The disk of the target is full. */
  | { readonly _tag: 'TargetFull'; readonly events: number }
  /** A server went away, or a file could not be read or written. */
  | {
      readonly _tag: 'MigrationStopped'
      readonly during: string
      readonly events?: number
      readonly cause: { readonly _tag: string }
    }
  /** The target cannot hold one of the appends. */
  | {
      readonly _tag: 'AppendNotTaken'
      readonly stream: string
      readonly reason: string
      readonly events: number
    }
  /** Somebody else writes to the target. */
  | { readonly _tag: 'Diverged'; readonly stream: string; readonly revision: number }
  /** The target has lost the order of the log: it must be emptied. */
  | { readonly _tag: 'OrderLost'; readonly stream: string; readonly revision: number }
  /** Recorded before what stands before it, which the target's log does not take. */
  | { readonly _tag: 'TimeReversed'; readonly stream: string; readonly revision: number }
  /** Others write to the source faster than it is copied. */
  | { readonly _tag: 'SourceNeverLevel'; readonly rounds: number }

export const stoppedBy = (
  during: string,
  cause: { readonly _tag: string },
  events?: number,
): MigrationError => ({
  _tag: 'MigrationStopped',
  during,
  cause,
  ...(events === undefined ? {} : { events }),
})

/** Why the target took no more, once it had taken so many events. */
export const notTaken = (error: TranscribeError, events: number): MigrationError => {
  switch (error._tag) {
    case 'StoreFull':
      return { _tag: 'TargetFull', events }
    case 'InvalidAppend':
      return { _tag: 'AppendNotTaken', stream: error.stream, reason: error.reason, events }
    case 'Diverged':
    case 'OrderLost':
    case 'TimeReversed':
      return error
    case 'StoreClosed':
    case 'StoreUnavailable':
    case 'StoreDamaged':
    case 'StoreReadOnly':
    case 'Conflict':
    case 'CommandIdReused':
    case 'OutcomeUnknown':
    case 'Overloaded':
    case 'SubjectErased':
      return stoppedBy('copying the log', error, events)
  }
}
