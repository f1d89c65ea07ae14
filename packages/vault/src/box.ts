/**
 * AES-256-GCM with a random 96-bit IV: what everything sealed and every wrapped key is made with.
 *
 * A box is `iv (12 bytes) ‖ ciphertext ‖ tag (16 bytes)`. It opens only under the same key and with
 * the same context, so a box that is moved elsewhere is as good as a broken one.
 */
import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto'

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Randomness is asked for in pools: one call for each box would cost as much as the box. */
const pool = Buffer.alloc(ivBytes * 512)
let used = pool.length
const nextIv = (): Buffer => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += ivBytes
  return Buffer.from(pool.subarray(used - ivBytes, used))
}

/** `iv` only where it is a keyed hash of what is boxed; random otherwise. */
export const boxed = (
  key: KeyObject,
  plain: Uint8Array,
  context: string,
  iv: Buffer = nextIv(),
): Buffer => {
  const work = createCipheriv(cipher, key, iv)
  work.setAAD(Buffer.from(context))
  return Buffer.concat([iv, work.update(plain), work.final(), work.getAuthTag()])
}

/** What is in the box; nothing if it was not made with this key in this context. */
export const unboxed = (key: KeyObject, box: Buffer, context: string): Buffer | undefined => {
  if (box.length < ivBytes + tagBytes) return undefined
  const end = box.length - tagBytes
  try {
    const work = createDecipheriv(cipher, key, box.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    })
    work.setAAD(Buffer.from(context))
    work.setAuthTag(box.subarray(end))
    return Buffer.concat([work.update(box.subarray(ivBytes, end)), work.final()])
  } catch {
    return undefined
  }
}
