/**
 * A recorded event as clients are given it.
 */
import type { StoredEvent } from '@deskledger/event-store'
import type { RecordedMessage } from '../schema/shared.ts'
import type { ReadEvent } from '../schema/streams.ts'
import { contentOf } from './kept.ts'
import { identifierOf } from './names.ts'

/** `created` counts units of 100 ns since 1970. */
const ticksPerMs = 10_000

/** Commit and prepare position are both the log's own position, which is all a client compares. */
export const recordedOf = (event: StoredEvent): RecordedMessage => {
  const { id, contentType, data, metadata } = contentOf(event)
  const created = BigInt(event.recordedAt) * BigInt(ticksPerMs)
  return {
    id: { string: id },
    stream: identifierOf(event.stream),
    revision: event.revision,
    prepare: event.position,
    commit: event.position,
    metadata: new Map([
      ['type', event.type],
      ['content-type', contentType],
      ['created', String(created)],
    ]),
    customMetadata: metadata,
    data,
  }
}

export const plainly = (event: StoredEvent): ReadEvent => ({
  event: recordedOf(event),
  commit: event.position,
})
