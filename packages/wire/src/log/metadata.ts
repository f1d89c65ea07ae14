/**
 * What a client said of a stream: how much of it is shown, and whether it is deleted.
 *
 * It is the last event of the stream's metastream, as on any server of this protocol. Nothing is ever
 * taken out of the log: what is deleted or too old is not shown to clients, and no more.
 *
 *   $tb       the first revision that is shown; 2^53 − 1 and more means that the stream is deleted
 *   $maxCount only the last so many events are shown
 *   $maxAge   only events recorded in the last so many seconds are shown
 *   $tombstone  nobody writes to the stream again
 */
import { randomUUID } from 'node:crypto'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { isObject, json, withoutKey } from './kept.ts'
import { isStreamName, metastreamOf } from './names.ts'
import type { Wish } from './proposed.ts'
import { lastOf } from './reading.ts'

export interface StreamMetadata {
  readonly truncateBefore: number
  readonly maxCount: number
  readonly maxAgeMs: number
  readonly isDeleted: boolean
  readonly isTombstoned: boolean
  /** As it was written, for whoever writes it anew. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A stream of which nobody has said anything. */
const everything: StreamMetadata = {
  truncateBefore: 0,
  maxCount: Infinity,
  maxAgeMs: Infinity,
  isDeleted: false,
  isTombstoned: false,
  fields: {},
}

export const deletedMark = Number.MAX_SAFE_INTEGER
export const metadataType = '$metadata'

export const metadataOf = async (store: EventStore, stream: string): Promise<StreamMetadata> => {
  const metastream = metastreamOf(stream)
  if (stream.startsWith('$$') || !isStreamName(metastream)) return everything
  const last = await lastOf(store, metastream)
  return last === undefined || !isObject(last.data) ? everything : told(last.data)
}

const told = (data: Readonly<Record<string, unknown>>): StreamMetadata => {
  const fields = withoutKey(data)
  const { $tb, $maxCount, $maxAge, $tombstone } = fields
  const truncateBefore = natural($tb) ?? 0
  return {
    truncateBefore,
    maxCount: natural($maxCount) ?? Infinity,
    maxAgeMs: (natural($maxAge) ?? Infinity) * 1_000,
    isDeleted: truncateBefore >= deletedMark,
    isTombstoned: $tombstone === true,
    fields,
  }
}

const natural = (u: unknown): number | undefined =>
  typeof u === 'number' && u >= 0 ? u : undefined

/** The first revision that is shown of a stream whose last revision is `last`. */
export const firstShown = ({ truncateBefore, maxCount }: StreamMetadata, last: number): number =>
  Math.max(truncateBefore, last + 1 - maxCount)

export const isYoung =
  ({ maxAgeMs }: StreamMetadata, now: number) =>
  ({ recordedAt }: StoredEvent): boolean =>
    recordedAt > now - maxAgeMs

/** New metadata of a stream, as an event of its metastream. */
export const telling = (
  stream: string,
  fields: Readonly<Record<string, unknown>>,
  user: string | undefined,
): Wish => ({
  stream: metastreamOf(stream),
  expected: { _tag: 'Any' },
  proposals: [
    {
      id: randomUUID(),
      type: metadataType,
      contentType: json,
      data: Buffer.from(JSON.stringify(fields)),
      metadata: Buffer.alloc(0),
    },
  ],
  user,
})
