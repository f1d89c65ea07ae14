/**
 * What an import did, and what of the file somebody has to look at.
 */
import type { BrokenOff } from '../file/broken-off.ts'
import type { Before } from './batch.ts'
import type { Tallies } from './tally.ts'

/** An event that was compared: its case, its activity, and when it happened in ISO 8601. */
export interface Found {
  readonly case: string
  readonly activity: string
  readonly at: string
}

/** How many there are, and the first of them. */
export interface Listed {
  readonly total: number
  readonly first: ReadonlyArray<Found>
}

export interface Report {
  readonly batchId: string
  readonly source: string
  readonly file: string
  /** Of a rehearsal, everything says what would be: nothing was sent. */
  readonly mode: 'import' | 'rehearsal'
  /** What of this very import the log held before: `part` if it was broken off then. */
  readonly before: Before
  readonly counts: Readonly<Tallies>
  /** Moves that were impossible, by the status in which they were. */
  readonly deviations: ReadonlyArray<{
    readonly move: string
    readonly status: string
    readonly n: number
  }>
  /** Labels that no table of the map knows, channels by case and priorities by event. */
  readonly unmapped: {
    readonly channels: ReadonlyArray<LabelCount>
    readonly priorities: ReadonlyArray<LabelCount>
  }
  /** Recorded by other imports of the same cases, and not in this file. */
  readonly missing: Listed
  /** Recorded anew although one alike was recorded before. */
  readonly possibleDoubles: Listed
  /** In both, and in another order within their case. */
  readonly outOfOrder: Listed
  /** Where the reading ended, if that was before the file did. */
  readonly brokenOff?: BrokenOff
  /** Where everything that was set aside is listed, and everything that was found. */
  readonly rejectsFile?: string
  readonly findingsFile?: string
}

export interface LabelCount {
  readonly label: string
  readonly n: number
}
