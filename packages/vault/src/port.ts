/**
 * All that a desk needs of its keys, wherever they are kept, and what may keep them from being opened.
 */
import type { ErasableKeys } from './erasure/erasable.ts'
import type { KeysFileError } from './keys-file.ts'
import type { MasterKeyError } from './master-key.ts'
import type { SealingKeys } from './ring.ts'

export type Vault = SealingKeys & ErasableKeys & { readonly close: () => void | Promise<void> }

/** `file` is where the keys are: a path, or the schema of a server. */
export type VaultError =
  | KeysFileError
  | MasterKeyError
  /** The log holds facts, and its keys are not there. */
  | { readonly _tag: 'KeysMissing'; readonly file: string }
  /** The keys are those of another log. */
  | { readonly _tag: 'ForeignKeys'; readonly file: string; readonly found: string }
  /** The master key does not open these keys. */
  | { readonly _tag: 'WrongMasterKey'; readonly file: string; readonly provider: string }
