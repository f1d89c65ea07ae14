/**
 * Prepared statements by their text, so that a query that is asked again is not compiled again.
 *
 * kysely prepares a statement for every execution, which costs more than most queries themselves.
 */

/** Keeps at most `size` answers of `make`; the one that was not asked for the longest goes first. */
export const remembered = <A>(make: (text: string) => A, size = 500): ((text: string) => A) => {
  const known = new Map<string, A>()
  return (text) => {
    const found = known.get(text)
    const answer = found === undefined ? make(text) : found
    known.delete(text)
    known.set(text, answer)
    const [oldest] = known.keys()
    if (known.size > size && oldest !== undefined) known.delete(oldest)
    return answer
  }
}
