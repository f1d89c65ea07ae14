/**
 * Searching files for what must not be there, however it may be written: UTF-8, UTF-16, base64,
 * hexadecimal, JSON with escapes.
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Found {
  readonly file: string
  readonly encoding: string
  /** Which of the values, from 0; never the value itself. */
  readonly value: number
}

export interface Searched {
  readonly files: number
  readonly bytes: number
  readonly found: ReadonlyArray<Found>
}

interface Pattern {
  readonly value: number
  readonly encoding: string
  readonly bytes: Buffer
}

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What stands for the bytes in any base64 text, wherever they begin in it. */
const base64 = (bytes: Buffer, url: boolean): ReadonlyArray<string> =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(url ? 'base64url' : 'base64')
    const begin = [0, 2, 3][shift] ?? 0
    const end = Math.floor(((shift + bytes.length) * 8) / 6)
    return text.slice(begin, end)
  })

const patternsOf = (text: string, value: number): ReadonlyArray<Pattern> => {
  const plain = Buffer.from(text)
  const hex = plain.toString('hex')
  const forms: ReadonlyArray<readonly [string, string | Buffer]> = [
    ['utf-8', plain],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', swapped(text)],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ['json', escaped(text)],
    ['json', JSON.stringify(text).slice(1, -1)],
    ...base64(plain, false).map((form) => ['base64', form] as const),
    ...base64(plain, true).map((form) => ['base64url', form] as const),
  ]
  const seen = new Set<string>()
  return forms.flatMap(([encoding, form]) => {
    const bytes = typeof form === 'string' ? Buffer.from(form) : form
    const key = bytes.toString('latin1')
    if (seen.has(key)) return []
    seen.add(key)
    return [{ value, encoding, bytes }]
  })
}

/** The bytes by which a text may stand in a file. */
export const patternsFor = (text: string): ReadonlyArray<Buffer> =>
  patternsOf(text, 0).map(({ bytes }) => bytes)

/** Every file below the folder. */
export const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

const chunkBytes = 16 * 1_048_576

export const search = (files: ReadonlyArray<string>, values: ReadonlyArray<string>): Searched => {
  const patterns = values.flatMap(patternsOf)
  const overlap = Math.max(0, ...patterns.map(({ bytes }) => bytes.length))
  const found = files.flatMap((file) => foundIn(file, patterns, overlap))
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  return { files: files.length, bytes, found }
}

const foundIn = (
  file: string,
  patterns: ReadonlyArray<Pattern>,
  overlap: number,
): ReadonlyArray<Found> => {
  const hits = new Set<Pattern>()
  const buffer = Buffer.alloc(chunkBytes + overlap)
  const handle = openSync(file, 'r')
  try {
    for (let kept = 0; ;) {
      const read = readSync(handle, buffer, kept, chunkBytes, null)
      if (read === 0) break
      const window = buffer.subarray(0, kept + read)
      for (const pattern of patterns) if (window.includes(pattern.bytes)) hits.add(pattern)
      kept = Math.min(overlap, window.length)
      buffer.copyWithin(0, window.length - kept, window.length)
    }
  } finally {
    closeSync(handle)
  }
  return [...hits].map(({ value, encoding }) => ({ file, encoding, value }))
}
