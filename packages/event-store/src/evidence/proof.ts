/**
 * Proof files: what shows somebody without the log that an event is in it, or that it has only grown
 * since. Each is one JSON object with all that is needed, checked by `deskledger-verify`; the format
 * is described in `docs/reference/evidence-bundle.md`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoreError } from '../errors.ts'
import {
  consistencyPath,
  inclusionPath,
  keyText,
  openCheckpoint,
  originOf,
  rangesOf,
  type CheckpointError,
  type Digest,
  type NoteKey,
  type OpenCheckpoint,
  type RootOfRange,
} from '../integrity/index.ts'
import type { BundledCommit, BundledEvent } from './bundle.ts'

export interface InclusionProof {
  readonly kind: 'deskledger-inclusion-proof'
  readonly version: 1
  readonly desk: string
  readonly event: Omit<BundledEvent, 'commitNo' | 'recordedAt'>
  /** From the event's leaf to the root of its commit; its place there follows from the positions. */
  readonly eventPath: ReadonlyArray<Digest>
  readonly commit: Omit<BundledCommit, 'eventsRoot' | 'chain'> & { readonly previousChain: Digest }
  /** From the commit's chain to the root of the checkpoint. */
  readonly commitPath: ReadonlyArray<Digest>
  readonly checkpoint: string
  readonly keys: ReadonlyArray<string>
}

export interface ConsistencyProof {
  readonly kind: 'deskledger-consistency-proof'
  readonly version: 1
  readonly desk: string
  readonly older: string
  readonly newer: string
  readonly path: ReadonlyArray<Digest>
  readonly keys: ReadonlyArray<string>
}

export type ProveError =
  | CheckpointError
  | StoreError
  /** There is no event at the position. */
  | { readonly _tag: 'NoSuchEvent'; readonly position: number }
  /** The checkpoint was signed before the event's commit: take a newer one. */
  | { readonly _tag: 'NotCovered'; readonly commit: number; readonly treeSize: number }
  /** The log is not the one that the checkpoint is of: verify it. */
  | { readonly _tag: 'OtherHistory'; readonly treeSize: number }

/** A chained log, as far as checkpoints speak of it. */
export interface Signable {
  readonly deskId: string
  readonly tip: () => { readonly commitNo: number }
  /** Over the chains of the commits numbered above `start` and up to `end`. */
  readonly rootOfRange: RootOfRange
}

/** An event, and the commit that it is in. */
export interface Placed {
  readonly event: BundledEvent
  readonly commit: BundledCommit
  readonly previousChain: Digest
  /** Of all events of the commit, in order. */
  readonly leaves: ReadonlyArray<Digest>
}

/** A signed checkpoint, and the keys to check it. */
export interface Signed {
  readonly note: string
  readonly keys: ReadonlyArray<NoteKey>
}

/** What a note says, if the log still has that root at that size. */
export const checkpointOf = (
  log: Signable,
  { note, keys }: Signed,
): E.Either<ProveError, OpenCheckpoint> => {
  const opened = openCheckpoint(note, originOf(log.deskId), keys)
  if (E.isLeft(opened)) return opened
  const { size, root } = opened.right
  if (size <= log.tip().commitNo && log.rootOfRange(0, size) === root) return opened
  return E.left({ _tag: 'OtherHistory', treeSize: size })
}

/** A proof that the event is in the log that was signed. */
export const inclusionOf = (
  log: Signable,
  { event, commit, previousChain, leaves }: Placed,
  signed: Signed,
): E.Either<ProveError, InclusionProof> => {
  const checkpoint = checkpointOf(log, signed)
  if (E.isLeft(checkpoint)) return checkpoint
  const { size } = checkpoint.right
  const { commitNo, recordedAt: _, ...shown } = event
  if (commitNo > size) return E.left({ _tag: 'NotCovered', commit: commitNo, treeSize: size })
  const { firstPosition, lastPosition, recordedAt } = commit
  return E.right({
    kind: 'deskledger-inclusion-proof',
    version: 1,
    desk: log.deskId,
    event: shown,
    eventPath: inclusionPath(event.position - firstPosition, leaves.length, rangesOf(leaves)),
    commit: { commitNo, firstPosition, lastPosition, recordedAt, previousChain },
    commitPath: inclusionPath(commitNo - 1, size, log.rootOfRange),
    checkpoint: signed.note,
    keys: signed.keys.map(keyText),
  })
}

/** A proof that the log that `newer` was signed of begins with the one that `older` was signed of. */
export const consistencyOf = (
  log: Signable,
  [older, newer]: readonly [older: string, newer: string],
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, ConsistencyProof> => {
  const before = checkpointOf(log, { note: older, keys })
  if (E.isLeft(before)) return before
  const now = checkpointOf(log, { note: newer, keys })
  if (E.isLeft(now)) return now
  const [olderSize, newerSize] = [before.right.size, now.right.size]
  if (olderSize > newerSize) return E.left({ _tag: 'OtherHistory', treeSize: olderSize })
  return E.right({
    kind: 'deskledger-consistency-proof',
    version: 1,
    desk: log.deskId,
    older,
    newer,
    path: consistencyPath(olderSize, newerSize, log.rootOfRange),
    keys: keys.map(keyText),
  })
}

/** The text of a proof file. */
export const proofText = (proof: InclusionProof | ConsistencyProof): string =>
  `${JSON.stringify(proof, null, 2)}\n`
