/**
 * Bytes as text. Where bytes are no text of the encoding, a mark stands that nobody writes, so that
 * the row it is in can be set aside and the rest goes on.
 */
import { isUtf8 } from 'node:buffer'
import { brokenOff } from './broken-off.ts'

/** The last private character of Unicode: allowed in XML and in use by nobody. */
export const undecodable = '\u{10FFFD}'

export const isUndecodable = (text: string): boolean => text.includes(undecodable)

/** Text by the encoding of its byte order mark, else by the one named, else UTF-8. */
export async function* textOf(
  bytes: AsyncIterable<Buffer>,
  named: (start: Buffer) => string | undefined,
): AsyncGenerator<string> {
  let decode: Decode | undefined
  for await (const chunk of bytes) {
    decode ??= decoderOf(marked(chunk) ?? named(chunk) ?? 'utf-8')
    yield decode(chunk, false)
  }
  if (decode !== undefined) yield decode(Buffer.alloc(0), true)
}

/** Whether this platform can read the encoding. */
export const isEncoding = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

const marked = (start: Buffer): string | undefined => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return undefined
}

type Decode = (chunk: Buffer, isLast: boolean) => string

const decoderOf = (label: string): Decode => {
  if (!isEncoding(label)) throw brokenOff('unknownEncoding', 1)
  return new TextDecoder(label).encoding === 'utf-8' ? utf8() : other(label)
}

const other = (label: string): Decode => {
  const decoder = new TextDecoder(label)
  return (chunk, isLast) =>
    decoder.decode(chunk, { stream: !isLast }).replaceAll('\uFFFD', undecodable)
}

/** UTF-8 can itself hold U+FFFD, which is text like any other and must not be taken for damage. */
const utf8 = (): Decode => {
  let carried: Buffer = Buffer.alloc(0)
  let isStart = true
  return (chunk, isLast) => {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const end = isLast ? bytes.length : wholeCharacters(bytes)
    carried = bytes.subarray(end)
    const whole = bytes.subarray(0, end)
    const text = isUtf8(whole) ? whole.toString('utf8') : mended(whole)
    const isMarked = isStart && text.startsWith('\uFEFF')
    isStart = isStart && text === ''
    return isMarked ? text.slice(1) : text
  }
}

/** How many bytes there are before a last character that the chunk cuts in two. */
const wholeCharacters = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0)
      return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** A written U+FFFD stands aside as the noncharacter U+FFFE while damage is marked. */
const mended = (bytes: Buffer): string =>
  Buffer.from(
    bytes.toString('latin1').replaceAll('\u00ef\u00bf\u00bd', '\u00ef\u00bf\u00be'),
    'latin1',
  )
    .toString('utf8')
    .replaceAll('\uFFFD', undecodable)
    .replaceAll('\uFFFE', '\uFFFD')
