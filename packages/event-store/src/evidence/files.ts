/**
 * Writing the files of a bundle: line by line, in pieces, with size and hash of what was written.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** What a manifest says of a file. */
export interface FileEntry {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** A file that is being written; its functions throw what the file system throws. */
export interface LineFile {
  readonly line: (text: string) => void
  /** Writes what is left and lets go of the file. */
  readonly end: () => FileEntry
  /** Lets go of the file as it is. */
  readonly abandon: () => void
}

/** Lines that are written at once. */
const pieceLines = 500

/** Begins a new file; one that is there already is not touched, and the call throws. */
export const lineFile = (folder: string, name: string): LineFile => {
  const handle = openSync(join(folder, name), 'wx')
  const hash = createHash('sha256')
  let bytes = 0
  let piece: Array<string> = []
  const flush = (): void => {
    const chunk = Buffer.from(piece.map((line) => `${line}\n`).join(''))
    hash.update(chunk)
    bytes += chunk.length
    for (let at = 0; at < chunk.length;) at += writeSync(handle, chunk, at)
    piece = []
  }
  return {
    line: (text) => {
      piece.push(text)
      if (piece.length === pieceLines) flush()
    },
    end: () => {
      flush()
      closeSync(handle)
      return { name, bytes, sha256: hash.digest('hex') }
    },
    abandon: () => closeSync(handle),
  }
}

/** A whole file at once. */
export const writeLines = (folder: string, name: string, lines: Iterable<string>): FileEntry => {
  const file = lineFile(folder, name)
  for (const line of lines) file.line(line)
  return file.end()
}

/** The lines of a text that ends in a newline. */
export const linesOf = (text: string): ReadonlyArray<string> => text.replace(/\n$/, '').split('\n')
