/**
 * What clients may expect of a stream, as what the log is asked about it.
 *
 * A deleted stream is no stream to a client and goes on behind what it had; so what is asked of the
 * log is that it still ends where its new events will begin.
 */
import type { StreamName } from '@deskledger/kernel'
import { exactly, isMet, type EventStore, type Expected } from '@deskledger/event-store'
import { metadataOf, telling, type StreamMetadata } from '../log/metadata.ts'
import type { Wish } from '../log/proposed.ts'
import { lastRevision } from '../log/reading.ts'
import { marks } from './refusal.ts'

export interface Standing {
  readonly metadata: StreamMetadata
  /** Of a deleted stream: its last revision. */
  readonly last: number
}

export const standingOf = async (store: EventStore, stream: StreamName): Promise<Standing> => {
  const metadata = await metadataOf(store, stream)
  return { metadata, last: metadata.isDeleted ? await lastRevision(store, stream) : marks.noStream }
}

/** What the log is asked, or how the stream stands where that is not what is expected. */
export const lookedAt = (
  { metadata, last }: Standing,
  expected: Expected,
  isWritten: boolean,
): Expected | { readonly actual: number } => {
  const isAny = expected._tag === 'Any' && !isWritten
  if (metadata.isTombstoned) return isAny ? expected : { actual: marks.tombstoned }
  if (!metadata.isDeleted || isAny) return expected
  if (expected._tag === 'StreamExists') return { actual: marks.deleted }
  if (expected._tag === 'Exact' && !isMet(expected, last)) return { actual: last }
  return exactly(last)
}

/** From where on a deleted stream is shown that is written to again. */
export const reviving = (
  { metadata, last }: Standing,
  stream: StreamName,
  user: string | undefined,
): ReadonlyArray<Wish> =>
  metadata.isDeleted ? [telling(stream, { ...metadata.fields, $tb: last + 1 }, user)] : []
