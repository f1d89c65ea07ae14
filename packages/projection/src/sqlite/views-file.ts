/**
 * An open read model file: who may write it, and batches that are folded into it.
 *
 * A batch is one transaction: it reads the checkpoint, passes over what was folded before, folds the
 * rest, writes the rows and moves the checkpoint, or does nothing at all.
 */
import type Database from 'better-sqlite3'
import type { Advance, Checkpoint } from '../checkpoint.ts'
import { batch } from '../engine/batch.ts'
import type { Plan } from '../engine/plan.ts'
import { drive } from '../engine/sink.ts'
import { newHolder, released, taken, type LeaseSettings } from '../lease.ts'
import { reasonOf } from '../parking.ts'
import type { AnyEvent } from '../table.ts'
import {
  behind,
  renewed,
  settledBy,
  unfolded,
  type Outcome,
  type WritableViews,
} from '../writable.ts'
import { checkpointRow } from './checkpoint-row.ts'
import { placeOf } from './place.ts'
import { sqliteSink } from './sink.ts'

/** The same, where every answer comes at once. */
export interface ViewsFile extends WritableViews {
  readonly db: Database.Database
  readonly checkpoint: () => Checkpoint
  readonly take: () => boolean
  readonly fold: (events: ReadonlyArray<AnyEvent>, advance: Advance) => Outcome
  /** Empties the write-ahead log; false while somebody reads an older state from it. */
  readonly flush: () => boolean
  readonly release: () => void
  /** Lets go of the lease and closes the file. */
  readonly close: () => void
  /** Closes the file and keeps the lease, for a file that is about to be moved. */
  readonly closeHolding: () => void
}

export interface Holding extends LeaseSettings {
  /** Who holds the lease; somebody new unless told. */
  readonly holder?: string
}

export const viewsFile = (db: Database.Database, plan: Plan, lease: Holding): ViewsFile => {
  const { holder = newHolder() } = lease
  const sink = sqliteSink(db, plan)
  const row = checkpointRow(db)
  const within = transactions(db)
  const park = db.prepare('INSERT OR IGNORE INTO projection_parked VALUES (?, ?, ?, ?, ?)')
  const isThere = placeOf(db.memory ? ':memory:' : db.name)
  const isInPlace = (): boolean => db.open && isThere()
  let epoch = -1

  const take = (): boolean => {
    const known = row.read()
    const next = taken(known, holder, lease)
    if (next === undefined || !row.swap(known, next)) return false
    epoch = next.epoch
    return true
  }

  /** Whoever only asks does not lock the others out. */
  const isFree = (): boolean => taken(row.read(), holder, lease) !== undefined

  const write = (events: ReadonlyArray<AnyEvent>, advance: Advance): Outcome => {
    const known = row.read()
    const settled = settledBy(known, { holder, epoch }, advance)
    if (settled !== undefined) return settled
    drive(batch(plan, behind(events, known.position)), sink)
    const rest = unfolded(known, advance)
    for (const { position, stream, revision, why } of rest.parked)
      park.run(position, stream, revision, why.type, reasonOf(why))
    if (row.swap(known, renewed(known, rest, lease.clock(), lease.leaseMs))) return 'folded'
    throw new Error('the checkpoint changed within a transaction')
  }

  const flush = (): boolean => {
    const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as ReadonlyArray<{ busy: number }>
    return answer?.busy === 0
  }

  const release = (): void => {
    const known = row.read()
    if (known.holder === holder) row.swap(known, released(known))
  }

  const letGo = (): void => {
    try {
      if (db.open) within(release)
    } catch {
      // A file that cannot be written: whoever comes next waits until the lease is over.
    }
  }

  return {
    db,
    checkpoint: row.read,
    isInPlace,
    take: () => isFree() && within(take),
    fold: (events, advance) => (isInPlace() ? within(() => write(events, advance)) : 'moved'),
    flush,
    release: letGo,
    close: () => {
      letGo()
      db.close()
    },
    closeHolding: () => db.close(),
  }
}

/** Runs `work` in a transaction of its own that takes the write lock at once. */
const transactions = (db: Database.Database) => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  return <A>(work: () => A): A => {
    begin.run()
    try {
      const answer = work()
      commit.run()
      return answer
    } catch (error) {
      if (db.inTransaction) rollback.run()
      throw error
    }
  }
}
