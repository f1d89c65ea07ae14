/**
 * Proofs that hold: an event is found by what people call it, and a proof that its own hashes do not
 * bear out is not handed out. A log that cannot prove what it holds was altered.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@deskledger/kernel'
import { eventIdOf } from '@deskledger/event-store'
import {
  chainOf,
  checkInclusion,
  eventHasher,
  openCheckpoint,
  originOf,
  type CheckpointError,
  type Digest,
  type NoteKey,
  type ProofError,
} from '@deskledger/event-store/integrity'
import type { InclusionProof, ProveError } from '@deskledger/event-store/evidence'
import { proveEvent, type Ledger, type LedgerEvent } from '@deskledger/event-store-sqlite'

/** What is stored does not lead to what was signed: the log was altered. */
export interface Disproved {
  readonly _tag: 'Disproved'
  readonly part: 'event' | 'commit'
  readonly why: ProofError['_tag']
}

export interface NoEventSo {
  readonly _tag: 'NoEventSo'
  readonly asked: string
  readonly head: number
}

/** An event by its position, by its id, or as `stream@revision`. */
export const findEvent = (ledger: Ledger, asked: string): E.Either<NoEventSo, LedgerEvent> => {
  const { position: head } = ledger.tip()
  const place = /^\d{1,15}$/.test(asked) ? Number(asked) : undefined
  for (const event of place === undefined ? ledger.events(1, head) : ledger.events(place, place))
    if (place !== undefined || isNamed(event, asked)) return E.right(event)
  return E.left({ _tag: 'NoEventSo', asked, head })
}

const isNamed = ({ stream, revision, meta }: LedgerEvent, asked: string): boolean => {
  if (asked.includes('@')) return asked === `${stream}@${revision}`
  const { commandId, index = 0 } = JSON.parse(meta) as { commandId: string; index?: number }
  return eventIdOf(stream as StreamName, commandId, index) === asked
}

/** The first checkpoint kept in the log that one of the keys signed and that covers a commit. */
export const keptNote = (
  ledger: Pick<Ledger, 'deskId' | 'checkpoints'>,
  commitNo: number,
  keys: ReadonlyArray<NoteKey>,
): string | undefined =>
  ledger.checkpoints().find((note) => {
    const opened = openCheckpoint(note, originOf(ledger.deskId), keys)
    return E.isRight(opened) && opened.right.size >= commitNo
  })

interface Signed {
  readonly note: string
  readonly keys: ReadonlyArray<NoteKey>
}

/** That the event is in the log that was signed. */
export const provenEvent = (
  ledger: Ledger,
  { position }: LedgerEvent,
  { note, keys }: Signed,
): E.Either<ProveError | Disproved, InclusionProof> => {
  const proof = proveEvent(ledger, position, note, keys)
  if (E.isLeft(proof)) return proof
  const { commitNo } = proof.right.commit
  const [stored] = ledger.commits(commitNo, commitNo)
  return borneOut(proof.right, stored?.eventsRoot ?? '', { note, keys })
}

/** The proof, if it leads from the event to the root of its commit, and from there to the note. */
export const borneOut = (
  proof: InclusionProof,
  eventsRoot: Digest,
  { note, keys }: Signed,
): E.Either<ProveError | Disproved, InclusionProof> => {
  const { desk, event, eventPath, commit, commitPath } = proof
  const signed = openCheckpoint(note, originOf(desk), keys)
  if (E.isLeft(signed)) return signed
  const { commitNo, firstPosition, lastPosition, recordedAt, previousChain } = commit
  const inCommit = checkInclusion({
    index: event.position - firstPosition,
    size: lastPosition - firstPosition + 1,
    leaf: eventHasher(desk)({ ...event, recordedAt }),
    root: eventsRoot,
    path: eventPath,
  })
  if (E.isLeft(inCommit)) return disproved('event', inCommit.left)
  const { size, root } = signed.right
  const places = { commitNo, firstPosition, lastPosition, recordedAt }
  const leaf = chainOf(previousChain, { ...places, eventsRoot })
  const inLog = checkInclusion({ index: commitNo - 1, size, leaf, root, path: commitPath })
  return E.isLeft(inLog) ? disproved('commit', inLog.left) : E.right(proof)
}

const disproved = (
  part: Disproved['part'],
  { _tag: why }: ProofError,
): E.Either<Disproved | CheckpointError, never> => E.left({ _tag: 'Disproved', part, why })
