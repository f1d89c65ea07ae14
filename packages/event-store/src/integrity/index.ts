/** What a log is hashed to, and how anybody can check it without the log: pure, and `node:crypto`. */
export * from './checkpoint.ts'
export * from './digest.ts'
export * from './leaves.ts'
export * from './note-key.ts'
export * from './note.ts'
export * from './paths.ts'
export * from './proofs.ts'
export * from './tree.ts'
