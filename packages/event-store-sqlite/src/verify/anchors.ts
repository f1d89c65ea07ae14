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

export interface Anchors {
  /** Compares what was signed of the tree at its present size. */
  readonly compare: (tree: Tree) => void
  /** What was signed of a larger tree than there is. */
  readonly finish: (size: number) => void
}

export interface AnchorSettings {
  readonly db: Database.Database
  readonly deskId: string
  /** Opened already, by whoever knows their keys. */
  readonly notes: ReadonlyArray<Checkpoint>
  readonly keys: ReadonlyArray<NoteKey>
  readonly findings: Findings
  /** The size from which on checkpoints are compared. */
  readonly from: number
}

export const anchorsOf = ({ db, deskId, notes, keys, findings, from }: AnchorSettings): Anchors => {
  const origin = originOf(deskId)
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

  const compareKept = (treeSize: number, note: string, tree: Tree): void => {
    const opened = keys.length > 0 ? openCheckpoint(note, origin, keys) : unsigned(note, origin)
    if (E.isLeft(opened))
      findings.add({ _tag: 'CheckpointRefused', treeSize, why: opened.left._tag })
    else if (opened.right.size !== treeSize)
      findings.add({ _tag: 'CheckpointRefused', treeSize, why: 'NotACheckpoint' })
    else compareOne(opened.right, 'checkpoint', tree)
  }

  return {
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
