/**
 * What can happen to the notary of a desk: the keys that sign its checkpoints are announced.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. A key is announced in the log,
 * so the log tells who signed it; whom to trust has to be known from elsewhere.
 */
import { event, identifier, pattern, registry, type Registry } from '@deskledger/kernel'
import type * as t from 'io-ts'

export const DeskId = identifier('DeskId')

/** The first four bytes, in hexadecimal, of the hash of a key's name and bytes. Source: C2SP signed-note. */
export const SigningKeyId = pattern('SigningKeyId', /^[0-9a-f]{8}$/, '0a1b2c3d', '4e5f6a7b')

/** Base64 of the byte 1 and the 32 bytes of an Ed25519 key, as at the end of a verifying key's text. */
export const PublicKey = pattern(
  'PublicKey',
  /^[A-Za-z0-9+/]{44}$/,
  `A${'RpcD'.repeat(10)}2ew`,
  `A${'Q9xK'.repeat(10)}7m+`,
)

/** From now on this key signs; `replaces` names the one that it was made to follow. */
export const SigningKeyAnnounced = event(
  'SigningKeyAnnounced',
  { deskId: DeskId, keyId: SigningKeyId, publicKey: PublicKey },
  { replaces: SigningKeyId },
)
export interface SigningKeyAnnounced extends t.TypeOf<typeof SigningKeyAnnounced> {}

export type Event = SigningKeyAnnounced

export const events: Registry<Event> = registry(SigningKeyAnnounced)
