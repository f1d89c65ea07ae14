/**
 * The words that every module shares, each one a codec and the type it proves.
 *
 * All of them are strings or numbers in memory exactly as they are on disk.
 */
import type * as t from 'io-ts'
import { branded, integer, oneOf, pattern, record, type Brand } from './codec.ts'

/** Milliseconds since 1970-01-01T00:00Z. Within the range of ECMAScript's time values (±8.64e15). */
export const Instant = branded('Instant', integer('Instant', -8.64e15, 8.64e15))
export type Instant = Brand<number, 'Instant'>

/** So many milliseconds after `instant`; `instant` itself where that is none any more. */
export const later = (instant: Instant, milliseconds: number): Instant => {
  const then = instant + milliseconds
  return Instant.is(then) ? then : instant
}

/** A phone number in E.164 form: plus, country code, subscriber number; at most 15 digits. Source: ITU-T E.164. */
export const E164 = branded(
  'E164',
  pattern('E164', /^\+[1-9]\d{1,14}$/, '+34600123456', '+4930123456'),
)
export type E164 = Brand<string, 'E164'>

/** An e-mail address with its domain in lower case ASCII. Parsed at the edge; here only its form is held. */
export const EmailAddress = branded(
  'EmailAddress',
  pattern(
    'EmailAddress',
    /^[^\s@"]{1,64}@(?=.{1,255}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/u,
    'maria@example.org',
    'lee@example.net',
  ),
)
export type EmailAddress = Brand<string, 'EmailAddress'>

/** An ISO 4217 currency code. */
export const Currency = pattern('Currency', /^[A-Z]{3}$/, 'EUR', 'USD')

/** An amount in the smallest unit of a currency: 12.50 EUR is `{ minor: 1250, currency: 'EUR' }`. */
export const Money = record({ minor: integer('minor units'), currency: Currency }, {}, 'Money')
export interface Money extends t.TypeOf<typeof Money> {}

/** A count of minutes, never negative. */
export const Minutes = integer('minutes', 0)

/** A count of seconds, never negative. */
export const Seconds = integer('seconds', 0)

/** A BCP 47 language tag, such as `de` or `zh-Hant`. */
export const Language = pattern('Language', /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'de', 'es')

/** An IANA time zone name, such as `Europe/Berlin`. */
export const Zone = pattern(
  'Zone',
  /^[A-Za-z_+-]+(\/[A-Za-z0-9_+-]+)*$/,
  'Europe/Berlin',
  'America/Lima',
)

/** The key of something the house defines: a skill, a queue, a case type, a purpose. Never a person's word. */
export const Key = pattern('Key', /^[a-zA-Z][\w.-]{0,63}$/, 'boiler', 'engineers', 'fault')

/** A definition of the house at the version that counted when something was decided. */
export const Def = record({ key: Key, version: integer('version', 1) }, {}, 'Def')
export interface Def extends t.TypeOf<typeof Def> {}

/** Who acts. The id is a pseudonym: a random id or a technical name, never a person's name. */
export const Actor = record(
  {
    kind: oneOf('agent', 'supervisor', 'customer', 'surveyor', 'system', 'import'),
    id: pattern('ActorId', /^[\w.-]{1,64}$/, 'routing', 'agent-ana'),
  },
  {
    onBehalfOf: pattern('ActorId', /^[\w.-]{1,64}$/, 'agent-ben'),
    /** Why somebody acts in another's name, as a key of the house: free words could speak of people. */
    reason: Key,
  },
  'Actor',
)
export interface Actor extends t.TypeOf<typeof Actor> {}
