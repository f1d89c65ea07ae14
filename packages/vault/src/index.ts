/** Personal data sealed per person in an append-only log, and erased for good. */
export { copyKeys, type CopiedKeys, type CopyError } from './copying/copy.ts'
export { keysInFile } from './copying/file.ts'
export type { KeysPlace, OpenPlace } from './copying/place.ts'
export { readCertificates, type Certificate } from './erasure/certificate.ts'
export { erase, eraseKeys } from './erasure/erase.ts'
export type {
  EraseError,
  Erased,
  EraseRequest,
  ErasureSettings,
  House,
} from './erasure/settings.ts'
export { addToLedger, readLedger, type LedgerDamaged, type Line } from './erasure/ledger.ts'
export { ledgerFor, reapply, type LedgerError } from './erasure/reapplying.ts'
export type { Doomed, ErasableKeys, Fence, KeysStillRead } from './erasure/erasable.ts'
export { pendingIn, steps, type Erasing, type Journal, type Step } from './erasure/journal.ts'
export { filesIn, patternsFor, search } from './erasure/search.ts'
export { surveyOf, type Survey } from './erasure/survey.ts'
export { keyFile, keyFromEnvironment } from './master-key.ts'
export type { MasterKeyError, MasterKeyProvider } from './master-key.ts'
export { personalFieldsOf } from './personal-fields.ts'
export { sealed, type SealedOver } from './sealed.ts'
export { subjectOfStream, type Link, type LinksOf, type Subject } from './subject.ts'
export type { SealBroken } from './unsealing.ts'
export type { Vault, VaultError } from './port.ts'
export {
  isFenced,
  type KeysAtHand,
  type KeysElsewhere,
  type Ring,
  type SealingKeys,
  type Wanted,
} from './ring.ts'
export { openVault, type FileVault, type VaultSettings } from './vault.ts'
