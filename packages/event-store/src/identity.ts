/**
 * Ids and fingerprints that are the same whenever and wherever they are computed.
 */
import { hash } from 'node:crypto'
import type { EventId, StreamName } from '@deskledger/kernel'

/** The namespace of all ids made here: UUIDv5 of the URL namespace and `urn:deskledger`. */
const namespace = Buffer.from('a5991fa44e9f53b6a6dfcdac78f41bbc', 'hex')

/** For names up to this many UTF-16 units the bytes to hash are put together in one place. */
const mostUnits = 300
const scratch = Buffer.alloc(namespace.length + 3 * mostUnits)
scratch.set(namespace)

const bytesOf = (name: string): Buffer =>
  name.length > mostUnits
    ? Buffer.concat([namespace, Buffer.from(name, 'utf8')])
    : scratch.subarray(0, namespace.length + scratch.write(name, namespace.length))

/** A UUID, version 5, of `name` in the namespace of this library. Source: RFC 9562 §5.5. */
export const uuidOf = (name: string): string => {
  const h = hash('sha1', bytesOf(name), 'hex')
  const variant = ((Number.parseInt(h.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-${variant}${h.slice(18, 20)}-${h.slice(20, 32)}`
}

/** The id of the event at `index` among the events of a command. */
export const eventIdOf = (stream: StreamName, commandId: string, index: number): EventId =>
  uuidOf(`${stream}/${commandId}/${index}`)

/**
 * JSON with the keys of every object in code unit order, so that equal data has equal text. Fields
 * that are `undefined` are left out, as in JSON.
 */
export const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Readonly<Record<string, unknown>>
  let text = ''
  for (const key of sorted(Object.keys(fields))) {
    const field = fields[key]
    if (field === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(field)}`
  }
  return `{${text}}`
}

/** In place, and by hand: what is sorted here has a few keys, mostly in order. */
const sorted = (keys: Array<string>): ReadonlyArray<string> => {
  if (keys.length > 32) return keys.sort()
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] ?? ''
    let at = i
    for (; at > 0 && (keys[at - 1] ?? '') > key; at -= 1) keys[at] = keys[at - 1] ?? ''
    keys[at] = key
  }
  return keys
}

/** The SHA-256 of a command's type and data as sent, without its time and facts. */
export const fingerprintOf = (command: { readonly type: string; readonly data: unknown }): string =>
  hash('sha256', canonical([command.type, command.data]), 'base64url')

/**
 * HMAC-SHA-256 under `secret`, of UTF-8 text, in base64url: for what must repeat and not be guessed.
 * The two hashes of RFC 2104 one after the other, several times as fast here as a key object.
 */
export const hmacWith = (secret: Uint8Array): ((text: string) => string) => {
  const key = Buffer.alloc(64)
  key.set(secret.length > 64 ? hash('sha256', secret, 'buffer') : secret)
  const inner = Buffer.from(key.map((byte) => byte ^ 0x36))
  const outer = Buffer.from(key.map((byte) => byte ^ 0x5c))
  return (text) => {
    const within = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'binary')
    return hash('sha256', Buffer.concat([outer, Buffer.from(within, 'binary')]), 'base64url')
  }
}
