/**
 * Forged proofs: true ones must be believed, and none of what is made of them.
 */
import { generateKeyPairSync } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import {
  checkConsistency,
  checkInclusion,
  consistencyPath,
  inclusionPath,
  keyOf,
  leafHash,
  openCheckpoint,
  rangesOf,
  rootOfAll,
  signCheckpoint,
  type Consistency,
  type Digest,
  type Inclusion,
} from '@deskledger/event-store/integrity'
import { tally, type Attack, type Counts, type Tally, type Trial } from '../attack.ts'
import type { Chance } from '../chance.ts'

/** A tree, and another one that is like it up to `kept` leaves. */
interface Trees {
  readonly leaves: ReadonlyArray<Digest>
  readonly others: ReadonlyArray<Digest>
}

const treesOf = (chance: Chance): Trees => {
  const leaves = Array.from({ length: 2 + chance.below(80) }, (_, i) => leafHash(`leaf ${i}`))
  const changed = chance.below(leaves.length)
  return { leaves, others: leaves.map((leaf, i) => (i === changed ? leafHash('forged') : leaf)) }
}

const inclusionOf = ({ leaves }: Trees, index: number): Inclusion => ({
  index,
  size: leaves.length,
  leaf: leaves[index] ?? '',
  root: rootOfAll(leaves),
  path: inclusionPath(index, leaves.length, rangesOf(leaves)),
})

const consistencyOf = ({ leaves }: Trees, olderSize: number): Consistency => ({
  olderSize,
  olderRoot: rootOfAll(leaves.slice(0, olderSize)),
  newerSize: leaves.length,
  newerRoot: rootOfAll(leaves),
  path: consistencyPath(olderSize, leaves.length, rangesOf(leaves)),
})

// ------------------------------------------------------------------------------------------------
// forgeries
// ------------------------------------------------------------------------------------------------

const flipped = (digest: Digest, chance: Chance): Digest => {
  const bytes = Buffer.from(digest, 'hex')
  const at = chance.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  return bytes.toString('hex')
}

/** A path with a hash changed, left out, put in, doubled, or two of them swapped. */
const bentPath = (path: ReadonlyArray<Digest>, chance: Chance): ReadonlyArray<Digest> => {
  const at = chance.below(path.length)
  const [before, here, after] = [path.slice(0, at), path[at] ?? leafHash(''), path.slice(at + 1)]
  return chance.pick([
    [...before, flipped(here, chance), ...after],
    [...before, ...after],
    [...before, here, here, ...after],
    [...before, leafHash('put in'), here, ...after],
    [...after, ...before, here].toReversed(),
  ])
}

const forgedInclusion = (trees: Trees, honest: Inclusion, chance: Chance): Inclusion => {
  const { index } = honest
  return chance.pick<Inclusion>([
    { ...honest, path: bentPath(honest.path, chance) },
    { ...honest, leaf: leafHash('never recorded') },
    { ...honest, root: rootOfAll(trees.others) },
    { ...honest, root: flipped(honest.root, chance) },
    { ...honest, index: (index + 1) % trees.leaves.length },
    { ...honest, index: honest.size },
    { ...honest, leaf: honest.root, path: [], size: honest.size },
  ])
}

/** Leaves of the later tree differ, or what is shown of the earlier one is another. */
const forgedConsistency = (trees: Trees, honest: Consistency, chance: Chance): Consistency => {
  const { olderSize } = honest
  const other = consistencyOf({ ...trees, leaves: trees.others }, olderSize)
  const isTouched = other.olderRoot !== honest.olderRoot
  return chance.pick<Consistency>([
    { ...honest, path: bentPath(honest.path, chance) },
    { ...honest, olderRoot: flipped(honest.olderRoot, chance) },
    { ...honest, newerRoot: other.newerRoot },
    isTouched
      ? { ...other, olderRoot: honest.olderRoot }
      : { ...other, newerRoot: honest.newerRoot },
    { ...honest, olderSize: honest.newerSize, newerSize: honest.olderSize },
  ])
}

// ------------------------------------------------------------------------------------------------
// the attack
// ------------------------------------------------------------------------------------------------

/** Some bending changes nothing: then it is bent again. */
const unlike = <A>(honest: A, forge: () => A): A => {
  for (;;) {
    const forged = forge()
    if (!isDeepStrictEqual(forged, honest)) return forged
  }
}

const judgeProof = (
  honest: E.Either<unknown, unknown>,
  forged: E.Either<unknown, unknown>,
  what: string,
): Partial<Counts> => ({
  runs: 1,
  injected: 1,
  found: E.isLeft(forged) ? 1 : 0,
  lost: E.isLeft(forged) ? 0 : 1,
  broken: [
    ...(E.isLeft(honest) ? [`a true proof of ${what} is refused`] : []),
    ...(E.isLeft(forged) ? [] : [`a forged proof of ${what} is believed`]),
  ],
})

const tryProofs = (chance: Chance, seen: Tally): void => {
  const trees = treesOf(chance)
  const size = trees.leaves.length
  const inclusion = inclusionOf(trees, chance.below(size))
  const consistency = consistencyOf(trees, 1 + chance.below(size - 1))
  const forged = unlike(inclusion, () => forgedInclusion(trees, inclusion, chance))
  seen.add(judgeProof(checkInclusion(inclusion), checkInclusion(forged), 'inclusion'))
  const other = unlike(consistency, () => forgedConsistency(trees, consistency, chance))
  seen.add(judgeProof(checkConsistency(consistency), checkConsistency(other), 'consistency'))
}

/** A note with any character changed, or signed by somebody else of the same name, is nobody's word. */
const tryNotes = (chance: Chance, seen: Tally): void => {
  const origin = 'deskledger/torture'
  const [own, thief] = [0, 1].map(() => ({
    name: origin,
    privateKey: generateKeyPairSync('ed25519').privateKey,
  }))
  if (own === undefined || thief === undefined) return
  const checkpoint = { origin, size: 1 + chance.below(99), root: leafHash('root') }
  const [note, stolen] = [own, thief].map((signer) => signCheckpoint(checkpoint, [signer]))
  const key = keyOf(own)
  if (E.isLeft(key) || note === undefined || E.isLeft(note)) return
  const keys = [key.right]
  const honest = openCheckpoint(note.right, origin, keys)
  const at = chance.below(note.right.length)
  const letter = note.right[at] === 'A' ? 'B' : 'A'
  const bent = `${note.right.slice(0, at)}${letter}${note.right.slice(at + 1)}`
  seen.add(judgeProof(honest, openCheckpoint(bent, origin, keys), 'a note with a letter changed'))
  if (stolen !== undefined && E.isRight(stolen))
    seen.add(judgeProof(honest, openCheckpoint(stolen.right, origin, keys), 'a note of a thief'))
}

const run = async ({ chance, isShort }: Trial): Promise<Counts> => {
  const seen = tally()
  for (let n = 0; n < (isShort ? 1_000 : 20_000); n += 1) tryProofs(chance, seen)
  for (let n = 0; n < (isShort ? 50 : 1_000); n += 1) tryNotes(chance, seen)
  return seen.counts()
}

export const proofs: ReadonlyArray<Attack> = [
  {
    name: 'forged-proofs',
    about: 'Proofs and notes are bent in every way: none is believed but the true ones.',
    needs: 'nothing',
    expects: 'nothing lost',
    run,
  },
]
