/**
 * The year of the sample and the clocks on its walls, without a table of the machine's.
 *
 * Days are counted from 0, the 1st of January 2025, in the zone that is spoken of. Daylight saving:
 * the European Union's begins on the last Sunday of March at 01:00 UTC and ends on that of October;
 * that of the United States begins on the second Sunday of March and ends on the first of November,
 * both at 02:00 on the wall. Japan has none.
 */
export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** 2025-01-01T00:00:00Z. */
export const yearBegins = 1_735_689_600_000
export const daysOfYear = 365

export type ZoneName = 'Europe/Berlin' | 'America/New_York' | 'Asia/Tokyo'
export const zones: ReadonlyArray<ZoneName> = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo']

interface Clock {
  /** Minutes ahead of UTC in winter. */
  readonly ahead: number
  /** The first instant of summer time, and the first one after it; `Infinity` where there is none. */
  readonly summer: readonly [from: number, to: number]
}

const clocks: Readonly<Record<ZoneName, Clock>> = {
  // 2025-03-30T01:00Z to 2025-10-26T01:00Z
  'Europe/Berlin': { ahead: 60, summer: [1_743_296_400_000, 1_761_440_400_000] },
  // 2025-03-09T07:00Z to 2025-11-02T06:00Z
  'America/New_York': { ahead: -300, summer: [1_741_503_600_000, 1_762_063_200_000] },
  'Asia/Tokyo': { ahead: 540, summer: [Infinity, Infinity] },
}

/** How far the clock on the wall is ahead of UTC, in milliseconds. */
export const aheadAt = (zone: ZoneName, at: number): number => {
  const { ahead, summer } = clocks[zone]
  const isSummer = summer[0] <= at && at < summer[1]
  return (isSummer ? ahead + 60 : ahead) * minute
}

/** The instant at which the clock of a zone shows so many milliseconds after midnight. */
export const onTheWall = (zone: ZoneName, dayOfYear: number, millis: number): number => {
  const wall = yearBegins + dayOfYear * day + millis
  const guess = wall - aheadAt(zone, wall - clocks[zone].ahead * minute)
  return wall - aheadAt(zone, guess)
}

/** Which day a zone has at an instant. */
export const dayAt = (zone: ZoneName, at: number): number =>
  Math.floor((at + aheadAt(zone, at) - yearBegins) / day)

/** 0 is Monday. The year began on a Wednesday. */
export const weekdayOf = (dayOfYear: number): number => (((dayOfYear + 2) % 7) + 7) % 7

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthOfDay = monthLengths.flatMap((length, month) => Array<number>(length).fill(month))

/** 0 is January; days outside the year belong to the month beside them. */
export const monthOf = (dayOfYear: number): number =>
  monthOfDay[Math.min(Math.max(dayOfYear, 0), daysOfYear - 1)] ?? 0

/** Days on which a zone rests: New Year, the first of May or of July, late December and the like. */
const holidays: Readonly<Record<ZoneName, ReadonlySet<number>>> = {
  'Europe/Berlin': new Set([0, 107, 110, 120, 148, 159, 275, 358, 359]),
  'America/New_York': new Set([0, 19, 145, 169, 184, 243, 330, 358]),
  'Asia/Tokyo': new Set([
    0, 1, 2, 12, 41, 53, 78, 118, 122, 124, 125, 201, 257, 265, 285, 306, 327,
  ]),
}

export const isHoliday = (zone: ZoneName, dayOfYear: number): boolean =>
  holidays[zone].has(dayOfYear)
