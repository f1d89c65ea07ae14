/**
 * Where a read model stands: the position of the whole file, and who may write it.
 */
import type { Undecodable } from '@deskledger/kernel'

export interface Checkpoint {
  /** Every event up to here, and none behind it, has been folded. */
  readonly position: number
  /** The latest `occurredAt` among them, which questions call `:now`; none before the first. */
  readonly now: number | undefined
  /** The last event that was folded: its position, 0 before the first, and what it is known by. */
  readonly seen: Seen
  /** The position of the first event that was parked: since then something is missing. */
  readonly incompleteSince: number | undefined
  /** How many events could not be read and were skipped. */
  readonly skipped: number
  readonly fingerprint: string
  /** One more for each holder of the lease. */
  readonly epoch: number
  /** Who may write; nobody if empty. */
  readonly holder: string
  readonly leaseUntil: number
  readonly updatedAt: number
}

export interface Seen {
  readonly position: number
  /** The event's id and, where the log has one, the chain of its commit. */
  readonly id: string
}

/** An event that could not be read. */
export interface Unread {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly why: Undecodable
}

/** How far a batch goes, and what it leaves behind. */
export interface Advance {
  /** The position up to which its reader believes that everything has been folded. */
  readonly after: number
  readonly through: number
  /** The last event of the batch; none if it has no event. */
  readonly seen: Seen | undefined
  /** The latest `occurredAt` of the batch. */
  readonly now: number | undefined
  readonly parked: ReadonlyArray<Unread>
  readonly skipped: ReadonlyArray<Unread>
}

/** The checkpoint once a batch is folded. */
export const advanced = (checkpoint: Checkpoint, batch: Advance): Checkpoint => ({
  ...checkpoint,
  position: batch.through,
  now: latest(checkpoint.now, batch.now),
  seen: batch.seen ?? checkpoint.seen,
  incompleteSince: checkpoint.incompleteSince ?? batch.parked[0]?.position,
  skipped: checkpoint.skipped + batch.skipped.length,
})

const latest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
