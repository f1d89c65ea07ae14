/**
 * Looking for a text in every byte of a folder, however it may be written down there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The characters of base64 that are the text's alone, wherever it begins among other bytes. */
const base64 = (text: string): ReadonlyArray<string> =>
  ([0, 1, 2] as const).flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
    const spelled = whole.toString('base64').slice(shift === 0 ? 0 : 4)
    return [spelled, spelled.replaceAll('+', '-').replaceAll('/', '_')]
  })

export const spellingsOf = (text: string): ReadonlyArray<Buffer> => {
  const hex = Buffer.from(text).toString('hex')
  const words = [text, hex, hex.toUpperCase(), escaped(text), JSON.stringify(text).slice(1, -1)]
  const spelled = [...words, ...base64(text)].map((word) => Buffer.from(word))
  return [...spelled, Buffer.from(text, 'utf16le'), utf16be(text)]
}

/** Of long texts the end is looked for too: it may be in another page than the beginning. */
const piecesOf = (text: string): ReadonlyArray<string> =>
  text.length < 60 ? [text] : [text.slice(0, 20), text.slice(-12)]

/** Names of the files in which any of the texts stands. */
export const tracesIn = (folder: string, texts: ReadonlyArray<string>): ReadonlyArray<string> => {
  const patterns = texts.flatMap(piecesOf).flatMap(spellingsOf)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return files
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return patterns.some((pattern) => bytes.includes(pattern))
    })
}
