/**
 * The checkpoint row: read in one piece, replaced by compare and swap.
 */
import type Database from 'better-sqlite3'
import type { Checkpoint } from '../checkpoint.ts'
import {
  checkpointNames as names,
  checkpointOf,
  valuesOf,
  type CheckpointValues,
} from '../checkpoint-columns.ts'

export interface CheckpointRow {
  readonly read: () => Checkpoint
  /** False, and nothing written, if position, epoch or holder are no longer those of `known`. */
  readonly swap: (known: Checkpoint, next: Checkpoint) => boolean
}

/** The checkpoint of a file that has been made just now. */
export const beginCheckpoint = (db: Database.Database, fingerprint: string): void => {
  db.prepare(
    `INSERT INTO projection_checkpoint(name, ${names.join(', ')})
     VALUES ('views', 0, NULL, 0, '', NULL, 0, ?, 0, '', 0, 0)`,
  ).run(fingerprint)
}

export const readCheckpoint = (db: Database.Database): (() => Checkpoint) => {
  const select = db.prepare(`SELECT ${names.join(', ')} FROM projection_checkpoint`).raw()
  return () => checkpointOf(select.get() as CheckpointValues)
}

export const checkpointRow = (db: Database.Database): CheckpointRow => {
  const sets = names.map((name) => `${name} = ?`).join(', ')
  const update = db.prepare(
    `UPDATE projection_checkpoint SET ${sets} WHERE position = ? AND epoch = ? AND holder = ?`,
  )
  return {
    read: readCheckpoint(db),
    swap: (known, next) => {
      const { position, epoch, holder } = known
      return update.run(...valuesOf(next), position, epoch, holder).changes === 1
    },
  }
}
