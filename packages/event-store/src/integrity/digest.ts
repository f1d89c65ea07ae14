/**
 * The hashes that everything else is made of: SHA-256 as RFC 6962 §2.1 uses it, over framed text.
 *
 * A leaf is the hash of a zero byte and the leaf's data; a node that of a one byte and its two
 * children: no leaf can pass for a node. Framed text gives each field its length in bytes of UTF-8,
 * so that no two lists of fields have the same bytes.
 */
import { hash } from 'node:crypto'

/** SHA-256 as 64 lower-case hexadecimal digits; as a string it is twice as fast here as a Buffer. */
export type Digest = string

/** The root of a tree without leaves: the hash of nothing. */
export const emptyRoot: Digest = hash('sha256', '', 'hex')

export const isDigest = (u: unknown): u is Digest =>
  typeof u === 'string' && /^[0-9a-f]{64}$/.test(u)

/** `<length in bytes>:<text>`. */
export const framed = (text: string): string => `${Buffer.byteLength(text)}:${text}`

/** A whole number, as its decimal digits are framed. */
export const framedNumber = (n: number): string => {
  const digits = String(n)
  return `${digits.length}:${digits}`
}

export const leafHash = (data: string): Digest => hash('sha256', `\0${data}`, 'hex')

/** One for all nodes: nothing is kept in it from one call to the next. */
const node = Buffer.alloc(65, 1)

export const nodeHash = (left: Digest, right: Digest): Digest => {
  node.write(left, 1, 32, 'hex')
  node.write(right, 33, 32, 'hex')
  return hash('sha256', node, 'hex')
}
