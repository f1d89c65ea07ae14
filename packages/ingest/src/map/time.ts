/**
 * Dates and times as files write them, read into instants by a form that the map names.
 *
 * `ISO` is ISO 8601 with `T` or a space between, seconds and fractions optional. Any other form is
 * spelled out with these letters, everything else stands for itself:
 *   YYYY · MM M MMM (Jan) · DD D · HH H (0–23) · hh h with A (AM, PM) · mm m · ss s · SSS · Z (+02:00)
 * Where the text has no offset from UTC, the zone of the map says what it means: see `zone.ts`.
 */
import { Instant } from '@deskledger/kernel'
import { instantIn, type Local } from './zone.ts'

export interface TimeForm {
  readonly format: string
  readonly zone?: string | undefined
}

export type ReadTime = (text: string) => Instant | 'unreadable' | 'noOffset'

export const timeReader = ({ format, zone }: TimeForm): ReadTime => {
  const parts = format === 'ISO' ? isoParts : partsBy(format)
  return (text) => {
    const found = parts(text)
    if (found === undefined) return 'unreadable'
    const instant = instantOf(found, zone)
    if (instant === undefined) return 'noOffset'
    return Instant.is(instant) ? instant : 'unreadable'
  }
}

/** Whether something can be read by this form: it names a day, and nothing twice. */
export const isTimeFormat = (format: string): boolean => {
  if (format === 'ISO') return true
  const names = namesIn(format)
  const has = (name: string) => names.includes(name)
  const isDay = has('year') && has('day') && (has('month') || has('monthName'))
  const halves = tokensIn(format).some((letters) => letters === 'hh' || letters === 'h')
  return isDay && has('half') === halves && new Set(names).size === names.length
}

/** Whether texts of this form may say how far they are from UTC. */
export const tellsOffset = (format: string): boolean =>
  format === 'ISO' || namesIn(format).includes('zone')

/** A date and time as written; the offset in minutes east of UTC if it is written too. */
interface Parts extends Local {
  readonly offset?: number
}

const instantOf = ({ offset, ...local }: Parts, zone: string | undefined): number | undefined => {
  if (offset !== undefined) return utc(local) - offset * 60_000
  return zone === undefined ? undefined : instantIn(zone, utc(local))
}

const utc = ({ year, month, day, hour, minute, second, ms }: Local): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}

/** A day that the month has not is one of another month. */
const isDate = (local: Local): boolean => {
  const date = new Date(utc(local))
  return (
    date.getUTCMonth() === local.month - 1 &&
    local.hour < 24 &&
    local.minute < 60 &&
    local.second < 60
  )
}

// ------------------------------------------------------------------------------------------------
// ISO 8601
// ------------------------------------------------------------------------------------------------

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/

const isoParts = (text: string): Parts | undefined => {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: Number(fraction.padEnd(3, '0').slice(0, 3)),
  }
  if (!isDate(local)) return undefined
  return zone === undefined ? local : { ...local, offset: offsetOf(zone) }
}

/** `+02:00`, `+0200` and `+02` in minutes; 0 for `Z`. */
const offsetOf = (text: string): number => {
  if (text === 'Z') return 0
  const digits = text.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return text.startsWith('-') ? -minutes : minutes
}

// ------------------------------------------------------------------------------------------------
// other forms
// ------------------------------------------------------------------------------------------------

const token = /YYYY|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|SSS|A|Z/g
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

interface Token {
  readonly name: string
  readonly form: string
}
const tokens: Readonly<Record<string, Token>> = {
  YYYY: { name: 'year', form: '\\d{4}' },
  MMM: { name: 'monthName', form: '[A-Za-z]{3}' },
  MM: { name: 'month', form: '\\d\\d' },
  M: { name: 'month', form: '\\d\\d?' },
  DD: { name: 'day', form: '\\d\\d' },
  D: { name: 'day', form: '\\d\\d?' },
  HH: { name: 'hour', form: '\\d\\d' },
  H: { name: 'hour', form: '\\d\\d?' },
  hh: { name: 'hour', form: '\\d\\d' },
  h: { name: 'hour', form: '\\d\\d?' },
  mm: { name: 'minute', form: '\\d\\d' },
  m: { name: 'minute', form: '\\d\\d?' },
  ss: { name: 'second', form: '\\d\\d' },
  s: { name: 'second', form: '\\d\\d?' },
  SSS: { name: 'ms', form: '\\d{3}' },
  A: { name: 'half', form: '[AaPp]\\.?[Mm]\\.?' },
  Z: { name: 'zone', form: 'Z|[+-]\\d\\d(?::?\\d\\d)?' },
}

const tokensIn = (format: string): ReadonlyArray<string> => format.match(token) ?? []
const namesIn = (format: string): ReadonlyArray<string> =>
  tokensIn(format).flatMap((letters) => tokens[letters]?.name ?? [])

const partsBy = (format: string): ((text: string) => Parts | undefined) => {
  const literal = format.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const form = new RegExp(`^${literal.replace(token, patternOf)}$`, 'u')
  return (text) => {
    const found = form.exec(text)?.groups
    return found === undefined ? undefined : partsOf(found)
  }
}

const patternOf = (letters: string): string => {
  const found = tokens[letters]
  return found === undefined ? letters : `(?<${found.name}>${found.form})`
}

const partsOf = (found: Readonly<Record<string, string | undefined>>): Parts | undefined => {
  const hour = hourOf(Number(found['hour'] ?? 0), found['half'])
  const local = {
    year: Number(found['year']),
    month: monthOf(found),
    day: Number(found['day']),
    hour: hour ?? 24,
    minute: Number(found['minute'] ?? 0),
    second: Number(found['second'] ?? 0),
    ms: Number(found['ms'] ?? 0),
  }
  if (!isDate(local)) return undefined
  return found['zone'] === undefined ? local : { ...local, offset: offsetOf(found['zone']) }
}

const monthOf = (found: Readonly<Record<string, string | undefined>>): number => {
  const name = found['monthName']
  return name === undefined ? Number(found['month']) : months.indexOf(name.toLowerCase()) + 1
}

/** Of 1 to 12 before or after noon; 12 AM is midnight. */
const hourOf = (hour: number, half: string | undefined): number | undefined => {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}
