/**
 * A log in memory that is moved, or that another log is moved into.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import { storeClosed } from '../errors.ts'
import type { Append, EventStore, HeardCommand, StoredEvent } from '../port.ts'
import { appendOf, differenceOf, transcriptOf, transcriptsIn } from '../transcript.ts'
import type { TranscribeError, Transcript, Transcription } from '../transcription.ts'

interface Held {
  readonly readAll: EventStore['readAll']
  readonly isOpen: () => boolean
  readonly heard: (stream: StreamName, commandId: CommandId) => HeardCommand | undefined
  /** The stream's last revision; −1 if it has no event. */
  readonly last: (stream: StreamName) => number
  /** When the last event of all was recorded. */
  readonly lastTime: () => number
  readonly write: (append: Append, texts: ReadonlyArray<string>, recordedAt: Instant) => unknown
}

export const transcribing = (held: Held): Transcription => {
  const commits = new Map<string, number>()
  const keyOf = (stream: StreamName, revision: number): string => `${revision} ${stream}`

  const toldOf = (first: StoredEvent) => {
    const commit = commits.get(keyOf(first.stream, first.revision))
    const { fingerprint = '' } = held.heard(first.stream, first.commandId) ?? {}
    return { fingerprint, ...(commit === undefined ? {} : { commit }) }
  }

  const one = (transcript: Transcript): E.Either<TranscribeError, unknown> => {
    const append = appendOf(transcript)
    if (E.isLeft(append)) return append
    const { stream, firstRevision, recordedAt, commandId, commit, events } = transcript
    const actual = held.last(stream)
    const before = held.heard(stream, commandId)?.events
    if (before !== undefined || actual !== firstRevision - 1)
      return isSame(transcript, before ?? [])
        ? E.right(undefined)
        : E.left({ _tag: 'Diverged', stream, revision: Math.min(firstRevision, actual + 1) })
    if (recordedAt < held.lastTime())
      return E.left({ _tag: 'TimeReversed', stream, revision: firstRevision })
    if (commit !== undefined) commits.set(keyOf(stream, firstRevision), commit)
    return E.right(
      held.write(
        append.right,
        events.map(({ data }) => data),
        recordedAt,
      ),
    )
  }

  const isSame = (told: Transcript, [first, ...rest]: ReadonlyArray<StoredEvent>): boolean =>
    first !== undefined &&
    differenceOf(told, transcriptOf([first, ...rest], toldOf(first))) === undefined

  return {
    read: (after = 0) => transcriptsIn(held.readAll({ after }), toldOf),
    write: (transcripts) => async () => {
      for (const transcript of transcripts) {
        if (!held.isOpen()) return E.left(storeClosed)
        const written = one(transcript)
        if (E.isLeft(written)) return written
      }
      return E.right(undefined)
    },
  }
}
