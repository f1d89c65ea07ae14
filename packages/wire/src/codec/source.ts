/**
 * Bytes that are read from their beginning. What ends too early, or is no message, throws a
 * `RangeError`: the call is then refused before anybody looks at it.
 */
export interface Source {
  readonly buffer: Buffer
  at: number
  readonly end: number
}

export const sourceOf = (buffer: Buffer): Source => ({ buffer, at: 0, end: buffer.length })

const cut = (): RangeError => new RangeError('a message ends too early')

const takeByte = (source: Source): number => {
  if (source.at >= source.end) throw cut()
  const byte = source.buffer[source.at] ?? 0
  source.at += 1
  return byte
}

/** An unsigned number; beyond 53 bits the nearest that a double holds. */
export const takeVarint = (source: Source): number => {
  let value = 0
  let unit = 1
  for (let i = 0; i < 10; i += 1) {
    const byte = takeByte(source)
    value += (byte % 128) * unit
    if (byte < 128) return value
    unit *= 128
  }
  throw new RangeError('a number has no end')
}

/** All 64 bits, as a signed number. */
export const takeWide = (source: Source): bigint => {
  let value = 0n
  for (let i = 0; i < 10; i += 1) {
    const byte = takeByte(source)
    value |= BigInt(byte % 128) << BigInt(7 * i)
    if (byte < 128) return BigInt.asIntN(64, value)
  }
  throw new RangeError('a number has no end')
}

/** The next so many bytes, as a view. */
export const takeBytes = (source: Source, length: number): Buffer => {
  const from = source.at
  if (length > source.end - from) throw cut()
  source.at = from + length
  return source.buffer.subarray(from, source.at)
}

/** Passes over a field that nobody declared. */
export const skip = (source: Source, wireType: number): void => {
  if (wireType === 0) takeVarint(source)
  else if (wireType === 1) takeBytes(source, 8)
  else if (wireType === 2) takeBytes(source, takeVarint(source))
  else if (wireType === 5) takeBytes(source, 4)
  else throw new RangeError('a field of a kind that is not known')
}
