/**
 * What lines come to. Whole numbers only, so that any order of adding gives the same.
 */
import type { Line } from './events.ts'

/** Σ quantity × unit price of the lines that are not covered, in minor units. */
export const totalOf = (lines: ReadonlyArray<Line>): number =>
  lines.reduce((sum, { covered, qty, unitPrice }) => (covered ? sum : sum + qty * unitPrice), 0)

/**
 * Whether an amount is exact. Past 2^53 a sum of amounts that are not negative stays past it,
 * however it was rounded, so that the end tells of every step.
 */
export const isExact = (amount: number): boolean => Number.isSafeInteger(amount)
