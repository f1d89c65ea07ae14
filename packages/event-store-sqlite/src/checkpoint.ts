/**
 * Keeping signed checkpoints in the log's own file, so that each copy of it carries them. They prove
 * something only together with the key, which is elsewhere, and cannot show that the file was cut
 * off before them: keep notes outside as well.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoreError } from '@deskledger/event-store'
import {
  openCheckpoint,
  originOf,
  type CheckpointError,
  type NoteKey,
} from '@deskledger/event-store/integrity'
import { toReadError, type OpenError } from './errors.ts'
import { openLedger } from './ledger.ts'
import { openWriter } from './writer.ts'

export type KeepError =
  | OpenError
  | CheckpointError
  | StoreError
  /** The log at that size has another root, or is shorter: the note speaks of another history. */
  | { readonly _tag: 'OtherHistory'; readonly treeSize: number }
  /** There is a checkpoint of this size or a larger one already. */
  | { readonly _tag: 'NotNewer'; readonly treeSize: number }

/** Keeps a note that one of `keys` signed and that is true of the log as it is. */
export const keepCheckpoint = (
  file: string,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<KeepError, void> => {
  const size = trueSize(file, note, keys)
  if (E.isLeft(size)) return size
  const writer = openWriter({ file }, true)
  if (E.isLeft(writer)) return writer
  const db = writer.right
  try {
    const sql = `INSERT INTO checkpoints SELECT ?, ?
      WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE tree_size >= ?)`
    db.pragma('busy_timeout = 5000')
    const { changes } = db.prepare(sql).run(size.right, note, size.right)
    return changes === 1 ? E.right(undefined) : E.left({ _tag: 'NotNewer', treeSize: size.right })
  } catch (error) {
    return E.left(toReadError(error))
  } finally {
    db.close()
  }
}

const trueSize = (
  file: string,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<KeepError, number> => {
  const opened = openLedger(file)
  if (E.isLeft(opened)) return opened
  const ledger = opened.right
  try {
    const checkpoint = openCheckpoint(note, originOf(ledger.deskId), keys)
    if (E.isLeft(checkpoint)) return checkpoint
    const { size, root } = checkpoint.right
    if (size <= ledger.tip().commitNo && ledger.rootOfRange(0, size) === root) return E.right(size)
    return E.left({ _tag: 'OtherHistory', treeSize: size })
  } catch (error) {
    return E.left(toReadError(error))
  } finally {
    ledger.close()
  }
}
