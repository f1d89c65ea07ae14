/**
 * Writing: by one call an append, by one long call a batch after the other.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Expected } from '@deskledger/event-store'
import { batchStatusOf, wrongVersion, type Failure } from '../failure.ts'
import { begin, write, type Written } from '../log/appending.ts'
import { isStreamName, nameOf, uuidFrom } from '../log/names.ts'
import { metadataOf, deletedMark, telling } from '../log/metadata.ts'
import { lastRevision } from '../log/reading.ts'
import type { Proposal, Wish } from '../log/proposed.ts'
import type { Outlet } from '../outlet.ts'
import type { Caller } from '../rpc.ts'
import type { Expectation, ProposedMessage } from '../schema/shared.ts'
import type { AppendReq, BatchAppendReq, BatchAppendResp } from '../schema/streams.ts'
import type { Wire } from '../wire.ts'

export const appendPath = '/event_store.client.streams.Streams/Append'
export const batchPath = '/event_store.client.streams.Streams/BatchAppend'

const noBytes = Buffer.alloc(0)

const proposalOf = ({ id, metadata, customMetadata, data }: ProposedMessage): Proposal => ({
  id: uuidFrom(id),
  type: metadata?.get('type') ?? '',
  contentType: metadata?.get('content-type') ?? 'application/octet-stream',
  data: Buffer.from(data ?? noBytes),
  metadata: Buffer.from(customMetadata ?? noBytes),
})

export const expectedBy = ({ revision, noStream, streamExists }: Expectation): Expected => {
  if (revision !== undefined) return { _tag: 'Exact', revision }
  if (noStream !== undefined) return { _tag: 'NoStream' }
  return { _tag: streamExists === undefined ? 'Any' : 'StreamExists' }
}

const successOf = ({ revision, position }: Written) => ({
  ...(revision < 0 ? { noStream: {} } : { revision }),
  ...(position === undefined
    ? { noPosition: {} }
    : { position: { commit: position, prepare: position } }),
})

/** A test may ask that what was committed is not told. */
export const unlessLost = <A>(
  wire: Wire,
  path: string,
  answer: E.Either<Failure, A>,
): E.Either<Failure, A> => {
  if (E.isLeft(answer)) return answer
  const fault = wire.faultAt('commit', path)
  if (fault?.at !== 'commit') return answer
  fault.afterwards?.()
  return E.left(fault.failure)
}

// ------------------------------------------------------------------------------------------------
// one append
// ------------------------------------------------------------------------------------------------

const wishOf = async (
  requests: AsyncIterable<AppendReq>,
  user: string | undefined,
): Promise<Wish | undefined> => {
  let options: Expectation | undefined
  const proposals: Array<Proposal> = []
  for await (const { options: given, proposed } of requests) {
    options ??= given
    if (proposed !== undefined) proposals.push(proposalOf(proposed))
  }
  if (options === undefined) return undefined
  return { stream: nameOf(options.stream), expected: expectedBy(options), proposals, user }
}

/** That the stream is not as expected is an answer of this call, and no error. */
export const append = async (wire: Wire, requests: AsyncIterable<AppendReq>, caller: Caller) => {
  const wish = await wishOf(requests, caller.user)
  // A line that breaks ends the requests too, and then these are not all there were.
  if (caller.signal.aborted) return E.left<Failure>({ _tag: 'Cancelled' })
  if (wish === undefined) return E.left<Failure>({ _tag: 'Invalid', why: 'no stream was named' })
  const answer = unlessLost(wire, appendPath, await write(wire, wish))
  if (E.isRight(answer)) return E.right({ success: successOf(answer.right) })
  const failure = answer.left
  if (failure._tag !== 'WrongExpectedVersion') return E.left(failure)
  return E.right({ wrong: wrongVersion(failure.expected, failure.actual) })
}

// ------------------------------------------------------------------------------------------------
// one batch after the other
// ------------------------------------------------------------------------------------------------

/**
 * The log is told of batches in the order in which they came; their answers go out as they come.
 */
export const batchAppend = async (
  wire: Wire,
  requests: AsyncIterable<BatchAppendReq>,
  { user }: Caller,
  outlet: Outlet<BatchAppendResp>,
): Promise<E.Either<Failure, void>> => {
  const gathering = new Map<string, Wish>()
  const writing = new Set<Promise<unknown>>()
  for await (const request of requests) {
    const correlation = uuidFrom(request.correlationId)
    const wish = gathered(gathering.get(correlation), request, user)
    if (request.isFinal !== true) {
      gathering.set(correlation, wish)
      continue
    }
    gathering.delete(correlation)
    const begun = await begin(wire, wish)
    const answering = begun().then((answer) => {
      const known = unlessLost(wire, batchPath, answer)
      return outlet.write(batchAnswer(request, wish, known))
    })
    writing.add(answering)
    void answering.finally(() => writing.delete(answering))
  }
  await Promise.all(writing)
  return E.right(undefined)
}

const gathered = (
  before: Wish | undefined,
  { options, proposed = [] }: BatchAppendReq,
  user: string | undefined,
): Wish => {
  const proposals = proposed.map(proposalOf)
  if (before !== undefined) return { ...before, proposals: [...before.proposals, ...proposals] }
  return { stream: nameOf(options?.stream), expected: expectedBy(options ?? {}), proposals, user }
}

const batchAnswer = (
  { correlationId }: BatchAppendReq,
  { stream }: Wish,
  answer: E.Either<Failure, Written>,
): BatchAppendResp => ({
  correlationId: { string: uuidFrom(correlationId) },
  stream: { streamName: Buffer.from(stream) },
  ...(E.isLeft(answer)
    ? { error: batchStatusOf(answer.left) }
    : { success: successOf(answer.right) }),
})

// ------------------------------------------------------------------------------------------------
// deleting
// ------------------------------------------------------------------------------------------------

/**
 * Nothing is deleted from the log: its metadata says from now on that the stream is not shown, or,
 * with a tombstone, that nobody writes to it again.
 */
export const remove = async (
  wire: Wire,
  options: Expectation,
  { user }: Caller,
  mark: Readonly<Record<string, unknown>>,
) => {
  const stream = nameOf(options.stream)
  const expected = expectedBy(options)
  const metadata = await metadataOf(wire.store, stream)
  if (metadata.isTombstoned) return E.left<Failure>({ _tag: 'StreamDeleted', stream })
  if (!isStreamName(stream)) return E.left<Failure>({ _tag: 'Invalid', why: 'no stream was named' })
  const looked = await write(wire, { stream, expected, proposals: [], user })
  if (E.isLeft(looked)) return looked
  const isShown = (await lastRevision(wire.store, stream)) >= metadata.truncateBefore
  if (expected._tag === 'StreamExists' && !isShown)
    return E.left<Failure>({ _tag: 'WrongExpectedVersion', stream, expected, actual: -1 })
  const told = await write(wire, telling(stream, { ...metadata.fields, ...mark }, user))
  if (E.isLeft(told)) return told
  const commit = told.right.position ?? 0
  return E.right({ position: { commit, prepare: commit } })
}

export const deleted = { $tb: deletedMark }
export const tombstoned = { $tb: deletedMark, $tombstone: true }
