/**
 * Appends as they are stored, and back; and whether two of them are the same.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError } from './errors.ts'
import { exactly } from './expected.ts'
import { textsOf } from './limits.ts'
import type { Append, StoredEvent } from './port.ts'
import { known, metasOf, Recorded } from './recorded.ts'
import type { Transcript, TranscriptPage } from './transcription.ts'

/** What is known of a command beside its events. */
export type Told = Pick<Transcript, 'fingerprint' | 'commit'>

/** The events of one append, at least one, as a log gives them back. */
export const transcriptOf = (
  [first, ...rest]: readonly [StoredEvent, ...ReadonlyArray<StoredEvent>],
  { fingerprint, commit }: Told,
): Transcript => {
  const events = [first, ...rest]
  const { stream, revision: firstRevision, recordedAt, commandId } = first
  const { actor, correlationId, causationId } = first
  const shared = { commandId, actor, correlationId, causationId, fingerprint }
  const metas = metasOf({ ...shared, stream, expected: exactly(firstRevision - 1), events })
  return {
    stream,
    firstRevision,
    recordedAt,
    commandId,
    fingerprint,
    ...(commit === undefined ? {} : { commit }),
    events: events.map(({ type, schemaVersion, occurredAt, data }, i) => ({
      type,
      schemaVersion,
      occurredAt,
      data: JSON.stringify(data),
      meta: metas[i] ?? '{}',
    })),
  }
}

/**
 * The appends that make up pages of events. The events of an append stand together, and none goes
 * beyond the last page.
 */
export async function* transcriptsIn<Event extends StoredEvent>(
  pages: AsyncIterable<{ readonly events: ReadonlyArray<Event> }>,
  tell: (first: Event) => Told,
): AsyncGenerator<TranscriptPage> {
  let open: [Event, ...Array<Event>] | undefined
  const end = (whole: readonly [Event, ...ReadonlyArray<Event>]): Transcript =>
    transcriptOf(whole, tell(whole[0]))
  for await (const { events } of pages) {
    const appends: Array<Transcript> = []
    let through = 0
    for (const event of events) {
      if (open !== undefined && isOfSame(open[0], event)) open.push(event)
      else {
        if (open !== undefined) {
          appends.push(end(open))
          through = lastOf(open)
        }
        open = [event]
      }
    }
    if (appends.length > 0) yield { appends, through }
  }
  if (open !== undefined) yield { appends: [end(open)], through: lastOf(open) }
}

const isOfSame = (a: StoredEvent, b: StoredEvent): boolean =>
  a.stream === b.stream && a.commandId === b.commandId

const lastOf = (events: ReadonlyArray<StoredEvent>): number => events.at(-1)?.position ?? 0

/**
 * The append that would have been recorded so. Refused where no log of ours would spell it like this,
 * for a log that keeps values could not give these texts back.
 */
export const appendOf = (transcript: Transcript): E.Either<AppendError, Append> => {
  const { stream, events } = transcript
  const malformed: AppendError = { _tag: 'InvalidAppend', stream, reason: 'malformed' }
  try {
    const append = opened(transcript)
    const texts = textsOf(append)
    if (E.isLeft(texts)) return texts
    const metas = metasOf(append)
    const isAsSpelled = events.every(
      ({ data, meta }, i) => data === texts.right[i] && meta === metas[i],
    )
    return isAsSpelled ? E.right(append) : E.left(malformed)
  } catch {
    return E.left(malformed)
  }
}

/** Throws where a text is no JSON, or an envelope is none. */
const opened = (transcript: Transcript): Append => {
  const { stream, firstRevision, recordedAt, commandId, fingerprint } = transcript
  const events = transcript.events.map(({ type, schemaVersion, data, occurredAt, meta }, i) => {
    const rest = known({ stream, revision: firstRevision + i, occurredAt }, { recordedAt, meta })
    return new Recorded(type, schemaVersion, JSON.parse(data), 0, rest)
  })
  const [first] = events
  const { actor, correlationId, causationId } = first ?? nobody
  const why = { actor, correlationId, causationId, commandId, fingerprint }
  return { stream, expected: exactly(firstRevision - 1), events, ...why }
}

/** Of an append without events, which `textsOf` refuses. */
const nobody = { actor: { kind: 'system', id: '' }, correlationId: '', causationId: '' } as const

/** What of two appends differs first; nothing where they are the same to the byte. */
export const differenceOf = (a: Transcript, b: Transcript): string | undefined => {
  for (const field of fields) if (a[field] !== b[field]) return field
  if (a.events.length !== b.events.length) return 'the number of events'
  for (const [i, event] of a.events.entries())
    for (const field of eventFields) if (event[field] !== b.events[i]?.[field]) return field
  return undefined
}

const fields = ['stream', 'firstRevision', 'commandId', 'recordedAt', 'fingerprint'] as const
const eventFields = ['type', 'schemaVersion', 'occurredAt', 'data', 'meta'] as const

/** The same, for whom the whole must be one text: each field behind its length. */
export const frameOf = (transcript: Transcript): string => {
  const parts: Array<string | number> = fields.map((field) => transcript[field])
  for (const event of transcript.events) for (const field of eventFields) parts.push(event[field])
  return parts.map((part) => `${String(part).length}:${part}`).join('')
}
