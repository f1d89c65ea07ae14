/**
 * The columns of the checkpoint row, the same in every database.
 */
import type { Checkpoint } from './checkpoint.ts'

export type CheckpointValues = readonly [
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

export const checkpointNames = [
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

export const checkpointOf = (row: CheckpointValues): Checkpoint => ({
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
})

export const valuesOf = (checkpoint: Checkpoint): CheckpointValues => [
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
