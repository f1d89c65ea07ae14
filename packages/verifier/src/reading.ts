/**
 * Files as they are: lines of UTF-8 that are really UTF-8, read in pieces, and JSON that may be none.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const pieceBytes = 1 << 20

const piecesOf = function* (file: string): Generator<Buffer> {
  const handle = openSync(file, 'r')
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const n = readSync(handle, piece, 0, pieceBytes, null)
      if (n === 0) return
      yield piece.subarray(0, n)
    }
  } finally {
    closeSync(handle)
  }
}

export const sizeAndHash = (file: string): { readonly bytes: number; readonly sha256: string } => {
  const hash = createHash('sha256')
  let bytes = 0
  for (const piece of piecesOf(file)) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** The lines of a file; a line that is not UTF-8, or that no newline ends, is `undefined`. */
export const linesOf = function* (file: string): Generator<string | undefined> {
  let rest = Buffer.alloc(0)
  for (const piece of piecesOf(file)) {
    const bytes = Buffer.concat([rest, piece])
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield textOf(bytes.subarray(from, end))
      from = end + 1
    }
    rest = bytes.subarray(from)
  }
  if (rest.length > 0) yield undefined
}

/** A byte order mark is text like any other, and bytes that are no text are told. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

export const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
