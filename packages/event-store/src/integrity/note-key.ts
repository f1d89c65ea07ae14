/**
 * Keys that sign notes: Ed25519, under a name. The text forms are those of the C2SP signed-note
 * format, which other tools read too: `name+key id+base64`, for verifying keys only.
 */
import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'

/** A key that tells whether a signature is by the holder of the secret. */
export interface NoteKey {
  readonly name: string
  /** 8 hexadecimal digits, made of the name and the key. */
  readonly id: string
  readonly publicKey: KeyObject
}

/** A secret key; it stays outside the log that it speaks for. */
export interface NoteSigner {
  readonly name: string
  readonly privateKey: KeyObject
}

export type NoteKeyError =
  | { readonly _tag: 'NotANoteKey' }
  /** The name is empty, or has spaces, plus signs or control characters. */
  | { readonly _tag: 'BadKeyName' }
  /** The key id is not that of this name and key: a slip of the pen in one of the three. */
  | { readonly _tag: 'KeyIdDiffers' }

/** The mark of Ed25519 keys and signatures in notes. */
const ed25519 = 1

/** What stands before the 32 bytes of an Ed25519 key in DER. Source: RFC 8410 §4. */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')

export const isKeyName = (name: string): boolean =>
  name.length > 0 && name.isWellFormed() && !/[\s+\p{Cc}\u0085]/u.test(name)

const rawOf = (publicKey: KeyObject): Buffer =>
  publicKey.export({ type: 'spki', format: 'der' }).subarray(derHead.length)

const idOf = (name: string, raw: Buffer): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), raw]), 'hex').slice(
    0,
    8,
  )

/** The key that verifies what `signer` signs. */
export const keyOf = ({ name, privateKey }: NoteSigner): E.Either<NoteKeyError, NoteKey> => {
  if (!isKeyName(name)) return E.left({ _tag: 'BadKeyName' })
  if (privateKey.asymmetricKeyType !== 'ed25519') return E.left({ _tag: 'NotANoteKey' })
  const publicKey = createPublicKey(privateKey)
  return E.right({ name, id: idOf(name, rawOf(publicKey)), publicKey })
}

export const keyText = ({ name, id, publicKey }: NoteKey): string =>
  `${name}+${id}+${Buffer.concat([Buffer.of(ed25519), rawOf(publicKey)]).toString('base64')}`

export const parseKey = (text: string): E.Either<NoteKeyError, NoteKey> => {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? []
  const bytes = bytesOf(encoded)
  if (bytes?.length !== 33 || bytes[0] !== ed25519) return E.left({ _tag: 'NotANoteKey' })
  if (!isKeyName(name)) return E.left({ _tag: 'BadKeyName' })
  const raw = bytes.subarray(1)
  if (idOf(name, raw) !== id) return E.left({ _tag: 'KeyIdDiffers' })
  const key = Buffer.concat([derHead, raw])
  return E.right({ name, id, publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) })
}

/** Base64 with its padding, as an encoder writes it and no other way. */
export const bytesOf = (base64: string): Buffer | undefined => {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : undefined
}
