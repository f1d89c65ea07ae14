/**
 * How an event of an outside writer is kept in a log of ours, so that it comes back byte for byte.
 *
 * The log gives an event its id and keeps JSON and an envelope; a client chooses the id, and sends
 * any bytes as data and as metadata. What the log's own fields cannot give back is kept beside the
 * data, under one reserved key:
 *
 *   { "qty": 2, "$wire": { "id": "0f1e…", "metadata": { "source": "crm" } } }
 *
 *   id               the event's id, where it is not the one that the log gives
 *   contentType      where it is not application/json
 *   base64           the data, where it is not a JSON object that our JSON would spell the same
 *   metadata         as JSON, where it is spelled the same
 *   metadataBase64   otherwise
 *
 * Data that is a JSON object stands beside it in the clear, so a reader of ours sees what it knows.
 * Without the key everything is as the log has it, and the metadata is what CloudEvents attributes
 * say of the envelope; with it, the metadata is what it holds, and none if it holds none.
 */
import { attributesOf, besideKey, maxEventBytes, type StoredEvent } from '@deskledger/event-store'

export interface Kept {
  readonly id?: string
  readonly contentType?: string
  readonly base64?: string
  readonly metadata?: unknown
  readonly metadataBase64?: string
}

/** What a client sees of an event's content. */
export interface Content {
  readonly id: string
  readonly contentType: string
  readonly data: Buffer
  readonly metadata: Buffer
}

export const json = 'application/json'
const key = besideKey

type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (u: unknown): u is JsonObject =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/** The value that bytes spell, if our JSON of that value is these very bytes. */
export const spelled = (bytes: Buffer): { readonly value: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return Buffer.from(JSON.stringify(value)).equals(bytes) ? { value } : undefined
  } catch {
    return undefined
  }
}

/** The object that bytes spell in whatever way. */
export const objectIn = (bytes: Buffer): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return isObject(value) && !Object.hasOwn(value, key) ? value : undefined
  } catch {
    return undefined
  }
}

/** The data to store of an event to which the log gives `ownId`. */
export const keep = (content: Content, ownId: string): JsonObject => {
  const { id, contentType, data } = content
  const isJson = contentType === json
  const clear = isJson ? objectIn(data) : undefined
  const isExact = clear !== undefined && spelled(data) !== undefined
  const shown = isExact || fits(clear) ? clear : undefined
  const kept: Kept = {
    ...(id === ownId ? {} : { id }),
    ...(isJson ? {} : { contentType }),
    ...(isExact ? {} : { base64: data.toString('base64') }),
    ...metadataOf(content.metadata),
  }
  return { ...shown, [key]: kept }
}

/** Some numbers are spelled much longer by us: 1e20. What is too long then is kept as bytes alone. */
const fits = (value: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(value) ?? '') <= maxEventBytes

const metadataOf = (metadata: Buffer): Kept => {
  if (metadata.length === 0) return {}
  const found = spelled(metadata)
  if (found !== undefined) return { metadata: found.value }
  return { metadataBase64: metadata.toString('base64') }
}

// ------------------------------------------------------------------------------------------------
// and given back
// ------------------------------------------------------------------------------------------------

/** What is kept, whatever else somebody wrote there. Every event that is sent passes here. */
const keptIn = (data: unknown): Loose<Kept> | undefined => {
  if (!isObject(data) || !Object.hasOwn(data, key)) return undefined
  const kept = data[key]
  if (!isObject(kept)) return undefined
  const { id, contentType, base64, metadata, metadataBase64 } = kept
  return {
    id: textOf(id),
    contentType: textOf(contentType),
    base64: textOf(base64),
    metadata,
    metadataBase64: textOf(metadataBase64),
  }
}

type Loose<A> = { readonly [K in keyof A]: A[K] | undefined }

const textOf = (u: unknown): string | undefined => (typeof u === 'string' ? u : undefined)

const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? 'null')

/** The data itself. */
export const withoutKey = (data: JsonObject): JsonObject => {
  const { [key]: _, ...rest } = data
  return rest
}

export const contentOf = (event: StoredEvent): Content => {
  const kept = keptIn(event.data)
  if (kept === undefined)
    return {
      id: event.id,
      contentType: json,
      data: bytesOf(event.data),
      metadata: bytesOf(attributesOf(event)),
    }
  const { id = event.id, contentType = json, base64, metadata, metadataBase64 } = kept
  return {
    id,
    contentType,
    data:
      base64 === undefined
        ? bytesOf(isObject(event.data) ? withoutKey(event.data) : event.data)
        : Buffer.from(base64, 'base64'),
    metadata:
      metadata === undefined ? Buffer.from(metadataBase64 ?? '', 'base64') : bytesOf(metadata),
  }
}

/** The id that clients know an event by. */
export const idOf = (event: StoredEvent): string => keptIn(event.data)?.id ?? event.id
