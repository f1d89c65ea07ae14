import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import {
  checkConsistency,
  checkInclusion,
  consistencyPath,
  emptyRoot,
  inclusionPath,
  isFrontier,
  leafHash,
  nodeHash,
  rangesOf,
  rootOfAll,
  treeFrom,
  type Consistency,
  type Digest,
  type Inclusion,
} from './index.ts'

const leavesOf = (n: number): ReadonlyArray<Digest> =>
  Array.from({ length: n }, (_, i) => leafHash(`leaf ${i}`))

/** The root by the definition, RFC 6962 §2.1, without any edge. */
const definedRoot = (leaves: ReadonlyArray<Digest>): Digest => {
  const [only = emptyRoot] = leaves
  if (leaves.length < 2) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return nodeHash(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)))
}

const inclusionOf = (leaves: ReadonlyArray<Digest>, index: number): Inclusion => ({
  index,
  size: leaves.length,
  leaf: leaves[index] ?? '',
  root: rootOfAll(leaves),
  path: inclusionPath(index, leaves.length, rangesOf(leaves)),
})

const consistencyOf = (leaves: ReadonlyArray<Digest>, olderSize: number): Consistency => ({
  olderSize,
  olderRoot: rootOfAll(leaves.slice(0, olderSize)),
  newerSize: leaves.length,
  newerRoot: rootOfAll(leaves),
  path: consistencyPath(olderSize, leaves.length, rangesOf(leaves)),
})

const flipped = (digest: Digest, bit: number): Digest => {
  const bytes = Buffer.from(digest, 'hex')
  const at = Math.floor(bit / 8) % 32
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8))
  return bytes.toString('hex')
}

const changed = <A>(list: ReadonlyArray<A>, at: number, change: (a: A) => A): ReadonlyArray<A> =>
  list.map((each, i) => (i === at ? change(each) : each))

describe('a tree', () => {
  test('has the roots that Certificate Transparency publishes for its sample leaves', () => {
    const samples = ['', '\0', '\x10', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno']
    const leaves = samples.map(leafHash)
    expect(rootOfAll([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(rootOfAll(leaves.slice(0, 1))).toMatch(/^6e340b9cffb37a98/)
    expect(rootOfAll(leaves.slice(0, 3))).toMatch(/^aeb6bcfe274b70a1/)
    expect(rootOfAll(leaves.slice(0, 7))).toMatch(/^ddb89be403809e32/)
    expect(rootOfAll(leaves)).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    )
  })

  test('has the root of the definition at each size, also when it was laid down in between', () => {
    const leaves = leavesOf(80)
    let frontier = treeFrom().frontier()
    for (const [i, leaf] of leaves.entries()) {
      const tree = treeFrom(frontier)
      tree.add(leaf)
      frontier = tree.frontier()
      expect(tree.root()).toBe(definedRoot(leaves.slice(0, i + 1)))
      expect(isFrontier(frontier)).toBe(true)
    }
    expect(isFrontier({ ...frontier, size: 79 })).toBe(false)
    expect(isFrontier({ size: -1, peaks: [] })).toBe(false)
  })

  test('is not changed by what grows out of its edge', () => {
    const tree = treeFrom()
    tree.add(leafHash('a'))
    const edge = tree.frontier()
    const root = tree.root()
    treeFrom(edge).add(leafHash('b'))
    tree.add(leafHash('c'))
    expect(edge).toEqual({ size: 1, peaks: [root] })
  })
})

describe('a proof that a leaf is in a tree', () => {
  test('holds for each leaf of each tree, and is no longer than the tree is high', () => {
    for (let size = 1; size <= 64; size += 1) {
      const leaves = leavesOf(size)
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionOf(leaves, index)
        expect(checkInclusion(proof)).toEqual(E.right(undefined))
        expect(proof.path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
      }
    }
  })

  test('holds for no other leaf, place, size or root, and with no hash more or less', () => {
    const size = 21
    const leaves = leavesOf(size)
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionOf(leaves, index)
      const others: ReadonlyArray<Partial<Inclusion>> = [
        { leaf: leaves[(index + 1) % size] ?? '' },
        { index: (index + 1) % size },
        { index: index + size },
        { index: index + 0.5 },
        { size: 2 * size },
        { size: index },
        { root: rootOfAll(leavesOf(size - 1)) },
        { path: proof.path.slice(1) },
        { path: proof.path.slice(0, -1) },
        { path: [...proof.path, emptyRoot] },
        { path: [emptyRoot, ...proof.path] },
        { path: proof.path.toReversed() },
        { path: proof.path.map((hash) => hash.toUpperCase()) },
      ]
      for (const other of others)
        expect(checkInclusion({ ...proof, ...other })).toMatchObject({ _tag: 'Left' })
    }
  })

  test('says what is wrong with it', () => {
    const proof = inclusionOf(leavesOf(5), 2)
    const said = (other: Partial<Inclusion>) => checkInclusion({ ...proof, ...other })
    expect(said({ leaf: 'x' })).toEqual(E.left({ _tag: 'MalformedProof' }))
    expect(said({ index: -1 })).toEqual(E.left({ _tag: 'MalformedProof' }))
    expect(said({ index: 5 })).toEqual(E.left({ _tag: 'OutsideTree' }))
    expect(said({ path: [] })).toEqual(E.left({ _tag: 'WrongPathLength' }))
    expect(said({ root: emptyRoot })).toEqual(E.left({ _tag: 'OtherRoot', of: 'tree' }))
  })
})

describe('a proof that a tree has grown out of an earlier one', () => {
  test('holds for each pair of trees', () => {
    for (let newer = 0; newer <= 64; newer += 1) {
      const leaves = leavesOf(newer)
      for (let older = 0; older <= newer; older += 1)
        expect(checkConsistency(consistencyOf(leaves, older))).toEqual(E.right(undefined))
    }
  })

  test('holds for no tree that was rewritten', () => {
    const size = 21
    const leaves = leavesOf(size)
    for (let older = 1; older <= size; older += 1)
      for (let at = 0; at < older; at += 1) {
        const rewritten = changed(leaves, at, () => leafHash('forged'))
        const { path, newerRoot } = consistencyOf(rewritten, older)
        const { olderRoot } = consistencyOf(leaves, older)
        const proof = { olderSize: older, olderRoot, newerSize: size, newerRoot, path }
        expect(checkConsistency(proof)).toMatchObject({ _tag: 'Left' })
      }
  })

  test('holds for no other size, and with no hash more or less', () => {
    const size = 21
    const leaves = leavesOf(size)
    for (let older = 1; older < size; older += 1) {
      const proof = consistencyOf(leaves, older)
      const others: ReadonlyArray<Partial<Consistency>> = [
        { olderSize: older + 1 },
        { newerSize: 2 * size },
        { olderSize: size + 1 },
        { olderSize: older - 0.5 },
        { olderSize: 0 },
        { path: proof.path.slice(1) },
        { path: proof.path.slice(0, -1) },
        { path: [...proof.path, emptyRoot] },
        { path: proof.path.map((hash) => hash.toUpperCase()) },
        { olderRoot: proof.newerRoot },
        { newerRoot: proof.olderRoot },
      ]
      for (const other of others)
        expect(checkConsistency({ ...proof, ...other })).toMatchObject({ _tag: 'Left' })
    }
  })

  test('says what is wrong with it', () => {
    const proof = consistencyOf(leavesOf(5), 3)
    const said = (other: Partial<Consistency>) => checkConsistency({ ...proof, ...other })
    expect(said({ olderRoot: 'x' })).toEqual(E.left({ _tag: 'MalformedProof' }))
    expect(said({ olderSize: 6 })).toEqual(E.left({ _tag: 'OutsideTree' }))
    expect(said({ path: [] })).toEqual(E.left({ _tag: 'WrongPathLength' }))
    expect(said({ olderSize: 5 })).toEqual(E.left({ _tag: 'WrongPathLength' }))
    expect(said({ olderRoot: emptyRoot })).toEqual(E.left({ _tag: 'OtherRoot', of: 'older' }))
    expect(said({ newerRoot: emptyRoot })).toEqual(E.left({ _tag: 'OtherRoot', of: 'tree' }))
    expect(said({ olderSize: 0, path: [] })).toEqual(E.left({ _tag: 'OtherRoot', of: 'older' }))
  })
})

test('no proof survives a change of a single bit', () => {
  const aTree = fc.record({
    size: fc.integer({ min: 2, max: 300 }),
    at: fc.nat(),
    bit: fc.nat(255),
  })
  fc.assert(
    fc.property(aTree, fc.nat(), ({ size, at, bit }, where) => {
      const leaves = leavesOf(size)
      const flip = (hash: Digest): Digest => flipped(hash, bit)
      const inclusion = inclusionOf(leaves, at % size)
      const place = where % (inclusion.path.length + 2)
      const forged = {
        ...inclusion,
        path: changed(inclusion.path, place - 2, flip),
        ...(place === 0 ? { leaf: flip(inclusion.leaf) } : {}),
        ...(place === 1 ? { root: flip(inclusion.root) } : {}),
      }
      expect(checkInclusion(forged)).toMatchObject({ _tag: 'Left' })

      const consistency = consistencyOf(leaves, (at % (size - 1)) + 1)
      const spot = where % (consistency.path.length + 2)
      const bent = {
        ...consistency,
        path: changed(consistency.path, spot - 2, flip),
        ...(spot === 0 ? { olderRoot: flip(consistency.olderRoot) } : {}),
        ...(spot === 1 ? { newerRoot: flip(consistency.newerRoot) } : {}),
      }
      expect(checkConsistency(bent)).toMatchObject({ _tag: 'Left' })
    }),
    { numRuns: 2_000 },
  )
})
