/**
 * What a customer thinks of a request once it is settled, before anybody has asked.
 */
import type { Dice, Weighted } from '../chance/dice.ts'
import { hour, second } from '../calendar.ts'
import { truths } from '../truths.ts'

export type Mode =
  'signature' | 'surveyorBatch' | 'callback' | 'sms' | 'mobileEmail' | 'web' | 'kiosk'

/** How the request went, as far as the customer felt it. */
export interface Experience {
  readonly requestId: string
  readonly partyId: string
  readonly agentId: string
  /** How long until somebody attended to it. */
  readonly waited: { readonly on: 'line' | 'reply'; readonly millis: number }
  /** Whether a first solution was rejected, or the request opened again. */
  readonly hadTrouble: boolean
}

export interface Answer {
  readonly experience: Experience
  readonly at: number
  readonly scores: ReadonlyArray<{ readonly dimension: string; readonly value: number }>
}

/** Up to where waiting is fast, and from where on it is slow. */
const limits = {
  line: [40 * second, 120 * second],
  reply: [6 * hour, 16 * hour],
} as const

const speedOf = ({ on, millis }: Experience['waited']): number => {
  const [fast, medium] = limits[on]
  if (millis <= fast) return 5
  return millis <= medium ? 3 : 1
}

const pleased: ReadonlyArray<Weighted<number>> = [
  [38, 5],
  [32, 4],
  [18, 3],
  [8, 2],
  [4, 1],
]
const annoyed: ReadonlyArray<Weighted<number>> = [
  [6, 5],
  [14, 4],
  [30, 3],
  [30, 2],
  [20, 1],
]

/** The five dimensions of the house; what is not mandatory is left out now and then. */
export const answerOf = (
  dice: Dice,
  experience: Experience,
  { mode, at }: { readonly mode: Mode; readonly at: number },
): Answer => {
  const { waited, hadTrouble } = experience
  const degree = (): number => shifted(dice, dice.weighted(hadTrouble ? annoyed : pleased), mode)
  const speed = (value: number): number => coarse(shifted(dice, value, mode))
  const answered = (dimension: string, value: number, always = false) =>
    always || dice.percent(80) ? [{ dimension, value }] : []
  return {
    experience,
    at,
    scores: [
      ...answered('responseTime', speed(speedOf(waited)), true),
      ...answered('degreeSolved', degree(), true),
      ...answered('efficiency', coarse(degree())),
      ...answered('quality', degree()),
      ...answered('price', degree()),
    ],
  }
}

/** A point up or down, by who asks. */
const shifted = (dice: Dice, value: number, mode: Mode): number => {
  const { kind, harsh } = truths.waysOfAsking
  if (mode === kind && dice.percent(60)) return Math.min(5, value + 1)
  if (mode === harsh && dice.percent(50)) return Math.max(1, value - 1)
  return value
}

/** The nearest of fast, medium and slow. */
const coarse = (value: number): number => {
  if (value >= 5) return 5
  return value >= 3 ? 3 : 1
}
