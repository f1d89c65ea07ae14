/**
 * Proofs, read as RFC 9162 §2.1 defines the trees that they are of: from the root down, by halves.
 */
import { emptyRoot, node, type Digest } from './hashes.ts'

type Path = ReadonlyArray<Digest>

/** The number of leaves on the left: the largest power of two that leaves some for the right. */
const leftOf = (size: number): number => {
  let left = 1
  while (2 * left < size) left *= 2
  return left
}

/** The root that a leaf and its path lead to; none if the path is not as long as it must be. */
export const rootByPath = (
  leaf: Digest,
  index: number,
  size: number,
  path: Path,
): Digest | undefined => {
  if (!(index < size)) return undefined
  if (size === 1) return path.length === 0 ? leaf : undefined
  const beside = path.at(-1)
  const left = leftOf(size)
  const isLeft = index < left
  const below = isLeft
    ? rootByPath(leaf, index, left, path.slice(0, -1))
    : rootByPath(leaf, index - left, size - left, path.slice(0, -1))
  if (beside === undefined || below === undefined) return undefined
  return isLeft ? node(below, beside) : node(beside, below)
}

export interface Grown {
  readonly olderSize: number
  readonly olderRoot: Digest
  readonly newerSize: number
  readonly newerRoot: Digest
  readonly path: Path
}

/** Whether the path proves that the newer tree begins with the older one. */
export const hasGrown = ({ olderSize, olderRoot, newerSize, newerRoot, path }: Grown): boolean => {
  if (olderSize > newerSize) return false
  if (olderSize === 0) return path.length === 0 && olderRoot === emptyRoot
  if (olderSize === newerSize) return path.length === 0 && olderRoot === newerRoot
  const roots = bothRoots(olderSize, newerSize, path, olderRoot)
  return roots !== undefined && roots[0] === olderRoot && roots[1] === newerRoot
}

/** The roots of both trees; `whole` is the older root where the part in hand is all of it. */
const bothRoots = (
  older: number,
  newer: number,
  path: Path,
  whole: Digest | undefined,
): readonly [Digest, Digest] | undefined => {
  const beside = path.at(-1)
  if (older === newer) {
    if (whole !== undefined) return path.length === 0 ? [whole, whole] : undefined
    return beside !== undefined && path.length === 1 ? [beside, beside] : undefined
  }
  if (beside === undefined) return undefined
  const left = leftOf(newer)
  const rest = path.slice(0, -1)
  if (older <= left) {
    const below = bothRoots(older, left, rest, whole)
    return below && [below[0], node(below[1], beside)]
  }
  const below = bothRoots(older - left, newer - left, rest, undefined)
  return below && [node(beside, below[0]), node(beside, below[1])]
}
