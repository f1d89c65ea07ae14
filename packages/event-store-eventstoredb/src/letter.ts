/**
 * One attempt to write: what is sent behind a revision, and what the answer means.
 *
 * The server's id of an event is made of the event's own id and of a random one of this handle. So a
 * repetition by this handle is known by the server, and the same command sent by another process is
 * a conflict and never mistaken for ours. The event's own id stands in its metadata.
 */
import { randomInt } from 'node:crypto'
import type { Instant } from '@deskledger/kernel'
import { eventIdOf, type Append, type AppendError, type Appended } from '@deskledger/event-store'
import type { Line, Sent, Written } from './line/line.ts'
import { attributesOf, bytesOf, eventIdsOf } from './metadata.ts'
import { safePosition } from './recorded.ts'
import {
  damaged,
  isConflict,
  isDeletedStream,
  isTooLarge,
  isUnsent,
  mayPass,
  troubleOf,
  unavailable,
} from './trouble.ts'

/** The same letter is sent again until somebody knows what became of it. */
export interface Letter {
  /** The stream's last revision, −1 for none. */
  readonly after: number
  readonly recordedAt: Instant
  readonly events: ReadonlyArray<Sent>
}

/** An append with the JSON of its events' data. */
export interface Wish {
  readonly request: Append
  readonly texts: ReadonlyArray<string>
}

export type Outcome =
  | { readonly _tag: 'Written'; readonly appended: Appended }
  /** Somebody else has written there. */
  | { readonly _tag: 'Overtaken' }
  /** Surely not written, and trying again does not help. */
  | { readonly _tag: 'Refused'; readonly error: AppendError }
  /** Surely not written, and it may be in a moment. */
  | { readonly _tag: 'Unsent'; readonly error: AppendError }
  /** Nobody knows. */
  | { readonly _tag: 'Unknown'; readonly error: AppendError }

export interface Post {
  readonly letterOf: (wish: Wish, after: number, recordedAt: Instant) => Letter
  readonly send: (request: Append, letter: Letter) => Promise<Outcome>
  /** Whether an event of `request` that has this id on the server was sent by this handle. */
  readonly isMine: (request: Append, firstId: string | undefined) => boolean
}

export const postOn = (
  line: Line,
  { prefix, hosts }: { readonly prefix: string; readonly hosts: ReadonlyArray<string> },
): Post => {
  const serverIdOf = idsOfWriter()

  const failed = (stream: Append['stream'], cause: unknown): Outcome => {
    if (isConflict(cause)) return { _tag: 'Overtaken' }
    if (isTooLarge(cause))
      return { _tag: 'Refused', error: { _tag: 'InvalidAppend', stream, reason: 'tooLarge' } }
    if (isDeletedStream(cause))
      return { _tag: 'Refused', error: damaged({ _tag: 'StreamDeleted', stream }) }
    const trouble = troubleOf(cause, { hosts })
    if (isUnsent(cause)) return { _tag: 'Unsent', error: unavailable(trouble) }
    if (mayPass(trouble) || trouble._tag === 'Refused')
      return { _tag: 'Unknown', error: { _tag: 'OutcomeUnknown', cause: trouble } }
    return { _tag: 'Refused', error: unavailable(trouble) }
  }

  return {
    letterOf: ({ request, texts }, after, recordedAt) => {
      const ids = eventIdsOf(request)
      const attributes = attributesOf(request, recordedAt, ids)
      const events = request.events.map(({ type }, index) => ({
        id: serverIdOf(ids[index] ?? ''),
        type,
        data: JSON.parse(texts[index] ?? 'null'),
        metadata: bytesOf(attributes[index] ?? {}),
      }))
      return { after, recordedAt, events }
    },
    send: (request, letter) =>
      line.append(`${prefix}${request.stream}`, letter.after, letter.events).then(
        (written) => placed(letter, written),
        (cause: unknown) => failed(request.stream, cause),
      ),
    isMine: ({ stream, commandId }, firstId) =>
      firstId === undefined || firstId === serverIdOf(eventIdOf(stream, commandId, 0)),
  }
}

/** The event's own id with the last 48 bits turned by random ones of this writer: still a UUID. */
const idsOfWriter = (): ((eventId: string) => string) => {
  const [one, other] = [randomInt(2 ** 24), randomInt(2 ** 24)]
  const turned = (digits: string, by: number): string =>
    (Number.parseInt(digits, 16) ^ by).toString(16).padStart(6, '0')
  return (id) => id.slice(0, 24) + turned(id.slice(24, 30), one) + turned(id.slice(30), other)
}

/** A server that knew the events again may not say where they stand: then the stream does. */
const placed = (
  { after, recordedAt, events }: Letter,
  { revision, position }: Written,
): Outcome => {
  const lastPosition = safePosition(position)
  const [firstRevision, lastRevision] = [after + 1, after + events.length]
  if (lastPosition === undefined || Number(revision) !== lastRevision)
    return { _tag: 'Unknown', error: { _tag: 'OutcomeUnknown', cause: 'written, but not where' } }
  const places = { firstRevision, lastRevision, lastPosition, recordedAt }
  return { _tag: 'Written', appended: { ...places, repeated: false } }
}
