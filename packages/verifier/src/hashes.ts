/**
 * SHA-256 over framed fields, and the trees made of it. Written from the description of the format
 * alone, so that a slip in the library does not excuse itself here.
 */
import { createHash } from 'node:crypto'

/** 64 lower-case hexadecimal digits. */
export type Digest = string

export const isDigest = (u: unknown): u is Digest =>
  typeof u === 'string' && /^[0-9a-f]{64}$/.test(u)

const sha256 = (...parts: ReadonlyArray<string | Uint8Array>): Digest => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

export const emptyRoot: Digest = sha256()

/** Each field as its length in bytes, a colon and its bytes; numbers in decimal. */
export const leaf = (...fields: ReadonlyArray<string | number>): Digest => {
  const bytes = fields.map((field) => Buffer.from(String(field)))
  const framed = bytes.flatMap((each) => [Buffer.from(`${each.length}:`), each])
  return sha256(Buffer.of(0), ...framed)
}

export const node = (left: Digest, right: Digest): Digest =>
  sha256(Buffer.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))

/** A tree that is added to; keeps one root for each size of perfect subtree, the smallest last. */
export interface Growing {
  size: number
  readonly parts: Array<{ readonly leaves: number; readonly root: Digest }>
}

export const growing = (): Growing => ({ size: 0, parts: [] })

export const grow = (tree: Growing, next: Digest): void => {
  tree.size += 1
  let part = { leaves: 1, root: next }
  for (let last = tree.parts.at(-1); last?.leaves === part.leaves; last = tree.parts.at(-1)) {
    tree.parts.pop()
    part = { leaves: 2 * part.leaves, root: node(last.root, part.root) }
  }
  tree.parts.push(part)
}

export const rootOf = ({ parts }: Growing): Digest => {
  const [last, ...before] = parts.toReversed()
  return last === undefined
    ? emptyRoot
    : before.reduce((root, part) => node(part.root, root), last.root)
}
