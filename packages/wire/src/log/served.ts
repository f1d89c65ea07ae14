/**
 * A recorded event as clients are given it.
 */
import type { StoredEvent } from '@deskledger/event-store'
import type { RecordedMessage } from '../schema/shared.ts'
import type { ReadEvent } from '../schema/streams.ts'
import { contentOf } from './kept.ts'
import { identifierOf } from './names.ts'

/** In units of 100 ns since 1970, of which a millisecond has 10,000. */
const ticksOf = (ms: number): string => (ms === 0 ? '0' : `${ms}0000`)

/** Commit and prepare position are both the log's own position, which is all a client compares. */
export const recordedOf = (event: StoredEvent): RecordedMessage => {
  const { id, contentType, data, metadata } = contentOf(event)
  return {
    id: { string: id },
    stream: identifierOf(event.stream),
    revision: event.revision,
    prepare: event.position,
    commit: event.position,
    metadata: new Map([
      ['type', event.type],
      ['content-type', contentType],
      ['created', ticksOf(event.recordedAt)],
    ]),
    customMetadata: metadata,
    data,
  }
}

export const plainly = (event: StoredEvent): ReadEvent => ({
  event: recordedOf(event),
  commit: event.position,
})
