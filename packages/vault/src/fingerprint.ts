/**
 * The fingerprint of a command that told something personal, sealed under the key of whom it was told
 * of: with the key goes the last thing that a guess could be tried on.
 *
 *   $sealed:1:KEY:BOX      the same form as a sealed value's; the IV is a keyed hash of what is sealed,
 *                          so that the same command sent twice has the same text.
 */
import { createHmac, type KeyObject } from 'node:crypto'
import { boxed, unboxed } from './box.ts'
import type { NamedKey } from './sealed-value.ts'

/** Whose fingerprint it is. */
export interface Told {
  readonly desk: string
  readonly stream: string
  readonly commandId: string
}

const form = /^\$sealed:1:([\w-]{11}):([\w-]+)$/

const contextOf = ({ desk, stream, commandId }: Told): string =>
  `deskledger fingerprint 1\n${desk}\n${JSON.stringify([commandId, stream])}`

export const sealedFingerprint = (
  { id, key }: NamedKey,
  fingerprint: string,
  told: Told,
): string => {
  const context = contextOf(told)
  const iv = createHmac('sha256', key).update(`${context}\n${fingerprint}`).digest().subarray(0, 12)
  return `$sealed:1:${id}:${boxed(key, Buffer.from(fingerprint), context, iv).toString('base64url')}`
}

/** The id of the key that a fingerprint is sealed with; nothing if it is not sealed. */
export const fingerprintKeyOf = (stored: string): string | undefined => form.exec(stored)?.[1]

export const unsealedFingerprint = (
  stored: string,
  key: KeyObject,
  told: Told,
): string | undefined => {
  const [, , box = ''] = form.exec(stored) ?? []
  return unboxed(key, Buffer.from(box, 'base64url'), contextOf(told))?.toString()
}
