/**
 * Local times in the zones of the IANA database, as this platform knows it.
 *
 * A local time that a change of the clock skips is read with the offset from before the change, so
 * it moves forward by the gap: 02:30 becomes 03:30. One that comes twice is the first of the two.
 * This is the rule that calendars call compatible (RFC 5545).
 */

/** A date and time without a zone. Month and day from 1. */
export interface Local {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

const day = 86_400_000

export const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/** The instant at which clocks in `zone` show what clocks in UTC show at `local`. */
export const instantIn = (zone: string, local: number): number => {
  const before = offsetAt(zone, local - day)
  const after = offsetAt(zone, local + day)
  const early = local - before
  if (before === after || offsetAt(zone, early) === before) return early
  const late = local - after
  return offsetAt(zone, late) === after ? late : early
}

/** Offsets in milliseconds east of UTC, by zone and quarter of an hour; clocks change on one. */
const known = new Map<string, number>()
const quarter = 900_000

const offsetAt = (zone: string, instant: number): number => {
  const key = `${zone} ${Math.floor(instant / quarter)}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size > 20_000) known.clear()
  const offset = lookUp(zone, instant)
  known.set(key, offset)
  return offset
}

const formats = new Map<string, Intl.DateTimeFormat>()

const lookUp = (zone: string, instant: number): number => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  const text = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text ?? '') ?? []
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
  return sign === '-' ? -offset : offset
}
