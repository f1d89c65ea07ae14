/**
 * What surrounds an event, as attributes of CloudEvents 1.0: what stands in the metadata of an event
 * wherever it is kept or shown by a system that knows nothing of this library.
 *
 * All of them are texts under names of small letters and digits, as the specification has it, so
 * that they also fit where metadata is a flat map of texts. The event's id, type, stream and revision
 * are not among them: every such system has a place of its own for these.
 *
 *   specversion     1.0
 *   time            when it happened, ISO 8601
 *   recordedtime    when the first log wrote it, ISO 8601
 *   schemaversion   of the data, in decimal
 *   actor           agent:ana; and behalfof, actorreason where there are such
 *   commandid, correlationid, causationid
 *   concerns        party:… request:…, with a space between; left out where there are none
 */
import * as O from 'fp-ts/lib/Option.js'
import {
  Actor,
  fromIso,
  toIso,
  type CommandId,
  type Concern,
  type Instant,
} from '@deskledger/kernel'
import type { StoredEvent } from './port.ts'

export type Attributes = Readonly<Record<string, string>>

/** What attributes tell; whatever is missing or is not what it must be is left out. */
export interface Surroundings {
  readonly occurredAt?: Instant
  readonly recordedAt?: Instant
  readonly schemaVersion?: number
  readonly actor?: Actor
  readonly commandId?: CommandId
  readonly correlationId?: string
  readonly causationId?: string
  readonly concerns?: ReadonlyArray<Concern>
}

export const attributesOf = (event: StoredEvent): Attributes => {
  const { actor, commandId, correlationId, causationId, concerns } = event
  const { kind, id, onBehalfOf, reason } = actor
  return {
    specversion: '1.0',
    time: toIso(event.occurredAt),
    recordedtime: toIso(event.recordedAt),
    schemaversion: String(event.schemaVersion),
    actor: `${kind}:${id}`,
    ...(onBehalfOf === undefined ? {} : { behalfof: onBehalfOf }),
    ...(reason === undefined ? {} : { actorreason: reason }),
    commandid: commandId,
    correlationid: correlationId,
    causationid: causationId,
    ...(concerns.length === 0 ? {} : { concerns: concerns.join(' ') }),
  }
}

export const surroundingsOf = (attributes: Readonly<Record<string, unknown>>): Surroundings => {
  const text = (name: string): string | undefined => {
    const value = attributes[name]
    return typeof value === 'string' && value !== '' && value.isWellFormed() ? value : undefined
  }
  const { commandid } = attributes
  return defined({
    occurredAt: instant(text('time')),
    recordedAt: instant(text('recordedtime')),
    schemaVersion: version(text('schemaversion')),
    actor: actorOf(text('actor'), text('behalfof'), text('actorreason')),
    commandId: isCommandId(commandid) ? commandid : undefined,
    correlationId: text('correlationid'),
    causationId: text('causationid'),
    concerns: text('concerns')?.split(' ').filter(isConcern),
  })
}

type Defined<A> = { readonly [K in keyof A]?: Exclude<A[K], undefined> }

const defined = <A extends object>(fields: A): Defined<A> => {
  const known: Partial<Record<keyof A, A[keyof A]>> = {}
  for (const key in fields) if (fields[key] !== undefined) known[key] = fields[key]
  return known as Defined<A>
}

const instant = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : O.toUndefined(fromIso(text))

const version = (text: string | undefined): number | undefined => {
  const number = Number(text)
  return text !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined
}

const actorOf = (
  whole: string | undefined,
  onBehalfOf: string | undefined,
  reason: string | undefined,
): Actor | undefined => {
  const [kind, id] = whole?.split(':') ?? []
  const actor: unknown = defined({ kind, id, onBehalfOf, reason })
  return Actor.is(actor) ? actor : undefined
}

const isCommandId = (u: unknown): u is CommandId =>
  typeof u === 'string' && u !== '' && u.isWellFormed()

const isConcern = (text: string): text is Concern => /^[^:]+:./.test(text)
