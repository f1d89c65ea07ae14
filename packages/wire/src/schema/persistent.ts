/**
 * The service `event_store.client.persistent_subscriptions.PersistentSubscriptions`.
 */
import { bytes, flag, int, text, uint } from '../codec/kinds.ts'
import { many, message, one, type Of } from '../codec/message.ts'
import {
  Empty,
  Filter,
  Position,
  RecordedMessage,
  StreamIdentifier,
  StreamOptions,
  Uuid,
} from './shared.ts'

// ------------------------------------------------------------------------------------------------
// groups
// ------------------------------------------------------------------------------------------------

const Settings = message({
  resolveLinks: one(1, flag),
  revision: one(2, uint),
  extraStatistics: one(3, flag),
  messageTimeoutTicks: one(4, int),
  maxRetryCount: one(5, int),
  checkpointAfterTicks: one(6, int),
  minCheckpointCount: one(7, int),
  maxCheckpointCount: one(8, int),
  maxSubscriberCount: one(9, int),
  liveBufferSize: one(10, int),
  readBatchSize: one(11, int),
  historyBufferSize: one(12, int),
  namedStrategy: one(13, int),
  messageTimeoutMs: one(14, int),
  checkpointAfterMs: one(15, int),
  strategy: one(16, text),
})
export type Settings = Of<typeof Settings>

const AllOptions = message({
  position: one(1, Position),
  start: one(2, Empty),
  end: one(3, Empty),
  filter: one(4, Filter),
  noFilter: one(5, Empty),
})

/** Of Create and of Update. Older clients name the stream in the first field alone. */
export const GroupOptions = message({
  identifier: one(1, StreamIdentifier),
  group: one(2, text),
  settings: one(3, Settings),
  stream: one(4, StreamOptions),
  all: one(5, AllOptions),
})
export type GroupOptions = Of<typeof GroupOptions>
export const GroupReq = message({ options: one(1, GroupOptions) })

export const DeleteGroupReq = message({
  options: one(
    1,
    message({ stream: one(1, StreamIdentifier), group: one(2, text), all: one(3, Empty) }),
  ),
})

export const InfoReq = message({
  options: one(
    1,
    message({ stream: one(1, StreamIdentifier), all: one(2, Empty), group: one(3, text) }),
  ),
})

export const ReplayReq = message({
  options: one(
    1,
    message({
      group: one(1, text),
      stream: one(2, StreamIdentifier),
      all: one(3, Empty),
      stopAt: one(4, int),
      noLimit: one(5, Empty),
    }),
  ),
})

export const ListReq = message({
  options: one(
    1,
    message({
      every: one(1, Empty),
      of: one(2, message({ stream: one(1, StreamIdentifier), all: one(2, Empty) })),
    }),
  ),
})

const ConnectionInfo = message({
  from: one(1, text),
  username: one(2, text),
  totalItems: one(4, int),
  availableSlots: one(7, int),
  inFlight: one(8, int),
  connectionName: one(9, text),
})

export const GroupInfo = message({
  eventSource: one(1, text),
  group: one(2, text),
  status: one(3, text),
  connections: many(4, ConnectionInfo),
  totalItems: one(6, int),
  lastCheckpointed: one(8, text),
  lastKnown: one(9, text),
  resolveLinks: one(10, flag),
  startFrom: one(11, text),
  messageTimeoutMs: one(12, int),
  extraStatistics: one(13, flag),
  maxRetryCount: one(14, int),
  liveBufferSize: one(15, int),
  bufferSize: one(16, int),
  readBatchSize: one(17, int),
  checkpointAfterMs: one(18, int),
  minCheckpointCount: one(19, int),
  maxCheckpointCount: one(20, int),
  readBufferCount: one(21, int),
  liveBufferCount: one(22, int),
  retryBufferCount: one(23, int),
  inFlight: one(24, int),
  outstanding: one(25, int),
  strategy: one(26, text),
  maxSubscriberCount: one(27, int),
  parked: one(28, int),
})
export type GroupInfo = Of<typeof GroupInfo>
export const InfoResp = message({ info: one(1, GroupInfo) })
export const ListResp = message({ subscriptions: many(1, GroupInfo) })

// ------------------------------------------------------------------------------------------------
// reading
// ------------------------------------------------------------------------------------------------

const Ack = message({ id: one(1, bytes), ids: many(2, Uuid) })
/** Actions: 1 park, 2 retry, 3 skip, 4 stop. */
const Nack = message({
  id: one(1, bytes),
  ids: many(2, Uuid),
  action: one(3, int),
  reason: one(4, text),
})

export const ReadGroupReq = message({
  options: one(
    1,
    message({
      stream: one(1, StreamIdentifier),
      group: one(2, text),
      bufferSize: one(3, int),
      all: one(5, Empty),
    }),
  ),
  ack: one(2, Ack),
  nack: one(3, Nack),
})
export type ReadGroupReq = Of<typeof ReadGroupReq>

const GroupEvent = message({
  event: one(1, RecordedMessage),
  link: one(2, RecordedMessage),
  commit: one(3, uint),
  noPosition: one(4, Empty),
  retryCount: one(5, int),
  noRetryCount: one(6, Empty),
})
export const ReadGroupResp = message({
  event: one(1, GroupEvent),
  confirmation: one(2, message({ id: one(1, text) })),
})
export type ReadGroupResp = Of<typeof ReadGroupResp>
