/**
 * What was signed of the log, compared with what is there: notes that somebody kept outside, and the
 * checkpoints in the file.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import {
  openCheckpoint,
  originOf,
  parseCheckpoint,
  unverifiedText,
  type Checkpoint,
  type CheckpointError,
  type NoteKey,
  type Tree,
} from '@deskledger/event-store/integrity'
import type { Anchor, Findings } from './finding.ts'

/** A key, and what it signed of the checkpoints that are kept in the file. */
export interface Signatory {
  readonly keyId: string
  /** Whether it was given by whoever verifies, or only announced in the log that is verified. */
  readonly known: 'given' | 'announced'
  readonly checkpoints: number
  /** How many commits the largest of them has. */
  readonly treeSize: number
}

export interface Anchors {
  /** Compares what was signed of the tree at its present size. */
  readonly compare: (tree: Tree) => void
  /** What was signed of a larger tree than there is. */
  readonly finish: (size: number) => void
  /** Those who signed what was compared so far, in the order of their first signature. */
  readonly signatories: () => ReadonlyArray<Signatory>
}

export interface AnchorSettings {
  readonly db: Database.Database
  readonly deskId: string
  /** Opened already, by whoever knows their keys. */
  readonly notes: ReadonlyArray<Checkpoint>
  readonly keys: ReadonlyArray<NoteKey>
  /** Those that the log itself announces: they tell who signed, and vouch for nothing. */
  readonly announced: ReadonlyArray<NoteKey>
  readonly findings: Findings
  /** The size from which on checkpoints are compared. */
  readonly from: number
}

export const anchorsOf = (settings: AnchorSettings): Anchors => {
  const { db, deskId, notes, keys, announced, findings, from } = settings
  const origin = originOf(deskId)
  const signatories = new Map<string, Signatory>()
  const nextKept = db
    .prepare(
      'SELECT tree_size, note FROM checkpoints WHERE tree_size > ? ORDER BY tree_size LIMIT 1',
    )
    .raw()
  const readKept = (after: number) => nextKept.get(after) as readonly [number, string] | undefined
  let kept = readKept(from)

  const compareOne = ({ size, root }: Checkpoint, by: Anchor['by'], tree: Tree): void => {
    if (root !== tree.root()) findings.add({ _tag: 'LogRewritten', treeSize: size, by })
  }

  /** A note that no key at hand has signed is refused, unless no key was given to hold it against. */
  const openKept = (note: string): E.Either<CheckpointError, Checkpoint> => {
    if (keys.length + announced.length === 0) return unsigned(note, origin)
    const opened = openCheckpoint(note, origin, [...keys, ...announced])
    const isStrange = E.isLeft(opened) && opened.left._tag === 'UnknownSigner'
    return isStrange && keys.length === 0 ? unsigned(note, origin) : opened
  }

  const isGiven = ({ id }: NoteKey): boolean => keys.some((key) => key.id === id)

  const count = (note: string, key: NoteKey, known: Signatory['known']): void => {
    const signed = openCheckpoint(note, origin, [key])
    if (E.isLeft(signed)) return
    const { checkpoints = 0 } = signatories.get(key.id) ?? {}
    const { size: treeSize } = signed.right
    signatories.set(key.id, { keyId: key.id, known, checkpoints: checkpoints + 1, treeSize })
  }

  const compareKept = (treeSize: number, note: string, tree: Tree): void => {
    const opened = openKept(note)
    if (E.isLeft(opened))
      findings.add({ _tag: 'CheckpointRefused', treeSize, why: opened.left._tag })
    else if (opened.right.size !== treeSize)
      findings.add({ _tag: 'CheckpointRefused', treeSize, why: 'NotACheckpoint' })
    else {
      compareOne(opened.right, 'checkpoint', tree)
      for (const key of keys) count(note, key, 'given')
      for (const key of announced) if (!isGiven(key)) count(note, key, 'announced')
    }
  }

  return {
    signatories: () => [...signatories.values()],
    compare: (tree) => {
      const size = tree.size()
      for (const note of notes) if (note.size === size) compareOne(note, 'note', tree)
      if (kept === undefined || kept[0] > size) return
      compareKept(...kept, tree)
      kept = readKept(size)
    },
    finish: (found) => {
      const beyond = notes.filter(({ size }) => size > found)
      for (const { size: treeSize } of beyond)
        findings.add({ _tag: 'LogTruncated', treeSize, found, by: 'note' })
      for (let row = readKept(found); row !== undefined; row = readKept(row[0]))
        findings.add({ _tag: 'LogTruncated', treeSize: row[0], found, by: 'checkpoint' })
    },
  }
}

/** Without a key at hand, only what the note says is compared. */
const unsigned = (note: string, origin: string): E.Either<CheckpointError, Checkpoint> => {
  const parsed = parseCheckpoint(unverifiedText(note) ?? '')
  if (E.isLeft(parsed) || parsed.right.origin === origin) return parsed
  return E.left({ _tag: 'OtherOrigin', found: parsed.right.origin, expected: origin })
}
