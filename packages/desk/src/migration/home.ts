/**
 * One side of a migration: where a desk is, or is to be.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreError } from '@deskledger/event-store'
import type { KeysPlace, MasterKeyProvider, Vault, VaultError } from '@deskledger/vault'
import type { ModelsOver } from '../parts.ts'
import type { Log, MigrateOptions, TableFacts } from './settings.ts'

export interface Opening {
  readonly desk: string
  readonly log: Log
  readonly masterKey?: MasterKeyProvider | undefined
}

export interface Home {
  /** A folder, or servers without their passwords. */
  readonly name: string
  /** Where the master key, the ledger and the certificates are. */
  readonly folder: string
  readonly keys: KeysPlace
  /** The keys, to read the desk's log with. */
  readonly opened: (whose: Opening) => TaskEither<VaultError | StoreError, Vault>
  /** Whose it is; nobody's if nothing was begun there. */
  readonly desk: () => Promise<string | undefined>
  /** The log that is there, to be read; nothing if there is none. */
  readonly source: () => Promise<Log | undefined>
  /** The log to be written, made if it is not there. */
  readonly target: (desk: string) => Promise<Log>
  /** Computes every hash again, where the log has a chain: the chain at its end. */
  readonly verified: (heard: (done: number, total: number) => void) => Promise<string | undefined>
  /** What the read models tell, of a source as it is, of a target brought level. */
  readonly facts: (over: ModelsOver, use: 'from' | 'to') => Promise<ReadonlyArray<TableFacts>>
  /** From now on it is a desk that can be opened. */
  readonly finish: (desk: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** A desk on its way. */
export interface Move {
  readonly options: MigrateOptions
  readonly from: Home
  readonly to: Home
  readonly source: Log
  readonly desk: string
}
