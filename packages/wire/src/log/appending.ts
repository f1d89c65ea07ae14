/**
 * Writing as clients of the protocol expect it: who may, what is too large, what is deleted, and
 * what became of it.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instant, StreamName } from '@deskledger/kernel'
import {
  isMet,
  maxEventBytes,
  type AppendError,
  type Appended,
  type EventStore,
  type Expected,
} from '@deskledger/event-store'
import type { Failure } from '../failure.ts'
import { idOf } from './kept.ts'
import { metadataOf, telling, type StreamMetadata } from './metadata.ts'
import { isStreamName, isVirtual, originalOf } from './names.ts'
import { appendOf, type Proposal, type Wish } from './proposed.ts'
import { forwards, lastRevision } from './reading.ts'

export interface Written {
  /** −1 if there is no such stream, and nothing was to be written. */
  readonly revision: number
  /** None where nothing was to be written. */
  readonly position: number | undefined
}

/** What is written to, and what it allows. */
export interface Writable {
  readonly store: EventStore
  readonly clock: () => Instant
  /** The most bytes of one append: types, data and metadata. */
  readonly maxAppendSize: number
  readonly mayWrite: (asked: AskedToWrite) => boolean
}

/** What somebody wants to write. */
export interface AskedToWrite {
  /** The stream that is meant, also where it is its metadata that is written. */
  readonly stream: string
  readonly types: ReadonlyArray<string>
  readonly user: string | undefined
}

type Answer = E.Either<Failure, Written>
type Begun = () => Promise<Answer>

const refused = (failure: Failure): Begun => {
  return () => Promise.resolve(E.left(failure))
}

export const nameless: Failure = { _tag: 'Invalid', why: 'the name is no name of a stream' }

/** Why somebody may not write to this stream at all. */
export const deniedTo = (
  { mayWrite }: Writable,
  { stream, proposals, user }: Omit<Wish, 'expected'>,
): Failure | undefined => {
  if (stream === '$all' || !isStreamName(stream)) return nameless
  const asked = { stream: originalOf(stream), types: proposals.map(({ type }) => type), user }
  return isVirtual(stream) || !mayWrite(asked) ? { _tag: 'AccessDenied' } : undefined
}

/**
 * Judges a wish and begins to write. Resolves once the log has been told, with the promise of the
 * answer: so whoever awaits only the first step keeps the order of its wishes.
 */
export const begin = async (log: Writable, wish: Wish): Promise<Begun> => {
  const { stream, proposals } = wish
  const denied = deniedTo(log, wish)
  if (denied !== undefined || !isStreamName(stream)) return refused(denied ?? nameless)
  if (sizeOf(proposals) > log.maxAppendSize)
    return refused({ _tag: 'AppendTooLarge', max: log.maxAppendSize })
  const metadata = await metadataOf(log.store, stream)
  if (metadata.isTombstoned) return refused({ _tag: 'StreamDeleted', stream })
  if (proposals.length === 0) return () => looked(log, wish, stream)
  if (metadata.isDeleted) return () => revived(log, wish, stream, metadata)
  const append = appendOf(wish, stream, log.clock())
  if (append === undefined) return refused({ _tag: 'Invalid', why: 'an event has no id' })
  const writing = log.store.append(append)()
  return async () => {
    const answer = await writing
    return E.isLeft(answer)
      ? afterRefusal(log, wish, stream, answer.left)
      : afterSuccess(log, wish, stream, answer.right)
  }
}

export const write = async (log: Writable, wish: Wish): Promise<Answer> =>
  (await begin(log, wish))()

/** In bytes, as the protocol counts: types, data and metadata. */
export const sizeOf = (proposals: ReadonlyArray<Proposal>): number =>
  proposals.reduce(
    (sum, { type, data, metadata }) => sum + type.length + data.length + metadata.length,
    0,
  )

/** Nothing is to be written: only whether the stream is as expected. */
const looked = async (
  { store }: Writable,
  { expected }: Wish,
  stream: StreamName,
): Promise<Answer> => {
  const revision = await lastRevision(store, stream)
  return isMet(expected, revision)
    ? E.right({ revision, position: undefined })
    : E.left({ _tag: 'WrongExpectedVersion', stream, expected, actual: revision })
}

/**
 * A deleted stream begins anew behind what it had: its revisions go on. First it is said from where
 * on the stream is shown; if the events then fail, a stream is left that has none to show.
 */
const revived = async (
  log: Writable,
  wish: Wish,
  stream: StreamName,
  { fields }: StreamMetadata,
): Promise<Answer> => {
  const { expected, user } = wish
  const last = await lastRevision(log.store, stream)
  if (expected._tag === 'StreamExists' || (expected._tag === 'Exact' && expected.revision !== last))
    return E.left({ _tag: 'WrongExpectedVersion', stream, expected, actual: last })
  const told = await write(log, telling(stream, { ...fields, $tb: last + 1 }, user))
  if (E.isLeft(told)) return told
  const behind: Expected = last < 0 ? expected : { _tag: 'Exact', revision: last }
  return write(log, { ...wish, expected: behind })
}

// ------------------------------------------------------------------------------------------------
// what became of it
// ------------------------------------------------------------------------------------------------

/** The same events at another place than is expected now are a conflict, as on any such server. */
const afterSuccess = async (
  { store }: Writable,
  { expected }: Wish,
  stream: StreamName,
  { repeated, firstRevision, lastRevision: revision, lastPosition }: Appended,
): Promise<Answer> => {
  if (repeated && expected._tag === 'Exact' && expected.revision !== firstRevision - 1) {
    const actual = await lastRevision(store, stream)
    return E.left({ _tag: 'WrongExpectedVersion', stream, expected, actual })
  }
  return E.right({ revision, position: lastPosition })
}

const afterRefusal = async (
  log: Writable,
  wish: Wish,
  stream: StreamName,
  error: AppendError,
): Promise<Answer> => {
  const { expected } = wish
  if (error._tag === 'Conflict') {
    const already = await wasWritten(log, wish, stream)
    const { actual } = error
    return already === undefined
      ? E.left({ _tag: 'WrongExpectedVersion', stream, expected, actual })
      : E.right(already)
  }
  if (error._tag !== 'CommandIdReused') return E.left(failureOf(log, error))
  const actual = await lastRevision(log.store, stream)
  return E.left({ _tag: 'WrongExpectedVersion', stream, expected, actual })
}

/** What the log could not do, whatever is expected of streams. */
export const failureOf = (
  { maxAppendSize }: Pick<Writable, 'maxAppendSize'>,
  error: AppendError,
): Failure => {
  switch (error._tag) {
    case 'InvalidAppend':
      return error.reason === 'tooLarge'
        ? { _tag: 'AppendTooLarge', max: Math.min(maxAppendSize, maxEventBytes) }
        : { _tag: 'Invalid', why: `the append is ${error.reason}` }
    case 'StoreReadOnly':
      return { _tag: 'AccessDenied' }
    case 'SubjectErased':
      return { _tag: 'Invalid', why: 'the data of this subject was erased' }
    case 'Conflict':
    case 'CommandIdReused':
    case 'OutcomeUnknown':
    case 'Overloaded':
    case 'StoreFull':
    case 'StoreClosed':
    case 'StoreDamaged':
    case 'StoreUnavailable':
      return { _tag: 'Unavailable', why: error._tag }
  }
}

/** The very events that stand behind the expected revision: a retry that was cut in another way. */
const wasWritten = async (
  { store }: Writable,
  { expected, proposals }: Wish,
  stream: StreamName,
): Promise<Written | undefined> => {
  if (expected._tag !== 'Exact' && expected._tag !== 'NoStream') return undefined
  const first = expected._tag === 'Exact' ? expected.revision + 1 : 0
  const ids = proposals.map(({ id }) => id)
  let next = 0
  for await (const event of forwards(store, stream, first, first + ids.length - 1)) {
    if (idOf(event) !== ids[next]) return undefined
    next += 1
    if (next === ids.length) return { revision: event.revision, position: event.position }
  }
  return undefined
}
