/**
 * The stored form of personal data, version 1.
 *
 *   {"$sealed":"1:KEY:BOX"}     KEY: id of the key in `keys.db`, 8 random bytes in base64url.
 *                               BOX: base64url of `iv ‖ ciphertext ‖ tag`, see `box.ts`; the plaintext
 *                               is the JSON of the value, in UTF-8.
 *   {"$sealed":"1z:KEY:BOX"}    The same, the JSON compressed (raw deflate) before it was sealed.
 *
 * The context that a box is bound to is `deskledger seal 1` or `1z`, the desk, the event's id, the field and
 * the stream, each on a line of its own: a box that is moved to another place cannot be opened there.
 */
import type { KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { boxed, unboxed } from './box.ts'

export interface SealedValue {
  readonly $sealed: string
}

/** Where a sealed value stands. */
export interface Place {
  readonly desk: string
  readonly eventId: string
  readonly field: string
  readonly stream: string
}

/** A key and the id under which it is kept. */
export interface NamedKey {
  readonly id: string
  readonly key: KeyObject
}

const form = /^(1z?):([\w-]{11}):([\w-]+)$/

/** From this many UTF-16 units on, compressing makes up for what base64 adds. */
export const compressFrom = 512

/** No event is larger, so nothing that was sealed here is. */
const maxPlainBytes = 4_194_304

const contextOf = (version: string, { desk, eventId, field, stream }: Place): string =>
  `deskledger seal ${version}\n${desk}\n${eventId}\n${field}\n${stream}`

export const isSealed = (u: unknown): u is SealedValue =>
  typeof u === 'object' && u !== null && Object.hasOwn(u, '$sealed')

/** `json` sealed for its place. */
export const sealedValue = ({ id, key }: NamedKey, json: string, place: Place): SealedValue => {
  const isLong = json.length >= compressFrom
  const version = isLong ? '1z' : '1'
  const plain = isLong ? deflateRawSync(json) : Buffer.from(json)
  const box = boxed(key, plain, contextOf(version, place)).toString('base64url')
  return { $sealed: `${version}:${id}:${box}` }
}

/** The id of the key that a value was sealed with; nothing if it has not the form of one. */
export const keyIdOf = ({ $sealed }: SealedValue): string | undefined =>
  typeof $sealed === 'string' ? form.exec($sealed)?.[2] : undefined

/** The JSON that was sealed; nothing if it was not sealed with this key for this place. */
export const unsealedJson = (
  { $sealed }: SealedValue,
  key: KeyObject,
  place: Place,
): string | undefined => {
  const [, version = '', , box = ''] = form.exec($sealed) ?? []
  const plain = unboxed(key, Buffer.from(box, 'base64url'), contextOf(version, place))
  if (plain === undefined || version === '1') return plain?.toString()
  return inflateRawSync(plain, { maxOutputLength: maxPlainBytes }).toString()
}
