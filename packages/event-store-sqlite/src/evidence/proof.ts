/**
 * Proof files: what shows somebody without the log that an event is in it, or that it has only grown
 * since. Each is one JSON object with all that is needed, checked by `deskledger-verify`; the format
 * is described in `docs/reference/evidence-bundle.md`.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoreError } from '@deskledger/event-store'
import {
  consistencyPath,
  eventHasher,
  inclusionPath,
  keyText,
  openCheckpoint,
  originOf,
  rangesOf,
  type CheckpointError,
  type Digest,
  type NoteKey,
  type OpenCheckpoint,
} from '@deskledger/event-store/integrity'
import { toReadError } from '../errors.ts'
import type { Ledger, LedgerCommit, LedgerEvent } from '../ledger.ts'

export interface InclusionProof {
  readonly kind: 'deskledger-inclusion-proof'
  readonly version: 1
  readonly desk: string
  readonly event: Omit<LedgerEvent, 'commitNo' | 'recordedAt'>
  /** From the event's leaf to the root of its commit; its place there follows from the positions. */
  readonly eventPath: ReadonlyArray<Digest>
  readonly commit: Omit<LedgerCommit, 'eventsRoot' | 'chain'> & { readonly previousChain: Digest }
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

/** A proof that the event at `position` is in the log that `note` was signed of. */
export const proveEvent = (
  ledger: Ledger,
  position: number,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, InclusionProof> =>
  reading(() => {
    const checkpoint = checkpointOf(ledger, note, keys)
    if (E.isLeft(checkpoint)) return checkpoint
    const [found] = ledger.events(position, position)
    if (found === undefined) return E.left({ _tag: 'NoSuchEvent', position })
    const { size } = checkpoint.right
    const { commitNo, recordedAt: _, ...event } = found
    if (commitNo > size) return E.left({ _tag: 'NotCovered', commit: commitNo, treeSize: size })
    const [commit] = ledger.commits(commitNo, commitNo)
    if (commit === undefined) return E.left({ _tag: 'OtherHistory', treeSize: size })
    const { firstPosition, lastPosition, recordedAt } = commit
    const leaves = [...ledger.events(firstPosition, lastPosition)].map(eventHasher(ledger.deskId))
    const previous = ledger.chainAt(firstPosition - 1)
    return E.right({
      kind: 'deskledger-inclusion-proof',
      version: 1,
      desk: ledger.deskId,
      event,
      eventPath: inclusionPath(position - firstPosition, leaves.length, rangesOf(leaves)),
      commit: {
        commitNo,
        firstPosition,
        lastPosition,
        recordedAt,
        previousChain: previous._tag === 'Some' ? previous.value : '',
      },
      commitPath: inclusionPath(commitNo - 1, size, ledger.rootOfRange),
      checkpoint: note,
      keys: keys.map(keyText),
    })
  })

/** A proof that the log that `newer` was signed of begins with the one that `older` was signed of. */
export const proveConsistency = (
  ledger: Ledger,
  [older, newer]: readonly [older: string, newer: string],
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, ConsistencyProof> =>
  reading(() => {
    const [before, now] = [checkpointOf(ledger, older, keys), checkpointOf(ledger, newer, keys)]
    if (E.isLeft(before)) return before
    if (E.isLeft(now)) return now
    const [olderSize, newerSize] = [before.right.size, now.right.size]
    if (olderSize > newerSize) return E.left({ _tag: 'OtherHistory', treeSize: olderSize })
    return E.right({
      kind: 'deskledger-consistency-proof',
      version: 1,
      desk: ledger.deskId,
      older,
      newer,
      path: consistencyPath(olderSize, newerSize, ledger.rootOfRange),
      keys: keys.map(keyText),
    })
  })

/** The text of a proof file. */
export const proofText = (proof: InclusionProof | ConsistencyProof): string =>
  `${JSON.stringify(proof, null, 2)}\n`

/** What a note says, if the log still has that root at that size. */
export const checkpointOf = (
  ledger: Ledger,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, OpenCheckpoint> => {
  const opened = openCheckpoint(note, originOf(ledger.deskId), keys)
  if (E.isLeft(opened)) return opened
  const { size, root } = opened.right
  if (size <= ledger.tip().commitNo && ledger.rootOfRange(0, size) === root) return opened
  return E.left({ _tag: 'OtherHistory', treeSize: size })
}

/** What SQLite throws becomes a value. */
export const reading = <Error, A>(
  read: () => E.Either<Error, A>,
): E.Either<Error | StoreError, A> => {
  try {
    return read()
  } catch (error) {
    return E.left(toReadError(error))
  }
}
