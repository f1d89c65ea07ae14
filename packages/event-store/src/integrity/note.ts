/**
 * Signed notes: a text, and below an empty line who vouches for it. Source: C2SP signed-note.
 *
 *   <text, ending in a newline>
 *
 *   — <key name> <base64 of key id (4 bytes) and Ed25519 signature (64 bytes)>
 *
 * A text is nobody's word until a signature by a known key was verified: `openNote` tells. Signatures by unknown keys are passed over, so that others may sign too.
 */
import { sign, verify } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import {
  bytesOf,
  isKeyName,
  keyOf,
  type NoteKey,
  type NoteKeyError,
  type NoteSigner,
} from './note-key.ts'

export type NoteError =
  | { readonly _tag: 'NotANote' }
  /** Nobody whose key is at hand has signed it. */
  | { readonly _tag: 'UnknownSigner'; readonly signers: ReadonlyArray<string> }
  /** It claims to be signed by a known key and is not. */
  | { readonly _tag: 'BadSignature'; readonly signer: string }

/** A text that was vouched for. */
export interface OpenNote {
  readonly text: string
  /** The names of the known keys that signed. */
  readonly signers: ReadonlyArray<string>
}

interface Signature {
  readonly name: string
  readonly id: string
  readonly bytes: Buffer
}

/** In UTF-16 units; a note is a few lines. */
const maxLength = 65_536
const maxSignatures = 64

/** The note of `text`, signed by each; the text ends in a newline and holds no control character. */
export const signedNote = (
  text: string,
  signers: ReadonlyArray<NoteSigner>,
): E.Either<NoteError | NoteKeyError, string> => {
  if (!isText(text) || signers.length === 0) return E.left({ _tag: 'NotANote' })
  const lines: Array<string> = []
  for (const signer of signers) {
    const key = keyOf(signer)
    if (E.isLeft(key)) return key
    const signature = sign(null, Buffer.from(text), signer.privateKey)
    const bytes = Buffer.concat([Buffer.from(key.right.id, 'hex'), signature])
    lines.push(`— ${signer.name} ${bytes.toString('base64')}\n`)
  }
  return E.right(`${text}\n${lines.join('')}`)
}

/** The text of a note that at least one of `keys` has signed, and none of them falsely. */
export const openNote = (
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<NoteError, OpenNote> => {
  const parts = partsOf(note)
  if (parts === undefined) return E.left({ _tag: 'NotANote' })
  const { text, signatures } = parts
  const signers: Array<string> = []
  for (const { name, id, bytes } of signatures) {
    const key = keys.find((known) => known.name === name && known.id === id)
    if (key === undefined) continue
    if (!verify(null, Buffer.from(text), key.publicKey, bytes))
      return E.left({ _tag: 'BadSignature', signer: name })
    signers.push(name)
  }
  if (signers.length > 0) return E.right({ text, signers })
  return E.left({ _tag: 'UnknownSigner', signers: signatures.map(({ name }) => name) })
}

/** What a note says, though nobody has vouched for it yet. */
export const unverifiedText = (note: string): string | undefined => partsOf(note)?.text

interface Parts {
  readonly text: string
  readonly signatures: ReadonlyArray<Signature>
}

const partsOf = (note: string): Parts | undefined => {
  const end = note.lastIndexOf('\n\n')
  if (note.length > maxLength || end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(signatureOf)
  const all = signatures.filter((each) => each !== undefined)
  if (!isText(text) || all.length < signatures.length || all.length > maxSignatures)
    return undefined
  return { text, signatures: all }
}

const signatureOf = (line: string): Signature | undefined => {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = bytesOf(encoded)
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined
  return { name, id: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) }
}

const isText = (text: string): boolean =>
  text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
