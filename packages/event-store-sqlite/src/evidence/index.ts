/**
 * Evidence of a log in one file: its rows as a bundle, and proofs from them.
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  beginBundle,
  checkpointOf,
  freeNames,
  toBundleError,
  type BundleError,
  type BundleSettings,
  type Manifest,
  type ProveError,
} from '@deskledger/event-store/evidence'
import { toReadError, type OpenError } from '../errors.ts'
import { openLedger, type Ledger } from '../ledger.ts'

export {
  proofText,
  type ConsistencyProof,
  type FileEntry,
  type InclusionProof,
  type Manifest,
  type ProveError,
} from '@deskledger/event-store/evidence'
export { proveConsistency, proveEvent } from './proof.ts'

export interface EvidenceSettings extends BundleSettings {
  readonly file: string
}

export type EvidenceError = OpenError | ProveError | BundleError

/** Writes the whole log as it is now. */
export const writeEvidence = (settings: EvidenceSettings): E.Either<EvidenceError, Manifest> => {
  const free = freeNames(settings)
  if (E.isLeft(free)) return free
  const opened = openLedger(settings.file)
  if (E.isLeft(opened)) return opened
  try {
    return written(opened.right, settings)
  } catch (error) {
    return E.left(toBundleError(settings.folder, error) ?? toReadError(error))
  } finally {
    opened.right.close()
  }
}

const written = (ledger: Ledger, settings: EvidenceSettings): E.Either<EvidenceError, Manifest> => {
  const { note, keys = [] } = settings
  const signed = note === undefined ? E.right(undefined) : checkpointOf(ledger, { note, keys })
  if (E.isLeft(signed)) return signed
  const bundle = beginBundle(settings)
  if (E.isLeft(bundle)) return bundle
  const { commit, event, finish, abandon } = bundle.right
  const { commitNo, position, chain } = ledger.tip()
  try {
    for (const row of ledger.commits(1, commitNo)) commit(row)
    for (const row of ledger.events(1, position)) event(row)
  } catch (error) {
    abandon()
    throw error
  }
  const root = ledger.rootOfRange(0, commitNo)
  return E.right(finish({ desk: ledger.deskId, commits: commitNo, events: position, chain, root }))
}
