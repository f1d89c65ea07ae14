/**
 * The period that a question is about: from an instant on, up to another one and not including it,
 * so that periods laid end to end count everything once.
 */
import { instantParam } from '@deskledger/projection'

/** The range of ECMAScript's time values. */
const ever = 8.64e15

export const period = {
  from: instantParam('the first instant of the period; without it, from the beginning', -ever),
  to: instantParam('the first instant after the period; without it, to the end', ever),
}
