/**
 * When an agent works: by weekday, on the clock of their own zone, and what that makes of a day.
 */
import type { Dice, Weighted } from '../chance/dice.ts'
import { hour, isHoliday, minute, onTheWall, weekdayOf, type ZoneName } from '../calendar.ts'
import { absenceOn, type Absence } from './absences.ts'

export interface Shift {
  /** 0 is Monday. */
  readonly weekdays: ReadonlyArray<number>
  /** After midnight on the wall, in milliseconds; the lunch break is left out by who works less. */
  readonly begins: number
  readonly ends: number
  readonly lunch?: readonly [from: number, to: number]
}

const weeks: ReadonlyArray<Weighted<ReadonlyArray<number>>> = [
  [35, [0, 1, 2, 3, 4]],
  [25, [0, 1, 2, 3]],
  [25, [1, 2, 3, 4]],
  [15, [2, 3, 4, 5]],
]

export const shiftOf = (dice: Dice): Shift => {
  const weekdays = dice.weighted(weeks)
  const begins = dice.pick([7, 8, 9]) * hour
  if (dice.percent(82)) return { weekdays, begins, ends: begins + 6 * hour }
  const noon = begins + 4 * hour
  return { weekdays, begins, ends: begins + 8 * hour, lunch: [noon, noon + 30 * minute] }
}

/** Whoever works by a shift. */
export interface Worker {
  readonly zone: ZoneName
  readonly shift: Shift
  readonly absences: ReadonlyArray<Absence>
}

/** Whether the shift has them work on a day of their zone, be they there or not. */
export const isPlanned = ({ zone, shift }: Worker, dayOfYear: number): boolean =>
  shift.weekdays.includes(weekdayOf(dayOfYear)) && !isHoliday(zone, dayOfYear)

export const isAtWork = (worker: Worker, dayOfYear: number): boolean =>
  isPlanned(worker, dayOfYear) && absenceOn(worker.absences, dayOfYear) === undefined

/** Stretches of a day in which they are there, as instants; none on a day off. */
export const stretchesOf = (
  worker: Worker,
  dayOfYear: number,
): ReadonlyArray<readonly [from: number, to: number]> => {
  if (!isAtWork(worker, dayOfYear)) return []
  const { begins, ends, lunch } = worker.shift
  const at = (millis: number): number => onTheWall(worker.zone, dayOfYear, millis)
  if (lunch === undefined) return [[at(begins), at(ends)]]
  return [
    [at(begins), at(lunch[0])],
    [at(lunch[1]), at(ends)],
  ]
}
