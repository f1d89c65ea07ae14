/**
 * The service `kurrentdb.protocol.v2.streams.StreamsService`: several streams in one append.
 */
import { bytes, double, flag, int, sint, text, type Kind } from '../codec/kinds.ts'
import { many, mapOf, message, one, type Of } from '../codec/message.ts'

// ------------------------------------------------------------------------------------------------
// any value, `google.protobuf.Value`
// ------------------------------------------------------------------------------------------------

/** What a value may be, one of them; the null value is told by the number 0. */
export interface AnyValue {
  readonly nothing?: number | undefined
  readonly number?: number | undefined
  readonly text?: string | undefined
  readonly flag?: boolean | undefined
  readonly fields?: { readonly values?: ReadonlyMap<string, AnyValue> | undefined } | undefined
  readonly list?: { readonly values?: ReadonlyArray<AnyValue> | undefined } | undefined
}

/** A value may hold values, so its kind is looked up when it is used. */
const anyValue: Kind<AnyValue> = {
  wireType: 2,
  put: (sink, value) => Value.put(sink, value),
  take: (source) => Value.take(source),
}

const Value = message({
  nothing: one(1, int),
  number: one(2, double),
  text: one(3, text),
  flag: one(4, flag),
  fields: one(5, message({ values: mapOf(1, anyValue) })),
  list: one(6, message({ values: many(1, anyValue) })),
})

// ------------------------------------------------------------------------------------------------
// what is asked, and the answers
// ------------------------------------------------------------------------------------------------

/** Formats: 1 JSON, 2 Protobuf, 3 Avro, 4 bytes. */
const Schema = message({ format: one(1, int), name: one(2, text), id: one(3, text) })

const AppendRecord = message({
  id: one(1, text),
  properties: mapOf(2, anyValue),
  schema: one(3, Schema),
  data: one(4, bytes),
  /** Of `AppendRecords` only. */
  stream: one(5, text),
})
export type AppendRecord = Of<typeof AppendRecord>

/** Of one stream. What is expected is a revision, or −1 no stream, −2 anything, −4 a stream. */
export const SessionReq = message({
  stream: one(1, text),
  records: many(2, AppendRecord),
  expected: one(3, sint),
})
export type SessionReq = Of<typeof SessionReq>

export const SessionResp = message({
  output: many(
    1,
    message({ stream: one(1, text), revision: one(2, sint), position: one(3, sint) }),
  ),
  position: one(2, sint),
})

const StateCheck = message({ stream: one(1, text), expected: one(2, sint) })
export const RecordsReq = message({
  records: many(1, AppendRecord),
  checks: many(2, message({ state: one(1, StateCheck) })),
})
export type RecordsReq = Of<typeof RecordsReq>

export const RecordsResp = message({
  revisions: many(1, message({ stream: one(1, text), revision: one(2, sint) })),
  position: one(2, sint),
})

// ------------------------------------------------------------------------------------------------
// refusals
// ------------------------------------------------------------------------------------------------

const StateViolation = message({
  stream: one(1, text),
  expected: one(2, sint),
  actual: one(3, sint),
})

/** By the names that stand in the address of their type. */
export const details = {
  StreamTombstonedErrorDetails: message({ stream: one(1, text) }),
  StreamRevisionConflictErrorDetails: StateViolation,
  AppendRecordSizeExceededErrorDetails: message({
    stream: one(1, text),
    id: one(2, text),
    size: one(3, int),
    max: one(4, int),
  }),
  AppendTransactionSizeExceededErrorDetails: message({ size: one(1, int), max: one(2, int) }),
  StreamAlreadyInAppendSessionErrorDetails: message({ stream: one(1, text) }),
  AppendConsistencyViolationErrorDetails: message({
    violations: many(1, message({ check: one(1, int), state: one(2, StateViolation) })),
  }),
}
