/**
 * Instants as people write them. For the edges only: inside, an instant is a number.
 *
 * Pure although it uses `Date`: no function here reads the clock.
 */
import * as O from 'fp-ts/lib/Option.js'
import { Instant } from './primitives.ts'

/** `2026-11-21T09:00:00.000Z`. */
export const toIso = (instant: number): string => new Date(instant).toISOString()

/** As `toIso` writes it, for which nothing needs to be added or looked for. */
const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/

/**
 * The instant that an ISO 8601 date or date-time names; none if it is not one. A date alone is its midnight in UTC; a
 * time without an offset is read as UTC, never in the zone of the machine.
 */
export const fromIso = (iso: string): O.Option<Instant> => {
  if (whole.test(iso)) return instantIn(iso)
  const match = form.exec(iso)
  if (match === null) return O.none
  return instantIn(match[1] === undefined || match[4] !== undefined ? iso : `${iso}Z`)
}

const instantIn = (zoned: string): O.Option<Instant> => {
  const millis = Date.parse(zoned)
  return Instant.is(millis) ? O.some(millis) : O.none
}
