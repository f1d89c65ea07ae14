/**
 * Messages that the services share, package `event_store.client`, and two of Google's.
 */
import { bytes, int, text, uint, wide } from '../codec/kinds.ts'
import { many, mapOf, message, one, type Of } from '../codec/message.ts'

export const Empty = message({})

const Structured = message({ high: one(1, wide), low: one(2, wide) })
export const Uuid = message({ structured: one(1, Structured), string: one(2, text) })
export type Uuid = Of<typeof Uuid>

export const StreamIdentifier = message({ streamName: one(3, bytes) })
export type StreamIdentifier = Of<typeof StreamIdentifier>

export const Position = message({ commit: one(1, uint), prepare: one(2, uint) })

export const Timestamp = message({ seconds: one(1, int), nanos: one(2, int) })
export type Timestamp = Of<typeof Timestamp>

/** Where a reader of one stream begins. */
export const StreamOptions = message({
  stream: one(1, StreamIdentifier),
  revision: one(2, uint),
  start: one(3, Empty),
  end: one(4, Empty),
})
export type StreamOptions = Of<typeof StreamOptions>

const Expression = message({ regex: one(1, text), prefixes: many(2, text) })
export const Filter = message({
  stream: one(1, Expression),
  eventType: one(2, Expression),
  max: one(3, uint),
  count: one(4, Empty),
  interval: one(5, uint),
})
export type Filter = Of<typeof Filter>

/** What a writer believes of a stream: the same five fields in every request that writes. */
export const expectation = {
  stream: one(1, StreamIdentifier),
  revision: one(2, uint),
  noStream: one(3, Empty),
  any: one(4, Empty),
  streamExists: one(5, Empty),
}
export const Expectation = message(expectation)
export type Expectation = Of<typeof Expectation>

export const ProposedMessage = message({
  id: one(1, Uuid),
  metadata: mapOf(2, text),
  customMetadata: one(3, bytes),
  data: one(4, bytes),
})
export type ProposedMessage = Of<typeof ProposedMessage>

export const RecordedMessage = message({
  id: one(1, Uuid),
  stream: one(2, StreamIdentifier),
  revision: one(3, uint),
  prepare: one(4, uint),
  commit: one(5, uint),
  metadata: mapOf(6, text),
  customMetadata: one(7, bytes),
  data: one(8, bytes),
})
export type RecordedMessage = Of<typeof RecordedMessage>
