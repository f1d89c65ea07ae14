/**
 * Making proofs: that a leaf is in a tree, and that a tree has grown out of an earlier one.
 *
 * A proof names roots of parts of the tree; whoever holds the leaves makes those. Sources: RFC 9162
 * §2.1.3.1 and §2.1.4.1.
 */
import { rootOfAll } from './tree.ts'
import type { Digest } from './digest.ts'

/** The root over the leaves from `start`, included, to `end`, excluded; both counted from 0. */
export type RootOfRange = (start: number, end: number) => Digest

export const rangesOf =
  (leaves: ReadonlyArray<Digest>): RootOfRange =>
  (start, end) =>
    rootOfAll(leaves.slice(start, end))

/** What proves that the leaf at `index` is in the tree of `size` leaves, from the leaf upwards. */
export const inclusionPath = (
  index: number,
  size: number,
  rootOfRange: RootOfRange,
): ReadonlyArray<Digest> => {
  const path: Array<Digest> = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start)
    const isLeft = index < middle
    path.unshift(isLeft ? rootOfRange(middle, end) : rootOfRange(start, middle))
    if (isLeft) end = middle
    else start = middle
  }
  return path
}

/** What proves that the tree of `newer` leaves begins with that of `older` ones; none for equals. */
export const consistencyPath = (
  older: number,
  newer: number,
  rootOfRange: RootOfRange,
): ReadonlyArray<Digest> => {
  if (older === 0 || older === newer) return []
  const path: Array<Digest> = []
  let [start, end] = [0, newer]
  while (end !== older) {
    const middle = start + largestPowerBelow(end - start)
    const isLeft = older <= middle
    path.unshift(isLeft ? rootOfRange(middle, end) : rootOfRange(start, middle))
    if (isLeft) end = middle
    else start = middle
  }
  return start === 0 ? path : [rootOfRange(start, end), ...path]
}

/** For n of at least 2, the largest power of two that is less. */
const largestPowerBelow = (n: number): number => {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}
