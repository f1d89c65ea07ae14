/**
 * Proofs from the rows of a log in one file.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoreError } from '@deskledger/event-store'
import {
  checkpointOf,
  consistencyOf,
  inclusionOf,
  type ConsistencyProof,
  type InclusionProof,
  type ProveError,
} from '@deskledger/event-store/evidence'
import { eventHasher, type NoteKey } from '@deskledger/event-store/integrity'
import { toReadError } from '../errors.ts'
import type { Ledger } from '../ledger.ts'

/** A proof that the event at `position` is in the log that `note` was signed of. */
export const proveEvent = (
  ledger: Ledger,
  position: number,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, InclusionProof> =>
  reading(() => {
    const signed = { note, keys }
    const checkpoint = checkpointOf(ledger, signed)
    if (E.isLeft(checkpoint)) return checkpoint
    const [event] = ledger.events(position, position)
    if (event === undefined) return E.left({ _tag: 'NoSuchEvent', position })
    const [commit] = ledger.commits(event.commitNo, event.commitNo)
    if (commit === undefined)
      return E.left({ _tag: 'OtherHistory', treeSize: checkpoint.right.size })
    const { firstPosition, lastPosition } = commit
    const leaves = [...ledger.events(firstPosition, lastPosition)].map(eventHasher(ledger.deskId))
    const previous = ledger.chainAt(firstPosition - 1)
    const previousChain = previous._tag === 'Some' ? previous.value : ''
    return inclusionOf(ledger, { event, commit, previousChain, leaves }, signed)
  })

/** A proof that the log that `newer` was signed of begins with the one that `older` was signed of. */
export const proveConsistency = (
  ledger: Ledger,
  notes: readonly [older: string, newer: string],
  keys: ReadonlyArray<NoteKey>,
): E.Either<ProveError, ConsistencyProof> => reading(() => consistencyOf(ledger, notes, keys))

/** What SQLite throws becomes a value. */
const reading = <Error, A>(read: () => E.Either<Error, A>): E.Either<Error | StoreError, A> => {
  try {
    return read()
  } catch (error) {
    return E.left(toReadError(error))
  }
}
