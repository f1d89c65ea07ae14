/**
 * Keeping signed checkpoints in the notary's file, so that each copy of it carries them. They prove
 * something only together with the key, which is elsewhere: keep notes outside as well.
 */
import * as E from 'fp-ts/lib/Either.js'
import { checkpointOf, type ProveError } from '@deskledger/event-store/evidence'
import type { NoteKey } from '@deskledger/event-store/integrity'
import { toUnusable, type OpenError } from './errors.ts'
import { openToWrite } from './file.ts'
import { notedIn } from './noted.ts'

export type KeepError =
  | OpenError
  | ProveError
  /** There is a checkpoint of this size or a larger one already. */
  | { readonly _tag: 'NotNewer'; readonly treeSize: number }

/** Keeps a note that one of `keys` signed and that is true of what was noted. */
export const keepNote = (
  file: string,
  note: string,
  keys: ReadonlyArray<NoteKey>,
): E.Either<KeepError, void> => {
  const opened = openToWrite(file, { mustExist: true })
  if (E.isLeft(opened)) return opened
  const db = opened.right
  try {
    const checkpoint = checkpointOf(notedIn(db, file), { note, keys })
    if (E.isLeft(checkpoint)) return checkpoint
    const { size: treeSize } = checkpoint.right
    const sql = `INSERT INTO checkpoints SELECT ?, ?
      WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE tree_size >= ?)`
    const { changes } = db.prepare(sql).run(treeSize, note, treeSize)
    return changes === 1 ? E.right(undefined) : E.left({ _tag: 'NotNewer', treeSize })
  } catch (error) {
    return E.left(toUnusable(file, error))
  } finally {
    db.close()
  }
}
