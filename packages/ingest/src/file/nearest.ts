/**
 * The word that was probably meant.
 */

/** The nearest of `known`, if it is so near that a slip of the pen explains it. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  const limit = Math.max(2, Math.floor(word.length / 3))
  return known
    .map((other) => ({ other, distance: distance(word.toLowerCase(), other.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance)[0]?.other
}

/** How many letters have to be added, left out or changed. Source: Levenshtein (1965). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const letter of a) {
    const above = row
    row = [(above[0] ?? 0) + 1]
    for (let i = 1; i <= b.length; i += 1)
      row.push(
        Math.min(
          (row[i - 1] ?? 0) + 1,
          (above[i] ?? 0) + 1,
          (above[i - 1] ?? 0) + (b[i - 1] === letter ? 0 : 1),
        ),
      )
  }
  return row[b.length] ?? 0
}
