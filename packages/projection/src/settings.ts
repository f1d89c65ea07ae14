/**
 * What a read model is made of.
 */
import type { Fact, Registry } from '@deskledger/kernel'
import type { KnownStore } from './knowing.ts'
import type { Projector } from './projector.ts'
import type { OnUndecodable } from './reading.ts'

export interface ReadModelSettings {
  readonly store: KnownStore
  /** The event types of the whole desk. */
  readonly registry: Registry<Fact>
  /** Their tables stand in one file, at one position. */
  readonly projectors: ReadonlyArray<Projector>
  /** What becomes of events that cannot be read; `fail` unless told. */
  readonly onUndecodable?: OnUndecodable
  /** Look at every row that a fold returns; for specs and development. */
  readonly isStrict?: boolean
  /** How many events one transaction takes at most; 1,000 unless told. */
  readonly batchSize?: number
}

export interface ProjectionSettings extends ReadModelSettings {
  /** The read model's file, `views.db`. Made if it is not there. */
  readonly file: string
  /** Milliseconds since 1970, the same for all processes that share the file. */
  readonly clock?: () => number
  /** For how long a process that says nothing is believed to be alive; 10,000 ms unless told. */
  readonly leaseMs?: number
  /** The id of the log, so that a read model of another one is not taken for this one's. */
  readonly log?: string
  readonly onProgress?: (progress: Progress) => void
}

/** How far a read model has come. */
export interface Progress {
  /** `rebuild`: a new file grows beside the one that is read meanwhile. */
  readonly phase: 'follow' | 'rebuild'
  readonly position: number
  /** How many events were folded to get there. */
  readonly events: number
}
