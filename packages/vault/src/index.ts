/** Personal data sealed per person in an append-only log, and erased for good. */
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
export type { KeysStillRead } from './erasure/destroying.ts'
export { erasureOf, pendingIn, steps, type Erasing, type Step } from './erasure/journal.ts'
export { filesIn, patternsFor, search } from './erasure/search.ts'
export { surveyOf, type Survey } from './erasure/survey.ts'
export { keyFile, keyFromEnvironment } from './master-key.ts'
export type { MasterKeyError, MasterKeyProvider } from './master-key.ts'
export { personalFieldsOf } from './personal-fields.ts'
export { sealed, type SealedOver } from './sealed.ts'
export { subjectOfStream, type Link, type LinksOf, type Subject } from './subject.ts'
export type { SealBroken } from './unsealing.ts'
export { openVault, type Vault, type VaultError, type VaultSettings } from './vault.ts'
