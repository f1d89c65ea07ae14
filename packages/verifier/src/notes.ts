/**
 * Signed checkpoints: a text of origin, size and root, an empty line, and signatures by Ed25519 keys.
 * Sources: C2SP signed-note and tlog-checkpoint.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { isDigest, type Digest } from './hashes.ts'

/** A key as text: `name+8 digits+base64`. */
export interface Key {
  readonly name: string
  readonly id: string
  readonly raw: Buffer
}

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Digest
  /** The key that has signed it. */
  readonly key: string
}

const strictBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** The key, unless the text is none or its three parts do not belong together. */
export const keyOf = (text: string): Key | undefined => {
  const [, name = '', id = '', encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text.trim()) ?? []
  const bytes = strictBase64(encoded)
  if (bytes?.length !== 33 || bytes[0] !== 1) return undefined
  const wanted = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8)
  return wanted === id ? { name, id, raw: bytes.subarray(1) } : undefined
}

/** The checkpoint, or in a few words why it cannot be relied on. */
export const openNote = (note: string, keys: ReadonlyArray<Key>): Checkpoint | string => {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n') || note.length > 65_536) return 'it is not a signed note'
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  let signedBy: string | undefined
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? []
    const bytes = strictBase64(encoded)
    if (bytes === undefined || bytes.length < 5) return 'it is not a signed note'
    const id = bytes.toString('hex', 0, 4)
    const key = keys.find((each) => each.name === name && each.id === id)
    if (key === undefined) continue
    if (!isSigned(text, key, bytes.subarray(4))) return `the signature of ${name} is false`
    signedBy = `${name}+${id}`
  }
  return signedBy === undefined ? 'none of the keys at hand has signed it' : read(text, signedBy)
}

const isSigned = (text: string, { raw }: Key, signature: Buffer): boolean => {
  const x = raw.toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(text), key, signature)
}

const read = (text: string, key: string): Checkpoint | string => {
  const [origin = '', digits = '', encoded = '', ...more] = text.split('\n')
  const root = strictBase64(encoded)?.toString('hex')
  if (origin === '' || !/^(0|[1-9]\d{0,14})$/.test(digits) || !isDigest(root))
    return 'it is a note, and not a checkpoint'
  if (more.at(-1) !== '' || more.slice(0, -1).includes('')) return 'it has an empty line'
  return { origin, size: Number(digits), root, key }
}
