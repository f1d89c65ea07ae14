/**
 * What a desk on a cluster is connected with, and why that may fail.
 */
import type { ConnectError, EventStoreDbSettings } from '@deskledger/event-store-eventstoredb'
import type { StoreError } from '@deskledger/event-store'
import type { ViewsUnavailable } from '@deskledger/projection'
import type { PostgresProblem, PostgresSettings } from '@deskledger/projection/postgres'
import type { MasterKeyProvider, VaultError } from '@deskledger/vault'
import type { Module } from '../module.ts'
import type { OpenDeskError, SharedSettings } from '../settings.ts'

export interface ConnectSettings<
  Modules extends ReadonlyArray<Module>,
> extends SharedSettings<Modules> {
  /**
   * The log: `esdb://user:password@host:2113`, `esdb+discover://cluster.example`. `prefix` is what the
   * names of the desk's streams begin with there, `deskledger.` unless told; desks that share a
   * server need one each.
   */
  readonly eventStoreDb: Omit<EventStoreDbSettings, 'clock'>
  /** The read models: `postgres://user:password@host:5432/database`; one schema for each desk. */
  readonly postgres: PostgresSettings
  /**
   * Of this node: certificates and the ledger of erasures, and the master key unless it is elsewhere.
   * Made if it is not there.
   */
  readonly folder: string
  /**
   * Where the keys of personal data are: `server`, in the schema of the read models with `_keys` behind
   * it, or the one that is named, for nodes on any number of machines; `folder`, in a file, for nodes
   * of one machine. In the folder if they are there already, on the server unless told.
   */
  readonly keys?: 'server' | 'folder' | { readonly schema: string }
  /** Where the master key is that opens the desk's other keys; see `keys.ts` for what it is unless told. */
  readonly masterKey?: MasterKeyProvider
  /**
   * For how long a node that says nothing is believed to be alive, in milliseconds, at least 1,000;
   * 10,000 unless told. Another one takes over at most a second later.
   */
  readonly leaseMs?: number
  /**
   * Which projectors build the read models of this schema; all unless told. A group of its own, in a
   * schema of its own, is led and folded apart from the others.
   */
  readonly readModels?: ReadonlyArray<string>
  /** `rest`: this node lets no policy react, also while it leads. `react` unless told. */
  readonly policies?: 'react' | 'rest'
}

/** Why a desk cannot be connected. Nothing was changed, but for a folder that is made. */
export type ConnectDeskError =
  | Exclude<ConnectError, { readonly _tag: 'Unreachable' }>
  /** Nobody answers where the log is to be. */
  | {
      readonly _tag: 'LogUnreachable'
      readonly hosts: ReadonlyArray<string>
      readonly cause: unknown
    }
  | PostgresProblem
  | ViewsUnavailable
  | VaultError
  | StoreError
  | Extract<OpenDeskError, { readonly _tag: 'FolderUnusable' }>
  | {
      readonly _tag: 'UnknownReadModel'
      readonly name: string
      readonly known: ReadonlyArray<string>
    }
  /** A lease of less than a second, or none at all. */
  | { readonly _tag: 'LeaseTooShort'; readonly leaseMs: number; readonly least: number }
  /** The read models have folded a log, and there is none: another server, another prefix. */
  | { readonly _tag: 'LogNotFound'; readonly position: number; readonly prefix: string }
