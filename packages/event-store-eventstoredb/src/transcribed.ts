/**
 * One append of another log on its way to a server, and what became of it.
 */
import { hash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import {
  differenceOf,
  eventIdOf,
  frameOf,
  toStoreError,
  transcriptOf,
  transcriptsIn,
  uuidOf,
  type Append,
  type Page,
  type StoredEvent,
  type StoreError,
  type Told,
  type TranscribeError,
  type Transcript,
  type TranscriptPage,
} from '@deskledger/event-store'
import type { Line, Sent } from './line/line.ts'
import { attributesOf, bytesOf } from './metadata.ts'
import type { Reader } from './read.ts'
import { ClusterEvent } from './recorded.ts'
import {
  damaged,
  isConflict,
  isDeletedStream,
  isTooLarge,
  mayPass,
  troubleOf,
  unavailable,
} from './trouble.ts'

export interface Moving {
  readonly line: Line
  readonly prefix: string
  readonly hosts: ReadonlyArray<string>
  readonly reading: Reader
}

export interface Sending {
  readonly transcript: Transcript
  readonly append: Append
  /** Of its texts together, in UTF-16 units. */
  readonly size: number
}

type Outcome =
  | { readonly _tag: 'Taken' }
  /** Trying again does not help. */
  | { readonly _tag: 'Refused'; readonly error: TranscribeError }
  /** Nobody knows whether it was taken; the same again is safe. */
  | { readonly _tag: 'Lost'; readonly error: TranscribeError }

export interface Written {
  readonly send: (sending: Sending) => Promise<Outcome>
  /** Whether it stands on the server, to the byte. */
  readonly isThere: (sending: Sending) => Promise<E.Either<TranscribeError, boolean>>
}

export const written = ({ line, prefix, hosts, reading }: Moving): Written => {
  /** The events from there on that are of one command, as many as there are. */
  const found = async ({ stream, firstRevision, events }: Transcript) => {
    const all: Array<ClusterEvent> = []
    for await (const page of reading.readStream(stream, firstRevision)) {
      all.push(...page.events.filter(isClusterEvent))
      if (all.length > events.length) break
    }
    return all.filter(({ commandId }) => commandId === all[0]?.commandId)
  }

  const isThere: Written['isThere'] = async ({ transcript }) => {
    try {
      const [first, ...rest] = await found(transcript)
      if (first === undefined) return E.right(false)
      const there = transcriptOf([first, ...rest], toldOf(first))
      return differenceOf(transcript, there) === undefined
        ? E.right(true)
        : E.left(diverged(transcript))
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
  }

  const failed = async (sending: Sending, cause: unknown): Promise<Outcome> => {
    const { stream } = sending.transcript
    if (isConflict(cause)) return conflicted(await isThere(sending), sending.transcript)
    if (isTooLarge(cause))
      return { _tag: 'Refused', error: { _tag: 'InvalidAppend', stream, reason: 'tooLarge' } }
    if (isDeletedStream(cause)) return refused(damaged({ _tag: 'StreamDeleted', stream }))
    const trouble = troubleOf(cause, { hosts })
    return mayPass(trouble) || trouble._tag === 'Refused'
      ? { _tag: 'Lost', error: unavailable(trouble) }
      : refused(unavailable(trouble))
  }

  return {
    isThere,
    send: async (sending) => {
      const { stream, firstRevision } = sending.transcript
      try {
        await line.append(`${prefix}${stream}`, firstRevision - 1, sentOf(sending))
        return { _tag: 'Taken' }
      } catch (cause) {
        return failed(sending, cause)
      }
    },
  }
}

const refused = (error: StoreError): Outcome => ({ _tag: 'Refused', error })

const conflicted = (there: E.Either<TranscribeError, boolean>, transcript: Transcript): Outcome => {
  if (E.isLeft(there)) return { _tag: 'Refused', error: there.left }
  return there.right ? { _tag: 'Taken' } : { _tag: 'Refused', error: diverged(transcript) }
}

const diverged = ({ stream, firstRevision }: Transcript): TranscribeError => ({
  _tag: 'Diverged',
  stream,
  revision: firstRevision,
})

/** What the server knows of a command beside its events. What has no fingerprint is none of ours. */
const toldOf = ({ fingerprint, commit, stream, type, revision, position }: ClusterEvent): Told => {
  if (fingerprint === undefined)
    throw damaged({ _tag: 'ForeignEvent', stream, type, revision, position })
  return { fingerprint, ...(commit === undefined ? {} : { commit }) }
}

const isClusterEvent = (event: StoredEvent): event is ClusterEvent => event instanceof ClusterEvent

/** The appends of a log on a server, oldest first. */
export const transcriptsOf = (reading: Reader, after = 0): AsyncGenerator<TranscriptPage> =>
  transcriptsIn(clusterPages(reading.readAll({ after })), toldOf)

async function* clusterPages(pages: AsyncIterable<Page>) {
  for await (const { events } of pages) yield { events: events.filter(isClusterEvent) }
}

/** The server's ids follow from all that is stored, so what differs is never taken for the same. */
const sentOf = ({ transcript, append }: Sending): ReadonlyArray<Sent> => {
  const { stream, commandId, recordedAt, commit, events } = transcript
  const attributes = attributesOf(append, recordedAt)
  const whole = hash('sha256', frameOf(transcript), 'base64url')
  return events.map(({ type }, index) => ({
    id: uuidOf(`${eventIdOf(stream, commandId, index)}/${whole}`),
    type,
    data: append.events[index]?.data,
    metadata: bytesOf({
      ...attributes[index],
      ...(commit === undefined ? {} : { commitno: String(commit) }),
    }),
  }))
}
