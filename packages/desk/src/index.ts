/**
 * A desk: one folder on disk that holds everything that ever happened between a company and its
 * customers, as facts; open it in your own app, with no server to run.
 */
export { asOfDesk, positionAt } from './as-of.ts'
export { assembled } from './assembled.ts'
export type { Certificate, Survey } from '@deskledger/vault'
export { backupDesk, type Backup } from './backup.ts'
export { builtIn } from './built-in.ts'
export { diagnose, type Diagnosis } from './diagnosis.ts'
export type { CustomerView } from './customer.ts'
export { certificatesFolder, ledgerFile } from './erasing.ts'
export type { ErasePartyError, ErasePartyOptions, Erasures } from './erasing.ts'
export { isDesk, logFile, viewsFile } from './folder.ts'
export { rehearse, type ImportOptions } from './importing.ts'
export { keysFile, masterKeyFile, masterKeyVariable } from './keys.ts'
export { defineModule, informed, type AnyDecider, type Module } from './module.ts'
export { nearest } from './nearest.ts'
export { openDesk, openDeskTask } from './open.ts'
export { readDesk, type ReadingDesk } from './reading.ts'
export { orThrow, ProblemError, problemOf, problems, type Problem } from './problem.ts'
export { restoreDesk, type Restored, type RestoreOptions } from './restore.ts'
export * from './settings.ts'
export { logFormat, sqliteVersion } from './versions.ts'
