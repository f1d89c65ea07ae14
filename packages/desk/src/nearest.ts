/**
 * Did you mean …?
 */
import { closest, distance } from 'fastest-levenshtein'

/** The known word most like `word`, if it differs in at most a third of its letters. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  if (known.length === 0) return undefined
  const lower = word.toLowerCase()
  const best = closest(
    lower,
    known.map((each) => each.toLowerCase()),
  )
  const tolerance = Math.max(1, Math.floor(word.length / 3))
  if (distance(lower, best) > tolerance) return undefined
  return known.find((each) => each.toLowerCase() === best)
}
