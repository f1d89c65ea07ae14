/**
 * What a desk is moved from and to, and what is told of it.
 */
import type { EventStore, Transcription } from '@deskledger/event-store'
import type { MasterKeyProvider } from '@deskledger/vault'
import type { ConnectSettings } from '../cluster/settings.ts'
import type { Module } from '../module.ts'

/** A desk in a folder. */
export interface FolderPlace {
  readonly folder: string
}

/** A desk on a cluster, as `connectDesk` is told of it. */
export type ClusterPlace = Pick<
  ConnectSettings<readonly []>,
  'folder' | 'eventStoreDb' | 'postgres' | 'keys'
>

export type DeskPlace = FolderPlace | ClusterPlace

export interface MigrateOptions {
  /** Only read. Best that nobody writes to it meanwhile. */
  readonly from: DeskPlace
  /** Holds nothing, or what an earlier run of the same migration has left. */
  readonly to: DeskPlace
  /** The embedder's own, as the desk is opened with. */
  readonly modules?: ReadonlyArray<Module>
  /** Where the master key is, on both sides; see `keys.ts` for what it is unless told. */
  readonly masterKey?: MasterKeyProvider
  /** How many appends are written at once; 1,000 unless told. */
  readonly batchSize?: number
  readonly onProgress?: (progress: MigrationProgress) => void
}

/** `project` folds the read models of the target, `replay` those of the source where they are not level. */
export type MigrationPhase = 'verify' | 'resume' | 'copy' | 'project' | 'replay' | 'compare'

export interface MigrationProgress {
  readonly phase: MigrationPhase
  /** Of `total`, in the same unit: positions of the log that is read. */
  readonly done: number
  readonly total: number
  readonly events: number
}

export interface Log extends EventStore {
  readonly transcription: Transcription
}

/** One side's log, counted as it was read. */
export interface LogSums {
  readonly events: number
  readonly appends: number
  readonly streams: number
  readonly commits: number
  /** SHA-256 in hexadecimal of every append as it is stored, in order. */
  readonly sha256: string
}

export interface Side extends LogSums {
  /** A folder, or servers without their passwords. */
  readonly name: string
  /** The chain at the end of the log, where the log has one: every hash was computed again. */
  readonly chain?: string
}

export interface TableFacts {
  readonly table: string
  readonly rows: number
  readonly facts: string
}

/** What is not the same on both sides. */
export type Difference =
  /** `field` of the append that begins there; or there is none there on one side. */
  | {
      readonly what: 'log'
      readonly stream: string
      readonly revision: number
      readonly field: string
    }
  | { readonly what: 'readModel'; readonly table: string; readonly field: 'rows' | 'facts' }

export interface Migrated {
  readonly desk: string
  readonly from: Side
  readonly to: Side
  /** Events that were there already, and those that were copied now. */
  readonly found: number
  readonly copied: number
  /** How often the source was level; more than once if somebody wrote to it meanwhile. */
  readonly rounds: number
  /** Erasures in the ledger that was taken along. */
  readonly erasures: number
  readonly readModels: ReadonlyArray<TableFacts>
  /** The first; nothing if all is the same. */
  readonly difference?: Difference
}

/** What would be done. */
export interface MigrationPlan {
  readonly desk: string
  readonly from: string
  readonly to: string
  /** Events that are there already, and those that would be copied. */
  readonly found: number
  readonly missing: number
  readonly erasures: number
}
