/**
 * Writing: every append is sent with the exact revision it was decided on, whatever the caller
 * expects, so the server's own check is the proof that the stream has not heard the command.
 *
 * - Appends to one stream of this handle wait for each other; those to different streams do not.
 * - After a conflict the stream is read: the command may have been heard meanwhile; and if what the
 *   caller expects is still so, it is sent again behind the new head.
 * - Where nobody knows whether it was written (the line broke, no answer came), the stream is read;
 *   if the events are not there, the very same ones are sent again behind the same revision, which a
 *   server takes once, whichever of the two comes first. Once something else stands there, they can
 *   no longer come, and it is decided anew.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instant, StreamName } from '@deskledger/kernel'
import {
  isMet,
  lanes,
  textsOf,
  toStoreError,
  type Append,
  type AppendError,
  type Appended,
  type StoreError,
} from '@deskledger/event-store'
import { postOn, type Letter, type Outcome, type Wish } from './letter.ts'
import type { Reader, ReadSettings } from './read.ts'
import type { Heard, Remembered } from './remembered.ts'
import { pause, pauseOf } from './retry.ts'

export interface AppendSettings extends ReadSettings {
  readonly clock: () => Instant
  /** How many appends may wait at once. */
  readonly maxWaiting: number
}

export type Answer = E.Either<AppendError, Appended>

/** An append, since when, and until when it may try. */
interface Asked extends Wish {
  readonly askedAt: number
  readonly until: number
}

/** What is known of an append on its way. */
interface Attempt {
  readonly known: Remembered
  /** The last letter, if one was sent. */
  readonly letter?: Letter
  /** Why nobody knows whether that one was taken. */
  readonly doubt?: AppendError
  readonly failures: number
}

export const appender = (
  settings: AppendSettings,
  { catchUp }: Reader,
): ((request: Append) => Promise<Answer>) => {
  const { line, memory, retry, clock, maxWaiting, prefix } = settings
  const perStream = lanes()
  const post = postOn(line, settings)
  let waiting = 0
  let latestSent: Instant | undefined

  const read = async (stream: StreamName): Promise<E.Either<StoreError, Remembered>> => {
    try {
      await catchUp(stream)
      return E.right(memory.begin(stream))
    } catch (thrown) {
      return E.left(toStoreError(thrown))
    }
  }

  /** What needs no reading. Of a new stream the caller is believed: the server checks it. */
  const knownOf = ({ stream, expected }: Append): Remembered | undefined =>
    memory.of(stream) ?? (expected._tag === 'NoStream' ? memory.begin(stream) : undefined)

  const run = async (wish: Asked): Promise<Answer> => {
    try {
      const known = knownOf(wish.request)
      const first = known === undefined ? await read(wish.request.stream) : E.right(known)
      if (E.isLeft(first)) return first
      let attempt: Attempt = { known: first.right, failures: 0 }
      for (;;) {
        const said = answerOf(wish, attempt)
        if (said !== undefined) return said
        const next = await step(wish, attempt)
        if ('answer' in next) return next.answer
        attempt = next
      }
    } finally {
      waiting -= 1
    }
  }

  /** What can be answered without sending anything. */
  const answerOf = ({ request, askedAt }: Asked, { known, doubt }: Attempt): Answer | undefined => {
    const before = known.heard(request.commandId)
    if (before !== undefined)
      return heardAlready(
        request,
        before,
        doubt !== undefined && post.isMine(request, before.firstId),
      )
    const { stream, expected } = request
    return known.provedAt >= askedAt && !isMet(expected, known.head)
      ? E.left({ _tag: 'Conflict', stream, expected, actual: known.head })
      : undefined
  }

  const step = async (wish: Asked, attempt: Attempt): Promise<Attempt | Final> => {
    const { request, until } = wish
    const { known, letter: last } = attempt
    if (!isMet(request.expected, known.head)) return again(request, attempt)
    const letter = last?.after === known.head ? last : newLetter(wish, known)
    const sentAt = performance.now()
    const outcome = await post.send(request, letter)
    if (outcome._tag === 'Written') return written(request, { appended: outcome.appended, sentAt })
    const doubt = outcome._tag === 'Unknown' ? outcome.error : attempt.doubt
    if (outcome._tag === 'Refused') return { answer: E.left(doubt ?? outcome.error) }
    const failures = attempt.failures + 1
    const ms = pauseOf(retry, attempt.failures)
    if (performance.now() + ms > until) return { answer: E.left(doubt ?? reasonOf(outcome)) }
    // Those who race for one stream need not wait: one of them has won.
    if (outcome._tag !== 'Overtaken' || failures > 5) await pause(ms)
    return again(request, {
      ...attempt,
      letter,
      failures,
      ...(doubt === undefined ? {} : { doubt }),
    })
  }

  const again = async (request: Append, attempt: Attempt): Promise<Attempt | Final> => {
    const now = await read(request.stream)
    if (E.isLeft(now)) return { answer: E.left(attempt.doubt ?? now.left) }
    const { letter, failures, doubt } = attempt
    const isSettled = letter !== undefined && now.right.head > letter.after
    const isHeard = now.right.heard(request.commandId) !== undefined
    return {
      known: now.right,
      failures,
      ...(letter === undefined ? {} : { letter }),
      ...(doubt === undefined || (isSettled && !isHeard) ? {} : { doubt }),
    }
  }

  /** Never before what this handle has seen or sent, so never before what the stream has. */
  const newLetter = (wish: Wish, { head }: Remembered): Letter => {
    latestSent = latest(latest(clock(), memory.newest()), latestSent)
    return post.letterOf(wish, head, latestSent)
  }

  const written = (
    request: Append,
    { appended, sentAt }: { readonly appended: Appended; readonly sentAt: number },
  ): Final => {
    const { firstRevision, lastRevision, lastPosition, recordedAt } = appended
    const places = { firstRevision, lastRevision, lastPosition, recordedAt }
    const { fingerprint } = request
    memory.wrote(request, { ...places, fingerprint, firstId: undefined }, sentAt)
    return { answer: E.right(appended) }
  }

  return (request) => {
    const texts = textsOf(request)
    if (E.isLeft(texts)) return Promise.resolve(texts)
    const { stream } = request
    if (isReserved(request, prefix))
      return Promise.resolve(E.left({ _tag: 'InvalidAppend', stream, reason: 'malformed' }))
    if (waiting >= maxWaiting) return Promise.resolve(E.left({ _tag: 'Overloaded', waitedMs: 0 }))
    waiting += 1
    const askedAt = performance.now()
    const wish = { request, texts: texts.right, askedAt, until: askedAt + retry.patienceMs }
    return perStream.run(stream, () => run(wish))
  }
}

interface Final {
  readonly answer: Answer
}

const heardAlready = (
  { stream, commandId, fingerprint }: Append,
  before: Heard,
  isMine: boolean,
): Answer => {
  if (before.fingerprint !== undefined && before.fingerprint !== fingerprint)
    return E.left({ _tag: 'CommandIdReused', stream, commandId })
  const { firstRevision, lastRevision, lastPosition, recordedAt } = before
  return E.right({ firstRevision, lastRevision, lastPosition, recordedAt, repeated: !isMine })
}

const reasonOf = (outcome: Exclude<Outcome, { _tag: 'Written' }>): AppendError =>
  outcome._tag === 'Overtaken' ? { _tag: 'Overloaded', waitedMs: 0 } : outcome.error

const latest = (now: Instant, before: Instant | undefined): Instant =>
  before !== undefined && before > now ? before : now

/** Names that begin with a dollar sign are the server's own. */
const isReserved = ({ stream, events }: Append, prefix: string): boolean =>
  (prefix + stream).startsWith('$') || events.some(({ type }) => type.startsWith('$'))
