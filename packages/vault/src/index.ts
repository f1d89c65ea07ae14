/** Personal data sealed per person in an append-only log, and erased for good. */
export { keyFile, keyFromEnvironment } from './master-key.ts'
export type { MasterKeyError, MasterKeyProvider } from './master-key.ts'
export type { KeysFileError } from './keys-file.ts'
export { sealed, type SealedOver } from './sealed.ts'
export { subjectOfStream, type Link, type LinksOf, type Subject } from './subject.ts'
export type { SealBroken } from './unsealing.ts'
export { openVault, type Vault, type VaultError, type VaultSettings } from './vault.ts'
