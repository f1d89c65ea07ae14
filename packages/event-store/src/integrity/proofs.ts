/**
 * Checking proofs, as RFC 9162 §2.1.3.2 and §2.1.4.2 say; trusts nothing in them.
 */
import * as E from 'fp-ts/lib/Either.js'
import { emptyRoot, isDigest, nodeHash, type Digest } from './digest.ts'

export interface Inclusion {
  /** The leaf's place, from 0. */
  readonly index: number
  readonly size: number
  readonly leaf: Digest
  readonly root: Digest
  /** From the leaf upwards. */
  readonly path: ReadonlyArray<Digest>
}

export interface Consistency {
  readonly olderSize: number
  readonly olderRoot: Digest
  readonly newerSize: number
  readonly newerRoot: Digest
  readonly path: ReadonlyArray<Digest>
}

/** Why a proof proves nothing. */
export type ProofError =
  /** A size, an index or a hash is not one. */
  | { readonly _tag: 'MalformedProof' }
  /** There is no such leaf in a tree of that size, or the later tree is the smaller one. */
  | { readonly _tag: 'OutsideTree' }
  /** More or fewer hashes than a tree of that size asks for. */
  | { readonly _tag: 'WrongPathLength' }
  /** The hashes lead to another root: of the tree, or of the earlier of two trees. */
  | { readonly _tag: 'OtherRoot'; readonly of: 'older' | 'tree' }

type Checked = E.Either<ProofError, void>

const proven: Checked = E.right(undefined)
const refuse = (error: ProofError): Checked => E.left(error)

export const checkInclusion = ({ index, size, leaf, root, path }: Inclusion): Checked => {
  if (![index, size].every(isSize) || ![leaf, root, ...path].every(isDigest))
    return refuse({ _tag: 'MalformedProof' })
  if (index >= size) return refuse({ _tag: 'OutsideTree' })
  const climb = climbing(index, size - 1)
  let reached = leaf
  for (const hash of path) {
    if (climb.isAtTop()) return refuse({ _tag: 'WrongPathLength' })
    reached = climb.step() === 'left' ? nodeHash(hash, reached) : nodeHash(reached, hash)
  }
  if (!climb.isAtTop()) return refuse({ _tag: 'WrongPathLength' })
  return reached === root ? proven : refuse({ _tag: 'OtherRoot', of: 'tree' })
}

export const checkConsistency = (proof: Consistency): Checked => {
  const { olderSize, olderRoot, newerSize, newerRoot, path } = proof
  if (![olderSize, newerSize].every(isSize) || ![olderRoot, newerRoot, ...path].every(isDigest))
    return refuse({ _tag: 'MalformedProof' })
  if (olderSize > newerSize) return refuse({ _tag: 'OutsideTree' })
  if (olderSize === 0 || olderSize === newerSize) return checkWithoutPath(proof)
  const climb = climbing(olderSize - 1, newerSize - 1)
  climb.skipRight()
  const [first, ...rest] = isPowerOfTwo(olderSize) ? [olderRoot, ...path] : path
  if (first === undefined) return refuse({ _tag: 'WrongPathLength' })
  let [older, newer] = [first, first]
  for (const hash of rest) {
    if (climb.isAtTop()) return refuse({ _tag: 'WrongPathLength' })
    const isLeft = climb.step() === 'left'
    if (isLeft) older = nodeHash(hash, older)
    newer = isLeft ? nodeHash(hash, newer) : nodeHash(newer, hash)
  }
  if (!climb.isAtTop()) return refuse({ _tag: 'WrongPathLength' })
  if (older !== olderRoot) return refuse({ _tag: 'OtherRoot', of: 'older' })
  return newer === newerRoot ? proven : refuse({ _tag: 'OtherRoot', of: 'tree' })
}

/** Every tree has grown out of the empty one, and out of itself. */
const checkWithoutPath = ({ olderSize, olderRoot, newerRoot, path }: Consistency): Checked => {
  if (path.length > 0) return refuse({ _tag: 'WrongPathLength' })
  const known = olderSize === 0 ? emptyRoot : newerRoot
  return olderRoot === known ? proven : refuse({ _tag: 'OtherRoot', of: 'older' })
}

/** The way from a leaf to the root: on which side of it the next hash of the path stands. */
const climbing = (index: number, lastIndex: number) => {
  let [at, last] = [index, lastIndex]
  const isRight = (): boolean => at % 2 === 1
  const up = (): void => {
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  const isAtTop = (): boolean => last === 0
  return {
    isAtTop,
    skipRight: (): void => {
      while (isRight()) up()
    },
    step: (): 'left' | 'right' => {
      const isLeft = isRight() || at === last
      if (isLeft) while (!isRight() && !isAtTop()) up()
      up()
      return isLeft ? 'left' : 'right'
    },
  }
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

const isPowerOfTwo = (n: number): boolean => {
  let rest = n
  while (rest > 1 && rest % 2 === 0) rest /= 2
  return rest === 1
}
