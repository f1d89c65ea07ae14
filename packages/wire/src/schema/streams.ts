/**
 * The service `event_store.client.streams.Streams`.
 */
import { bytes, flag, int, text, uint } from '../codec/kinds.ts'
import { many, message, one, type Of } from '../codec/message.ts'
import {
  Empty,
  expectation,
  Expectation,
  Filter,
  Position,
  ProposedMessage,
  RecordedMessage,
  StreamIdentifier,
  StreamOptions,
  Timestamp,
  Uuid,
} from './shared.ts'

// ------------------------------------------------------------------------------------------------
// reading
// ------------------------------------------------------------------------------------------------

const AllOptions = message({
  position: one(1, Position),
  start: one(2, Empty),
  end: one(3, Empty),
})

export const ReadOptions = message({
  stream: one(1, StreamOptions),
  all: one(2, AllOptions),
  /** 0 forwards, 1 backwards. */
  direction: one(3, int),
  resolveLinks: one(4, flag),
  count: one(5, uint),
  subscription: one(6, Empty),
  filter: one(7, Filter),
  noFilter: one(8, Empty),
})
export type ReadOptions = Of<typeof ReadOptions>
export const ReadReq = message({ options: one(1, ReadOptions) })

export const ReadEvent = message({
  event: one(1, RecordedMessage),
  link: one(2, RecordedMessage),
  commit: one(3, uint),
  noPosition: one(4, Empty),
})
export type ReadEvent = Of<typeof ReadEvent>

const Standing = message({
  timestamp: one(1, Timestamp),
  revision: one(2, int),
  position: one(3, Position),
})
export type Standing = Of<typeof Standing>

const Checkpoint = message({
  commit: one(1, uint),
  prepare: one(2, uint),
  timestamp: one(3, Timestamp),
})

export const ReadResp = message({
  event: one(1, ReadEvent),
  confirmation: one(2, message({ id: one(1, text) })),
  checkpoint: one(3, Checkpoint),
  notFound: one(4, message({ stream: one(1, StreamIdentifier) })),
  firstRevision: one(5, uint),
  lastRevision: one(6, uint),
  lastPosition: one(7, Position),
  caughtUp: one(8, Standing),
  fellBehind: one(9, Standing),
})
export type ReadResp = Of<typeof ReadResp>

// ------------------------------------------------------------------------------------------------
// appending
// ------------------------------------------------------------------------------------------------

export const AppendReq = message({
  options: one(1, Expectation),
  proposed: one(2, ProposedMessage),
})
export type AppendReq = Of<typeof AppendReq>

const Success = message({
  revision: one(1, uint),
  noStream: one(2, Empty),
  position: one(3, Position),
  noPosition: one(4, Empty),
})

/** The first five fields repeat the last six for servers and clients before 21.2. */
const WrongExpectedVersion = message({
  current: one(6, uint),
  currentNoStream: one(7, Empty),
  expected: one(8, uint),
  expectedAny: one(9, Empty),
  expectedStreamExists: one(10, Empty),
  expectedNoStream: one(11, Empty),
})
export const AppendResp = message({ success: one(1, Success), wrong: one(2, WrongExpectedVersion) })

export const BatchAppendReq = message({
  correlationId: one(1, Uuid),
  options: one(
    2,
    message({ ...expectation, deadline21: one(6, Timestamp), deadline: one(7, Timestamp) }),
  ),
  proposed: many(3, ProposedMessage),
  isFinal: one(4, flag),
})
export type BatchAppendReq = Of<typeof BatchAppendReq>

const AnyMessage = message({ typeUrl: one(1, text), value: one(2, bytes) })
/** `google.rpc.Status`, with one detail as this protocol has it. */
export const Status = message({
  code: one(1, int),
  message: one(2, text),
  details: one(3, AnyMessage),
})
export type Status = Of<typeof Status>

export const BatchAppendResp = message({
  correlationId: one(1, Uuid),
  error: one(2, Status),
  success: one(3, Success),
  stream: one(4, StreamIdentifier),
})
export type BatchAppendResp = Of<typeof BatchAppendResp>

/** What `Status` carries when a batch was refused. */
export const details = {
  WrongExpectedVersion: message({
    current: one(1, uint),
    currentNoStream: one(2, Empty),
    expected: one(3, uint),
    expectedAny: one(4, Empty),
    expectedStreamExists: one(5, Empty),
    expectedNoStream: one(6, Empty),
  }),
  StreamDeleted: message({ stream: one(1, StreamIdentifier) }),
  AccessDenied: Empty,
  Timeout: Empty,
  Unknown: Empty,
  MaximumAppendSizeExceeded: message({ maxAppendSize: one(1, uint) }),
  BadRequest: message({ message: one(1, text) }),
}

// ------------------------------------------------------------------------------------------------
// deleting
// ------------------------------------------------------------------------------------------------

/** Of Delete and of Tombstone. */
export const DeleteReq = message({ options: one(1, Expectation) })
export const DeleteResp = message({ position: one(1, Position), noPosition: one(2, Empty) })
