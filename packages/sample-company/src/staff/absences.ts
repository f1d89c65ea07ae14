/**
 * Days on which an agent is not there although it is a working day: holidays of their own, and
 * illness; a wave of it in the quarter that is planted.
 */
import type { Dice } from '../chance/dice.ts'
import { daysOfYear } from '../calendar.ts'
import { truths } from '../truths.ts'

export interface Absence {
  /** Days of the year, both included. */
  readonly from: number
  readonly to: number
  readonly reason: 'leave' | 'sick'
}

export const absencesOf = (dice: Dice): ReadonlyArray<Absence> => [
  spell(dice, 'leave', { first: 20, last: 140, min: 5, max: 9 }),
  spell(dice, 'leave', { first: 285, last: 350, min: 4, max: 7 }),
  spell(dice, 'sick', { first: 5, last: 170, min: 1, max: 3 }),
  spell(dice, 'sick', { first: 280, last: daysOfYear - 5, min: 1, max: 3 }),
  ...(dice.percent(truths.slowQuarter.sickPercent) ? [illness(dice)] : []),
]

/** Nearly the whole of the quarter, so that it is felt by everybody who waits. */
const illness = (dice: Dice): Absence => ({
  from: truths.slowQuarter.from + dice.below(10),
  to: truths.slowQuarter.to - 1 - dice.below(10),
  reason: 'sick',
})

interface Window {
  readonly first: number
  readonly last: number
  readonly min: number
  readonly max: number
}

const spell = (
  dice: Dice,
  reason: Absence['reason'],
  { first, last, min, max }: Window,
): Absence => {
  const from = dice.between(first, last)
  return { from, to: from + dice.between(min, max) - 1, reason }
}

export const absenceOn = (
  absences: ReadonlyArray<Absence>,
  dayOfYear: number,
): Absence | undefined => absences.find(({ from, to }) => from <= dayOfYear && dayOfYear <= to)
