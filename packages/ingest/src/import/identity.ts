/**
 * The ids of what is imported: the same for the same file on the same desk, and not to be guessed
 * from a label by anybody who has not the desk's secret.
 *
 * HMAC-SHA-256 of the source and the names, framed as JSON so that no two lists of names are alike.
 * A UUID is cut from its first 16 bytes (version 8, RFC 9562 §5.8).
 */
import { createHmac, createSecretKey } from 'node:crypto'

/** One more whenever the same file and map would lead to other commands. */
const version = 1

export interface Identities {
  readonly party: (label: string) => string
  readonly agent: (label: string) => string
  readonly request: (name: string) => string
  readonly assessment: (requestId: string, instrument: string) => string
  /** The `round`-th import of the same file with the same map: one more after each withdrawal. */
  readonly batch: (
    file: { readonly fileHash: string; readonly mapHash: string },
    round: number,
  ) => string
  /** What is equal in all that the other system says of an event of a case; 16 bytes. */
  readonly likeness: (event: Told) => Buffer
  /** An event by the id that the other system gave it; 16 bytes. */
  readonly name: (told: { readonly case: string; readonly eventId: string }) => Buffer
  /** Names an event of the other system in its request: the `ordinal`-th of those alike, from 0. */
  readonly sourceId: (likeness: Buffer, ordinal: number) => string
}

export interface Told {
  readonly case: string
  readonly activity: string
  readonly at: number
  readonly resource: string | undefined
}

export const identities = (secret: Uint8Array, source: string): Identities => {
  const key = createSecretKey(secret)
  const digest = (kind: string, ...names: ReadonlyArray<unknown>): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([source, kind, ...names]))
      .digest()
  const uuid = (kind: string, ...names: ReadonlyArray<unknown>): string =>
    uuidOf(digest(kind, ...names))
  return {
    party: (label) => uuid('party', label),
    agent: (label) => uuid('agent', label),
    request: (name) => uuid('request', name),
    assessment: (requestId, instrument) => uuid('assessment', requestId, instrument),
    batch: ({ fileHash, mapHash }, round) => uuid('batch', version, fileHash, mapHash, round),
    likeness: ({ case: name, activity, at, resource }) =>
      digest('event', name, activity, at, resource ?? null).subarray(0, 16),
    name: ({ case: name, eventId }) => digest('eventId', name, eventId).subarray(0, 16),
    sourceId: (likeness, ordinal) =>
      createHmac('sha256', key)
        .update(likeness)
        .update(String(ordinal))
        .digest('base64url')
        .slice(0, 32),
  }
}

const uuidOf = (bytes: Buffer): string => {
  const hex = bytes.toString('hex')
  const variant = (((bytes[8] ?? 0) & 0x3f) | 0x80).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`
}
