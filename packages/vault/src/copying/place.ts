/**
 * A place of keys, as those need it who copy keys as they are wrapped. No master key is asked for.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { KeysStillRead } from '../erasure/erasable.ts'
import type { VaultError } from '../port.ts'
import type { CopiedRow, CopiedTable } from './tables.ts'

export interface OpenPlace {
  /** In words that may be shown. */
  readonly name: string
  /** Nothing if no keys were begun here, or not all of them are here yet. */
  readonly desk: () => Promise<string | undefined>
  /** The next rows behind the one whose key begins `after`, in the order of their keys' bytes. */
  readonly rows: (
    table: CopiedTable,
    after: CopiedRow | undefined,
    limit: number,
  ) => Promise<ReadonlyArray<CopiedRow>>
  /** Durable when it returns; what is erased here stays erased. */
  readonly put: (table: CopiedTable, rows: ReadonlyArray<CopiedRow>) => Promise<void>
  /** From now on the keys can be opened. */
  readonly finish: (desk: string) => Promise<E.Either<KeysStillRead, void>>
  readonly close: () => Promise<void>
}

/** Opens what is there; `to` copy to it, tables are made where there are none. */
export type KeysPlace = (use: 'from' | 'to') => Promise<E.Either<VaultError, OpenPlace>>
