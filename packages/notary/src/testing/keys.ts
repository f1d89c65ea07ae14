/**
 * Keys that are the same on every run, and notes that they sign.
 */
import { createPrivateKey } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import {
  keyOf,
  originOf,
  signCheckpoint,
  type NoteKey,
  type NoteSigner,
} from '@deskledger/event-store/integrity'
import { withNoted } from '../index.ts'
import { right } from './logs.ts'

/** 32 times the byte. Source of the wrapping: RFC 8410. */
const secret = (byte: number) =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.alloc(32, byte),
    ]),
    format: 'der',
    type: 'pkcs8',
  })

export const signer = (deskId: string, byte = 1): NoteSigner => ({
  name: originOf(deskId),
  privateKey: secret(byte),
})
export const keyFor = (deskId: string, byte = 1): NoteKey => right(keyOf(signer(deskId, byte)))

export interface Anchor {
  readonly note: string
  readonly keys: ReadonlyArray<NoteKey>
}

/** A note about what was noted when it had `size` commits, all of them unless told. */
export const anchorOf = async (file: string, size?: number): Promise<Anchor> =>
  right(
    await withNoted<never, Anchor>(file, async ({ deskId, tip, rootOfRange }) => {
      const at = size ?? tip().commitNo
      const checkpoint = { origin: originOf(deskId), size: at, root: rootOfRange(0, at) }
      const note = right(signCheckpoint(checkpoint, [signer(deskId)]))
      return E.right({ note, keys: [keyFor(deskId)] })
    }),
  )
