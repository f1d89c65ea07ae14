/**
 * A notary: follows a log that has no hash chain of its own, such as a cluster's, and keeps commits,
 * chain, tree and signed notes of it in a file of its own.
 *
 * Promises: two notaries of one log come to one chain, however often they stop, are killed, or read in
 * other pages; bundles and proofs made through it are checked as those of a log in one file; what was
 * changed in the log since it was noted is found, and named by its place. It keeps no data of events and
 * needs no key: what is sealed is hashed sealed. Refuses: noting on behind a log that is not the one
 * it noted.
 */
export { keepNote, type KeepError } from './checkpoint.ts'
export type { NoteError, OpenError } from './errors.ts'
export * from './evidence.ts'
export { follow, type FollowSettings } from './follow.ts'
export type { Noted, NotedEvent, NotedStream, Tip } from './noted.ts'
export { format } from './schema.ts'
export * from './verify/index.ts'
