/**
 * A Merkle tree that grows by one leaf at a time and keeps only its right edge.
 *
 * The edge (a compact range) holds the roots of the perfect subtrees that the leaves fill, largest
 * first: as many as the size has binary ones. It is all that is needed to go on, and to know the
 * root, however many leaves there are. Source: RFC 9162 §2.1.
 */
import { emptyRoot, nodeHash, type Digest } from './digest.ts'

/** A tree as far as it has grown; as data, so that work on it can be laid down and taken up. */
export interface Frontier {
  readonly size: number
  /** The roots of perfect subtrees, largest first. */
  readonly peaks: ReadonlyArray<Digest>
}

export const noLeaves: Frontier = { size: 0, peaks: [] }

/** Whether a tree of that size has so many peaks. */
export const isFrontier = ({ size, peaks }: Frontier): boolean =>
  Number.isSafeInteger(size) && size >= 0 && onesOf(size) === peaks.length

export interface Tree {
  readonly add: (leaf: Digest) => void
  readonly size: () => number
  readonly root: () => Digest
  readonly frontier: () => Frontier
}

/** Goes on from `frontier`. */
export const treeFrom = (frontier: Frontier = noLeaves): Tree => {
  const peaks = [...frontier.peaks]
  let size = frontier.size
  return {
    add: (leaf) => {
      let peak = leaf
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2)
        peak = nodeHash(peaks.pop() ?? emptyRoot, peak)
      peaks.push(peak)
      size += 1
    },
    size: () => size,
    root: () => rootOf({ size, peaks }),
    frontier: () => ({ size, peaks: [...peaks] }),
  }
}

export const rootOf = ({ peaks }: Frontier): Digest =>
  peaks.length === 0 ? emptyRoot : peaks.reduceRight((right, left) => nodeHash(left, right))

/** The root of a tree with these leaves. */
export const rootOfAll = (leaves: Iterable<Digest>): Digest => {
  const tree = treeFrom()
  for (const leaf of leaves) tree.add(leaf)
  return tree.root()
}

const onesOf = (size: number): number => {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones
}
