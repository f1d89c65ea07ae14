/**
 * A set that only grows, as a value: adding gives a new set and leaves the old one as it was.
 *
 * For states that must remember every id they have seen. Adding costs O(log n) amortised, where copying a `Set` at
 * each event would make a long stream quadratic. Parts are kept in falling sizes and merged when equal, as in the
 * logarithmic method of Bentley and Saxe (1980).
 */
export interface GrowOnlySet {
  readonly size: number
  readonly parts: ReadonlyArray<ReadonlySet<string>>
}

export const emptySet: GrowOnlySet = { size: 0, parts: [] }

export const includes = ({ parts }: GrowOnlySet, value: string): boolean =>
  parts.some((part) => part.has(value))

export const added = (set: GrowOnlySet, value: string): GrowOnlySet => {
  if (includes(set, value)) return set
  const parts = [...set.parts]
  let last: ReadonlySet<string> = new Set([value])
  for (let before = parts.at(-1); before !== undefined && before.size <= last.size;) {
    last = new Set([...before, ...last])
    parts.pop()
    before = parts.at(-1)
  }
  return { size: set.size + 1, parts: [...parts, last] }
}
