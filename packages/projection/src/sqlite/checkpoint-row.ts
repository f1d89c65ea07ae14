/**
 * The checkpoint row: read in one piece, replaced by compare and swap.
 */
import type Database from 'better-sqlite3'
import type { Checkpoint } from '../checkpoint.ts'

export interface CheckpointRow {
  readonly read: () => Checkpoint
  /** False, and nothing written, if position, epoch or holder are no longer those of `known`. */
  readonly swap: (known: Checkpoint, next: Checkpoint) => boolean
}

type Row = readonly [
  position: number,
  now: number | null,
  seenPosition: number,
  seenId: string,
  incompleteSince: number | null,
  skipped: number,
  fingerprint: string,
  epoch: number,
  holder: string,
  leaseUntil: number,
  updatedAt: number,
]
const names = [
  'position',
  'now',
  'seen_position',
  'seen_id',
  'incomplete_since',
  'skipped',
  'fingerprint',
  'epoch',
  'holder',
  'lease_until',
  'updated_at',
]

/** The checkpoint of a file that has been made just now. */
export const beginCheckpoint = (db: Database.Database, fingerprint: string): void => {
  db.prepare(
    `INSERT INTO projection_checkpoint(name, ${names.join(', ')})
     VALUES ('views', 0, NULL, 0, '', NULL, 0, ?, 0, '', 0, 0)`,
  ).run(fingerprint)
}

export const readCheckpoint = (db: Database.Database): (() => Checkpoint) => {
  const select = db.prepare(`SELECT ${names.join(', ')} FROM projection_checkpoint`).raw()
  return () => {
    const row = select.get() as Row
    return {
      position: row[0],
      now: row[1] ?? undefined,
      seen: { position: row[2], id: row[3] },
      incompleteSince: row[4] ?? undefined,
      skipped: row[5],
      fingerprint: row[6],
      epoch: row[7],
      holder: row[8],
      leaseUntil: row[9],
      updatedAt: row[10],
    }
  }
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

const valuesOf = (checkpoint: Checkpoint): Row => [
  checkpoint.position,
  checkpoint.now ?? null,
  checkpoint.seen.position,
  checkpoint.seen.id,
  checkpoint.incompleteSince ?? null,
  checkpoint.skipped,
  checkpoint.fingerprint,
  checkpoint.epoch,
  checkpoint.holder,
  checkpoint.leaseUntil,
  checkpoint.updatedAt,
]
