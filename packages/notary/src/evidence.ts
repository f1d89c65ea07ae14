/**
 * Evidence of a log through its notary: the notary has the hashes, the log has what was hashed. What
 * the log gives is held against what was noted before it goes into a bundle or a proof.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toStoreError, type EventStore, type StoredEvent } from '@deskledger/event-store'
import {
  beginBundle,
  checkpointOf,
  freeNames,
  inclusionOf,
  toBundleError,
  type Bundle,
  type BundledCommit,
  type BundledEvent,
  type BundleError,
  type BundleSettings,
  type InclusionProof,
  type Manifest,
  type ProveError,
  type Signed,
} from '@deskledger/event-store/evidence'
import { eventHasher } from '@deskledger/event-store/integrity'
import { fingerprintOn } from './appends.ts'
import { codeOf, toUnusable, type OpenError } from './errors.ts'
import { openToRead } from './file.ts'
import { notedIn, type Noted } from './noted.ts'
import { loggedOf } from './spelling.ts'

/** The log does not give this event as it was noted: verify the notary. */
export interface EventDiffers {
  readonly _tag: 'EventDiffers'
  readonly position: number
}

export interface NotaryEvidence extends BundleSettings {
  readonly file: string
  readonly store: EventStore
}

export type NotaryEvidenceError = OpenError | ProveError | BundleError | EventDiffers

/**
 * Opens what was noted, and lets go of it when `work` is done. What SQLite throws, and what a log
 * rejects with, becomes a value; anything else is thrown on.
 */
export const withNoted = async <Error, A>(
  file: string,
  work: (noted: Noted) => Promise<E.Either<Error, A>>,
): Promise<E.Either<Error | OpenError | ProveError, A>> => {
  const opened = openToRead(file)
  if (E.isLeft(opened)) return opened
  try {
    return await work(notedIn(opened.right, file))
  } catch (thrown) {
    if (codeOf(thrown) !== '') return E.left(toUnusable(file, thrown))
    const error = toStoreError(thrown)
    if (error !== thrown) throw thrown
    return E.left(error)
  } finally {
    opened.right.close()
  }
}

/** Writes all that was noted, with the events as the log gives them now. */
export const writeNotaryEvidence =
  (settings: NotaryEvidence): TaskEither<NotaryEvidenceError, Manifest> =>
  async () => {
    const free = freeNames(settings)
    if (E.isLeft(free)) return free
    return withNoted<NotaryEvidenceError, Manifest>(settings.file, async (noted) => {
      try {
        return await written(noted, settings)
      } catch (thrown) {
        const failure = toBundleError(settings.folder, thrown)
        if (failure === undefined) throw thrown
        return E.left(failure)
      }
    })
  }

const written = async (
  noted: Noted,
  settings: NotaryEvidence,
): Promise<E.Either<NotaryEvidenceError, Manifest>> => {
  const { note, keys = [], store } = settings
  const signed = note === undefined ? E.right(undefined) : checkpointOf(noted, { note, keys })
  if (E.isLeft(signed)) return signed
  const begun = beginBundle(settings)
  if (E.isLeft(begun)) return begun
  const bundle = begun.right
  const { commitNo, position, chain } = noted.tip()
  const filled = await fill(bundle, noted, store)
  if (E.isLeft(filled)) {
    bundle.abandon()
    return filled
  }
  const root = noted.rootOfRange(0, commitNo)
  const totals = { desk: noted.deskId, commits: commitNo, events: position, chain, root }
  return E.right(bundle.finish(totals))
}

const fill = async (
  bundle: Bundle,
  noted: Noted,
  store: EventStore,
): Promise<E.Either<EventDiffers, void>> => {
  const { commitNo } = noted.tip()
  const events = eventsOf(noted, store)
  for (const commit of noted.commits(1, commitNo)) {
    bundle.commit(commit)
    for (let at = commit.firstPosition; at <= commit.lastPosition; at += 1) {
      const event = await events.take(commit, at)
      if (event === undefined) return E.left({ _tag: 'EventDiffers', position: at })
      bundle.event(event)
    }
  }
  await events.close()
  return E.right(undefined)
}

/** Noted events in order, read from the log; none where the log has not what was noted. */
const eventsOf = (noted: Noted, store: EventStore, first = 1) => {
  const hashOf = eventHasher(noted.deskId)
  const fingerprintOf = fingerprintOn(store)
  const rows = noted.events(first, Number.MAX_SAFE_INTEGER)[Symbol.iterator]()
  const [before] = noted.events(first - 1, first - 1)
  const log = singly(store, before?.place ?? 0)
  const take = async (
    { firstPosition, recordedAt, commitNo }: BundledCommit,
    position: number,
  ): Promise<BundledEvent | undefined> => {
    const row = rows.next()
    const event = await log.next()
    if (row.done === true || event.done === true) return undefined
    const index = position - firstPosition
    const fingerprint = index === 0 ? await fingerprintOf(event.value) : ''
    const logged = loggedOf(event.value, { position, index, recordedAt, fingerprint })
    return hashOf(logged) === row.value.leaf ? { ...logged, commitNo } : undefined
  }
  return { take, close: async () => void (await log.return(undefined)) }
}

async function* singly(store: EventStore, after: number): AsyncGenerator<StoredEvent, undefined> {
  for await (const { events } of store.readAll({ after })) yield* events
  return undefined
}

/** A proof that the event at `position` is in the log that was signed. */
export const proveNoted = async (
  noted: Noted,
  store: EventStore,
  { position, signed }: { readonly position: number; readonly signed: Signed },
): Promise<E.Either<ProveError | EventDiffers, InclusionProof>> => {
  const [row] = noted.events(position, position)
  if (row === undefined) return E.left({ _tag: 'NoSuchEvent', position })
  const [commit] = noted.commits(row.commitNo, row.commitNo)
  if (commit === undefined) return E.left({ _tag: 'NoSuchEvent', position })
  const { firstPosition, lastPosition, commitNo } = commit
  const leaves = [...noted.events(firstPosition, lastPosition)].map(({ leaf }) => leaf)
  const events = eventsOf(noted, store, firstPosition)
  let event: BundledEvent | undefined
  for (let at = firstPosition; at <= position; at += 1) event = await events.take(commit, at)
  await events.close()
  if (event === undefined) return E.left({ _tag: 'EventDiffers', position })
  const previousChain = noted.chainOfCommit(commitNo - 1)
  return inclusionOf(noted, { event, commit, previousChain, leaves }, signed)
}
