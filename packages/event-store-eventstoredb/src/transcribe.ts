/**
 * A log on a server that takes the place of another: what that one recorded, in the same order.
 *
 * The ids of events follow from the events, so whoever sends them again, in whichever process, sends
 * the same ones, which a server takes once. Where appends share one call the server takes them in the
 * order in which they are sent, so many are under way at once; elsewhere one waits for the other.
 * The first of many goes ahead: a client that has to begin that call lets the second overtake it.
 *
 * What is lost on the way is sent again from the first that has no answer on. If something behind it
 * has come all the same, and it has not, the order is lost and nothing here can mend it.
 */
import * as E from 'fp-ts/lib/Either.js'
import { appendOf, type AppendError, type Append } from '@deskledger/event-store'
import type { TranscribeError, Transcript } from '@deskledger/event-store'
import { written, type Moving, type Sending } from './transcribed.ts'
import { pause, pauseOf, type Retry } from './retry.ts'

export interface TranscribeSettings extends Moving {
  readonly retry: Retry
  /** Whether appends that are under way at once keep their order. */
  readonly isOneCall: boolean
}

type Answer = E.Either<TranscribeError, void>

/** How far it has come, how often the next letter was lost, and until when it is sent again. */
interface Standing {
  readonly next: number
  readonly failures: number
  readonly until: number
}

/** A letter that was lost; overtaken if one behind it was taken. */
interface Failed {
  readonly letter: Sending
  readonly error: TranscribeError
  readonly isOvertaken: boolean
}

/**
 * How much is under way at once, in events and in UTF-16 units of JSON: a server that is slow must
 * have answered all of it before the deadline of one append.
 */
const [mostEvents, mostText] = [500, 1_048_576]

export const transcriber = (
  settings: TranscribeSettings,
): ((transcripts: ReadonlyArray<Transcript>) => Promise<Answer>) => {
  const { retry, isOneCall } = settings
  const { send, isThere } = written(settings)

  /** The letters from `first` on, as many as may be under way at once. */
  const wave = (letters: ReadonlyArray<Sending>, first: number): ReadonlyArray<Sending> => {
    let [events, text, end] = [0, 0, first]
    for (; end < letters.length; end += 1) {
      const next = letters[end]
      events += next?.transcript.events.length ?? 0
      text += next?.size ?? 0
      const isFull = !isOneCall || events > mostEvents || text > mostText
      if (end > first && isFull) break
    }
    return letters.slice(first, end)
  }

  const sendInOrder = async ([first, ...rest]: ReadonlyArray<Sending>) => {
    if (first === undefined) return []
    const ahead = await send(first)
    return ahead._tag === 'Taken' ? [ahead, ...(await Promise.all(rest.map(send)))] : [ahead]
  }

  const patient = (next: number): Standing => ({
    next,
    failures: 0,
    until: performance.now() + retry.patienceMs,
  })

  /** Where to go on once the letter at `next` was not taken. */
  const after = async (
    { letter, error, isOvertaken }: Failed,
    standing: Standing,
  ): Promise<E.Either<TranscribeError, Standing>> => {
    const { next, failures, until } = standing
    if (isOvertaken) {
      const there = await isThere(letter)
      if (E.isLeft(there)) return there
      return there.right ? E.right(patient(next + 1)) : E.left(orderLost(letter.transcript))
    }
    const ms = pauseOf(retry, failures)
    if (performance.now() + ms > until) return E.left(error)
    await pause(ms)
    return E.right({ next, failures: failures + 1, until })
  }

  /** Sends letters until all are there. */
  const sendAll = async (letters: ReadonlyArray<Sending>): Promise<Answer> => {
    for (let standing = patient(0); standing.next < letters.length;) {
      const sent = wave(letters, standing.next)
      const outcomes = await sendInOrder(sent)
      const n = outcomes.findIndex(({ _tag }) => _tag !== 'Taken')
      const [letter, outcome] = [sent[n], outcomes[n]]
      if (letter === undefined || outcome === undefined || outcome._tag === 'Taken') {
        standing = patient(standing.next + sent.length)
        continue
      }
      const { _tag, error } = outcome
      if (_tag === 'Refused') return E.left(error)
      const isOvertaken = outcomes.slice(n).some((later) => later._tag === 'Taken')
      const reached = n === 0 ? standing : patient(standing.next + n)
      const now = await after({ letter, error, isOvertaken }, reached)
      if (E.isLeft(now)) return now
      standing = now.right
    }
    return E.right(undefined)
  }

  return async (transcripts) => {
    const letters: Array<Sending> = []
    for (const transcript of transcripts) {
      const append = appendOf(transcript)
      if (E.isLeft(append)) return append
      const reserved = reservedIn(append.right, settings.prefix)
      if (reserved !== undefined) return E.left(reserved)
      letters.push({ transcript, append: append.right, size: sizeOf(transcript) })
    }
    return sendAll(letters)
  }
}

const sizeOf = ({ events }: Transcript): number =>
  events.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0)

const orderLost = ({ stream, firstRevision }: Transcript): TranscribeError => ({
  _tag: 'OrderLost',
  stream,
  revision: firstRevision,
})

/** Names that begin with a dollar sign are the server's own. */
const reservedIn = ({ stream, events }: Append, prefix: string): AppendError | undefined => {
  const isReserved =
    (prefix + stream).startsWith('$') || events.some(({ type }) => type.startsWith('$'))
  return isReserved ? { _tag: 'InvalidAppend', stream, reason: 'malformed' } : undefined
}
