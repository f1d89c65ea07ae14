/**
 * What surrounds an event, as the metadata of an event on a server: attributes of CloudEvents 1.0.
 *
 * All are texts under names of small letters, as `attributesOf` of `@deskledger/event-store` has
 * them, and everything comes back as it was. Type, stream and revision have places of their own.
 *
 *   specversion     1.0
 *   id              the event's id: UUIDv5 of stream, command and index. The server's own id of the
 *                   event is another one, see `letter.ts`; where this is missing, that one counts
 *   time            when it happened; milliseconds since 1970 where ISO 8601 has no four-digit year
 *   recordedtime    when it was written, by the clock of the writer, never before what stands before
 *                   it in its stream
 *   schemaversion   of the data, in decimal
 *   actor           agent:ana; and behalfof, actorreason where there are such
 *   commandid, correlationid, causationid
 *   commandprint    the command's fingerprint; on its first event only
 *   concerns        party:… request:…, with a space between; a JSON list where one has a space
 *   commitno        of an event that was moved here from another log: the number, in decimal, of the
 *                   commit that held it there
 */
import { fromIso, toIso, type Actor, type Concern, type Instant } from '@deskledger/kernel'
import * as O from 'fp-ts/lib/Option.js'
import { eventIdOf, type Append, type NewEvent } from '@deskledger/event-store'

export type Attributes = Readonly<Record<string, string>>

/** The attributes of each event of an append, whose own ids are `ids`. */
export const attributesOf = (
  append: Append,
  recordedAt: Instant,
  ids: ReadonlyArray<string> = eventIdsOf(append),
): ReadonlyArray<Attributes> => {
  const { actor, commandId, correlationId = commandId, causationId = commandId } = append
  const { kind, id, onBehalfOf, reason } = actor
  const shared: Attributes = {
    specversion: '1.0',
    recordedtime: recordedText(recordedAt),
    actor: `${kind}:${id}`,
    ...(onBehalfOf === undefined ? {} : { behalfof: onBehalfOf }),
    ...(reason === undefined ? {} : { actorreason: reason }),
    commandid: commandId,
    correlationid: correlationId,
    causationid: causationId,
  }
  return append.events.map((event, index) => ({
    ...shared,
    id: ids[index] ?? '',
    ...own(event),
    ...(index === 0 ? { commandprint: append.fingerprint } : {}),
  }))
}

/** The own ids of the events of an append. */
export const eventIdsOf = ({ stream, commandId, events }: Append): ReadonlyArray<string> =>
  events.map((_, index) => eventIdOf(stream, commandId, index))

/**
 * As it is sent. No `Buffer`, which the clients take for a value to turn into JSON; but in the memory of
 * one, which is shared by many and need not be freed one by one.
 */
export const bytesOf = (attributes: Attributes): Uint8Array => {
  const { buffer, byteOffset, byteLength } = Buffer.from(JSON.stringify(attributes))
  return new Uint8Array(buffer, byteOffset, byteLength)
}

const own = ({ occurredAt, schemaVersion, concerns }: NewEvent): Attributes => ({
  time: occurredText(occurredAt),
  schemaversion: String(schemaVersion),
  ...(concerns.length === 0 ? {} : { concerns: concernsText(concerns) }),
})

/** Years 0000 to 9999, where ISO 8601 has four digits. */
const [firstIso, lastIso] = [-62_167_219_200_000, 253_402_300_799_999]

const timeText = (instant: number): string =>
  instant >= firstIso && instant <= lastIso ? toIso(instant) : String(instant)

/** Many events have the same times: the last one is kept, and not spelled again. */
const spelledOnce = () => {
  let [known, text] = [Number.NaN, '']
  return (instant: number): string => {
    if (known !== instant) [known, text] = [instant, timeText(instant)]
    return text
  }
}

const occurredText = spelledOnce()
const recordedText = spelledOnce()

const concernsText = (concerns: ReadonlyArray<Concern>): string =>
  concerns.some((concern) => /\s|^\[|^$/u.test(concern))
    ? JSON.stringify(concerns)
    : concerns.join(' ')

// ------------------------------------------------------------------------------------------------
// and back
// ------------------------------------------------------------------------------------------------

/** Metadata that has what every event of ours has. */
export interface OurMetadata {
  readonly id?: string
  readonly time: string
  readonly recordedtime: string
  readonly schemaversion: string
  readonly actor: string
  readonly behalfof?: string
  readonly actorreason?: string
  readonly commandid: string
  readonly correlationid?: string
  readonly causationid?: string
  readonly commandprint?: string
  readonly concerns?: string
  readonly commitno?: string
}

/** Each field by its name and no list of them: every event that is read passes here. */
export const isOurMetadata = (u: unknown): u is OurMetadata =>
  hasFields(u) &&
  typeof u['time'] === 'string' &&
  typeof u['recordedtime'] === 'string' &&
  typeof u['schemaversion'] === 'string' &&
  typeof u['actor'] === 'string' &&
  typeof u['commandid'] === 'string' &&
  isTextIfThere(u['id']) &&
  isTextIfThere(u['behalfof']) &&
  isTextIfThere(u['actorreason']) &&
  isTextIfThere(u['correlationid']) &&
  isTextIfThere(u['causationid']) &&
  isTextIfThere(u['commandprint']) &&
  isTextIfThere(u['concerns']) &&
  isTextIfThere(u['commitno']) &&
  Number.isSafeInteger(Number(u['schemaversion']))

const isTextIfThere = (u: unknown): boolean => u === undefined || typeof u === 'string'

const hasFields = (u: unknown): u is { readonly [name: string]: unknown } =>
  typeof u === 'object' && u !== null

const decimal = /^-?\d+$/

/** The events of an append have the same times: the last one is kept, and not read again. */
const readOnce = () => {
  let known: string | undefined
  let instant: Instant | undefined
  return (text: string): Instant | undefined => {
    if (known !== text) [known, instant] = [text, instantOf(text)]
    return instant
  }
}

/** The instant that `timeText` spelled; none if it is no time. */
export const occurredAtOf = readOnce()
export const recordedAtOf = readOnce()

const instantOf = (text: string): Instant | undefined => {
  if (!decimal.test(text)) return O.toUndefined(fromIso(text))
  const instant = Number(text)
  return isInstant(instant) ? instant : undefined
}

/** What a log takes for a time, see `textsOf`: more than the calendar reaches. */
const isInstant = (n: number): n is Instant => Number.isSafeInteger(n)

export const actorOf = ({ actor, behalfof, actorreason }: OurMetadata): Actor => {
  const colon = actor.indexOf(':')
  const named = { kind: actor.slice(0, colon), id: actor.slice(colon + 1) }
  const whole = {
    ...named,
    ...(behalfof === undefined ? {} : { onBehalfOf: behalfof }),
    ...(actorreason === undefined ? {} : { reason: actorreason }),
  }
  return isActor(whole) ? whole : { kind: 'system', id: 'unknown' }
}

const kinds: ReadonlySet<string> = new Set([
  'agent',
  'supervisor',
  'customer',
  'surveyor',
  'system',
  'import',
])
const isActor = (whole: { readonly kind: string; readonly id: string }): whole is Actor =>
  kinds.has(whole.kind)

export const concernsOf = ({ concerns }: OurMetadata): ReadonlyArray<Concern> => {
  if (concerns === undefined) return []
  const list: unknown = concerns.startsWith('[') ? JSON.parse(concerns) : concerns.split(' ')
  return Array.isArray(list) ? list.filter(isConcern) : []
}

const isConcern = (u: unknown): u is Concern => typeof u === 'string'
