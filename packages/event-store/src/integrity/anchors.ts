/**
 * What was signed of the log, compared with what is there: notes that somebody kept outside, and the
 * checkpoints in the file.
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  openCheckpoint,
  originOf,
  parseCheckpoint,
  type Checkpoint,
  type CheckpointError,
} from './checkpoint.ts'
import type { NoteKey } from './note-key.ts'
import { unverifiedText } from './note.ts'
import type { Tree } from './tree.ts'

/** What somebody signed of the log: by a note that was handed in, or by one kept in the file. */
export interface Anchor {
  readonly size: number
  readonly root: string
  readonly by: 'note' | 'checkpoint'
}

export type AnchorFinding =
  /** A checkpoint kept in the file is none, or not signed by the keys at hand. */
  | {
      readonly _tag: 'CheckpointRefused'
      readonly treeSize: number
      readonly why: CheckpointError['_tag']
    }
  /** The log is not the one that was signed: something up to this commit was rewritten. */
  | { readonly _tag: 'LogRewritten'; readonly treeSize: number; readonly by: Anchor['by'] }
  /** A signed checkpoint knows more commits than there are: the tail was cut off. */
  | {
      readonly _tag: 'LogTruncated'
      readonly treeSize: number
      readonly found: number
      readonly by: Anchor['by']
    }

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
  readonly deskId: string
  /** The size and the note of the first checkpoint in the file that is of more commits than that. */
  readonly kept: (after: number) => readonly [treeSize: number, note: string] | undefined
  /** Opened already, by whoever knows their keys. */
  readonly notes: ReadonlyArray<Checkpoint>
  readonly keys: ReadonlyArray<NoteKey>
  /** Those that the log itself announces: they tell who signed, and vouch for nothing. */
  readonly announced: ReadonlyArray<NoteKey>
  readonly add: (finding: AnchorFinding) => void
  /** The size from which on checkpoints are compared. */
  readonly from: number
}

export const anchorsOf = (settings: AnchorSettings): Anchors => {
  const { deskId, kept: readKept, notes, keys, announced, add, from } = settings
  const origin = originOf(deskId)
  const signatories = new Map<string, Signatory>()
  let kept = readKept(from)

  const compareOne = ({ size, root }: Checkpoint, by: Anchor['by'], tree: Tree): void => {
    if (root !== tree.root()) add({ _tag: 'LogRewritten', treeSize: size, by })
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
    if (E.isLeft(opened)) add({ _tag: 'CheckpointRefused', treeSize, why: opened.left._tag })
    else if (opened.right.size !== treeSize)
      add({ _tag: 'CheckpointRefused', treeSize, why: 'NotACheckpoint' })
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
        add({ _tag: 'LogTruncated', treeSize, found, by: 'note' })
      for (let row = readKept(found); row !== undefined; row = readKept(row[0]))
        add({ _tag: 'LogTruncated', treeSize: row[0], found, by: 'checkpoint' })
    },
  }
}

/** Without a key at hand, only what the note says is compared. */
const unsigned = (note: string, origin: string): E.Either<CheckpointError, Checkpoint> => {
  const parsed = parseCheckpoint(unverifiedText(note) ?? '')
  if (E.isLeft(parsed) || parsed.right.origin === origin) return parsed
  return E.left({ _tag: 'OtherOrigin', found: parsed.right.origin, expected: origin })
}

/** What nobody can tell of a log without more notes or keys. */
export type NotChecked =
  /** After this commit (0: at all) no signed note was given, so nobody can tell. */
  | {
      readonly _tag: 'TruncationOfTheTail' | 'WholeRewrite'
      readonly afterCommit: number
    }
  /** No key was given. */
  | { readonly _tag: 'SignaturesOfCheckpoints' }

/** What the notes and the keys at hand leave open of a log of so many commits. */
export const leftOpen = (
  notes: ReadonlyArray<Checkpoint>,
  keys: ReadonlyArray<NoteKey>,
  commitNo: number,
): ReadonlyArray<NotChecked> => {
  const afterCommit = Math.max(0, ...notes.map(({ size }) => size))
  const open: Array<NotChecked> = []
  if (afterCommit < commitNo || afterCommit === 0)
    open.push({ _tag: 'TruncationOfTheTail', afterCommit }, { _tag: 'WholeRewrite', afterCommit })
  if (keys.length === 0) open.push({ _tag: 'SignaturesOfCheckpoints' })
  return open
}

/** The note at this place among those given cannot be relied on. */
export interface NoteRefused {
  readonly _tag: 'NoteRefused'
  readonly index: number
  readonly why: CheckpointError
}

/** What notes that were handed in say of the log of this desk; the first that is refused, if one is. */
export const openedNotes = (
  deskId: string,
  notes: ReadonlyArray<string>,
  keys: ReadonlyArray<NoteKey>,
): E.Either<NoteRefused, ReadonlyArray<Checkpoint>> => {
  const opened: Array<Checkpoint> = []
  for (const [index, note] of notes.entries()) {
    const checkpoint = openCheckpoint(note, originOf(deskId), keys)
    if (E.isLeft(checkpoint)) return E.left({ _tag: 'NoteRefused', index, why: checkpoint.left })
    opened.push(checkpoint.right)
  }
  return E.right(opened)
}
