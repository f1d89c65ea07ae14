/**
 * What every log refuses before anything is written, and the JSON of what it takes.
 *
 * What is stored of an event's data is what `JSON.stringify` makes of it: a field that is undefined
 * is left out, −0 is 0, NaN is null, a lone surrogate is escaped and so comes back as it was.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError } from './errors.ts'
import type { Append, NewEvent } from './port.ts'

/** The largest stored event, in bytes of JSON: what an EventStoreDB server takes in one append. */
export const maxEventBytes = 1_048_576

/**
 * Where a server for other clients keeps beside an event's data what it must give back as it came. It
 * does not count towards the limit, and has one of its own: the bytes of a full event in base64.
 */
export const besideKey = '$wire'
export const maxBesideBytes = 2 * maxEventBytes

/** A UTF-16 unit is at most this many bytes of UTF-8, so shorter texts need not be measured. */
const maxBytesPerUnit = 3

/** The JSON of each event's data, or why the append cannot be taken. */
export const textsOf = (append: Append): E.Either<AppendError, ReadonlyArray<string>> => {
  const { stream, events } = append
  const refuse = (reason: Reason, type?: string): E.Either<AppendError, never> =>
    E.left({ _tag: 'InvalidAppend', stream, reason, ...(type === undefined ? {} : { type }) })
  if (events.length === 0) return refuse('empty')
  if (!isName(stream) || !isName(append.commandId) || !append.fingerprint.isWellFormed())
    return refuse('malformed')
  const texts: Array<string> = []
  for (const event of events) {
    const { type } = event
    if (!isWellFormed(event)) return refuse('malformed', type)
    const text = toJson(event)
    if (text === undefined) return refuse('notJson', type)
    if (isTooLarge(text)) return refuse('tooLarge', type)
    texts.push(text)
  }
  return E.right(texts)
}

type Reason = Extract<AppendError, { readonly _tag: 'InvalidAppend' }>['reason']

/** Engines keep names as UTF-8, which has no lone surrogates: two such names would become one. */
export const isName = (name: string): boolean => name.length > 0 && name.isWellFormed()

const isWellFormed = ({ type, schemaVersion, occurredAt }: NewEvent): boolean =>
  isName(type) && Number.isSafeInteger(schemaVersion) && Number.isSafeInteger(occurredAt)

const isTooLarge = (text: string): boolean => {
  if (text.length * maxBytesPerUnit <= maxEventBytes) return false
  const size = Buffer.byteLength(text)
  if (size <= maxEventBytes) return false
  const beside = besideBytes(text)
  return beside > maxBesideBytes || size - beside > maxEventBytes
}

/** How much of it stands beside the data, with its key and a comma. */
const besideBytes = (text: string): number => {
  const data: unknown = JSON.parse(text)
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, besideKey)) return 0
  return Buffer.byteLength(`"${besideKey}":${JSON.stringify(Reflect.get(data, besideKey))},`)
}

const toJson = ({ data }: NewEvent): string | undefined => {
  try {
    return JSON.stringify(data)
  } catch {
    return undefined
  }
}
