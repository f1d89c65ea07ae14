/**
 * Keys that sign checkpoints, as they are kept: one line of text in a file outside the desk, in the
 * form that other tools for signed notes write and read too.
 *
 *   PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the 32 bytes of an Ed25519 seed>
 *
 * The name is the desk's origin, so that a key of one desk is never used for another by mistake.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import {
  keyOf,
  keyText,
  type NoteKeyError,
  type NoteSigner,
} from '@deskledger/event-store/integrity'

/** A new key under that name. */
export const newSigner = (name: string): NoteSigner => ({
  name,
  privateKey: generateKeyPairSync('ed25519').privateKey,
})

export interface KeyTexts {
  /** Whoever has it can sign in the desk's name. */
  readonly secret: string
  /** For whoever is to check signatures. */
  readonly verifying: string
  readonly id: string
}

/** Both texts of a key, each a line. */
export const textsOf = (signer: NoteSigner): E.Either<NoteKeyError, KeyTexts> => {
  const key = keyOf(signer)
  if (E.isLeft(key)) return key
  const { id } = key.right
  const encoded = Buffer.concat([Buffer.of(ed25519), seedOf(signer.privateKey)]).toString('base64')
  const secret = `${head}${signer.name}+${id}+${encoded}\n`
  return E.right({ id, secret, verifying: `${keyText(key.right)}\n` })
}

/** The signer that a secret text stands for; refused if name, id and key do not belong together. */
export const parseSecret = (text: string): E.Either<NoteKeyError, NoteSigner> => {
  const [, name = '', id = '', encoded = ''] = form.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== ed25519) return E.left({ _tag: 'NotANoteKey' })
  const signer = { name, privateKey: fromSeed(bytes.subarray(1)) }
  const key = keyOf(signer)
  if (E.isLeft(key)) return key
  return key.right.id === id ? E.right(signer) : E.left({ _tag: 'KeyIdDiffers' })
}

const head = 'PRIVATE+KEY+'
const form = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n?$/

/** The mark of Ed25519 keys in notes. */
const ed25519 = 1

/** What stands before the seed in DER. Source: RFC 8410 §7. */
const derHead = Buffer.from('302e020100300506032b657004220420', 'hex')

const seedOf = (key: KeyObject): Buffer =>
  key.export({ type: 'pkcs8', format: 'der' }).subarray(derHead.length)

const fromSeed = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([derHead, seed]), format: 'der', type: 'pkcs8' })
