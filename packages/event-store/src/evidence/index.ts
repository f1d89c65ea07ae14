/** What an auditor takes home of a log, whichever engine holds it: bundles and proofs. */
export * from './bundle.ts'
export type { FileEntry } from './files.ts'
export * from './proof.ts'
