/**
 * One notary notes in a file at a time. Whoever is silent for too long is replaced, at once if it was
 * a process of this machine that is no more; whoever was replaced finds another epoch and notes
 * nothing.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'

export interface LeaseSettings {
  /** Milliseconds since 1970, the same for all who share the file. */
  readonly clock: () => number
  /** For how long a holder that says nothing is believed to be alive, in milliseconds. */
  readonly leaseMs: number
}

/** Its functions are called inside a transaction that writes, except `release`. */
export interface Lease {
  /** Until when somebody else holds it, if somebody does. */
  readonly take: () => E.Either<number, void>
  /** Holds it for another while; false if it is somebody else's now. */
  readonly renew: () => boolean
  readonly release: () => void
}

interface Row {
  readonly holder: string
  readonly epoch: number
  readonly until: number
}

export const leaseOn = (db: Database.Database, { clock, leaseMs }: LeaseSettings): Lease => {
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`
  const look = db.prepare('SELECT holder, epoch, until FROM lease')
  const set = db.prepare('UPDATE lease SET holder = ?, epoch = ?, until = ?')
  const hold = db.prepare('UPDATE lease SET until = ? WHERE holder = ? AND epoch = ?')
  let epoch = 0
  return {
    take: () => {
      const found = look.get() as Row
      const isFree = found.holder === '' || found.until <= clock() || isGone(found.holder)
      if (!isFree) return E.left(found.until)
      epoch = found.epoch + 1
      set.run(holder, epoch, clock() + leaseMs)
      return E.right(undefined)
    },
    renew: () => hold.run(clock() + leaseMs, holder, epoch).changes === 1,
    release: () => {
      db.prepare(`UPDATE lease SET holder = '', until = 0 WHERE holder = ? AND epoch = ?`).run(
        holder,
        epoch,
      )
    },
  }
}

/** Whether a holder was a process of this machine that is no more. */
const isGone = (holder: string): boolean => {
  const [host, pid] = holder.split('/')
  if (host !== hostname() || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH'
  }
}
