/**
 * Bytes that are filled from their end to their beginning.
 *
 * A message within a message is preceded by its length. Written backwards, the length is known by
 * the time it is due: nothing is measured first and nothing is copied again.
 */
export interface Sink {
  buffer: Buffer
  /** Where what has been written begins. */
  at: number
}

export const sinkOf = (size = 1_024): Sink => ({ buffer: Buffer.allocUnsafe(size), at: size })

/** What has been written, in one buffer of its own. */
export const bytesOf = ({ buffer, at }: Sink): Buffer => buffer.subarray(at)

/** Makes room for so many bytes in front of what has been written, and stands before them. */
export const reserve = (sink: Sink, bytes: number): void => {
  if (sink.at < bytes) grow(sink, bytes)
  sink.at -= bytes
}

const grow = (sink: Sink, bytes: number): void => {
  const used = sink.buffer.length - sink.at
  const larger = Buffer.allocUnsafe(Math.max(sink.buffer.length * 2, (used + bytes) * 2))
  const at = larger.length - used
  sink.buffer.copy(larger, at, sink.at)
  sink.buffer = larger
  sink.at = at
}

/** An unsigned number of up to 53 bits, seven bits a byte, the lowest first. */
export const putVarint = (sink: Sink, value: number): void => {
  let length = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1
  reserve(sink, length)
  const end = sink.at + length - 1
  let rest = value
  for (let i = sink.at; i < end; i += 1) {
    sink.buffer[i] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  sink.buffer[end] = rest
}

/** A number of 64 bits, a negative one as its two's complement. */
export const putWide = (sink: Sink, value: bigint): void => {
  const bytes: Array<number> = []
  let rest = BigInt.asUintN(64, value)
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low + 128 : low)
  } while (rest > 0n)
  putBytes(sink, Uint8Array.from(bytes))
}

export const putBytes = (sink: Sink, bytes: Uint8Array): void => {
  reserve(sink, bytes.length)
  sink.buffer.set(bytes, sink.at)
}

export const putText = (sink: Sink, text: string): void => {
  const length = Buffer.byteLength(text)
  reserve(sink, length)
  sink.buffer.write(text, sink.at, 'utf8')
}
