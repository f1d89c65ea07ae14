/**
 * The kinds of values that a field may have. Source: protobuf encoding specification, proto3.
 *
 * Numbers of 64 bits are doubles here: every revision and position of ours is a safe integer, and
 * what a client sends beyond that means "the end".
 */
import { putBytes, putText, putVarint, putWide, reserve, type Sink } from './sink.ts'
import { takeBytes, takeVarint, takeWide, type Source } from './source.ts'

export interface Kind<A> {
  readonly wireType: 0 | 1 | 2
  put(sink: Sink, value: A): void
  take(source: Source): A
}

export const uint: Kind<number> = { wireType: 0, put: putVarint, take: takeVarint }

export const int: Kind<number> = {
  wireType: 0,
  put: (sink, value) => (value < 0 ? putWide(sink, BigInt(value)) : putVarint(sink, value)),
  take: (source) => Number(takeWide(source)),
}

/** All 64 bits, for the halves of a UUID. */
export const wide: Kind<bigint> = { wireType: 0, put: putWide, take: takeWide }

/** Zigzag: 0, −1, 1, −2 … as 0, 1, 2, 3 … Up to 52 bits on the way out. */
export const sint: Kind<number> = {
  wireType: 0,
  put: (sink, value) => putVarint(sink, value < 0 ? -2 * value - 1 : 2 * value),
  take: (source) => {
    const folded = takeVarint(source)
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  },
}

export const flag: Kind<boolean> = {
  wireType: 0,
  put: (sink, value) => putVarint(sink, value ? 1 : 0),
  take: (source) => takeVarint(source) !== 0,
}

export const double: Kind<number> = {
  wireType: 1,
  put: (sink, value) => {
    reserve(sink, 8)
    sink.buffer.writeDoubleLE(value, sink.at)
  },
  take: (source) => takeBytes(source, 8).readDoubleLE(),
}

/** Puts a value and, in front of it, how long it is. */
export const delimited = (sink: Sink, put: () => void): void => {
  const end = sink.buffer.length - sink.at
  put()
  putVarint(sink, sink.buffer.length - sink.at - end)
}

export const bytes: Kind<Uint8Array> = {
  wireType: 2,
  put: (sink, value) => {
    putBytes(sink, value)
    putVarint(sink, value.length)
  },
  take: (source) => takeBytes(source, takeVarint(source)),
}

export const text: Kind<string> = {
  wireType: 2,
  put: (sink, value) => delimited(sink, () => putText(sink, value)),
  take: (source) => takeBytes(source, takeVarint(source)).toString('utf8'),
}
