/**
 * Who may write a read model: one holder at a time, for a while, renewed by each commit.
 *
 * A holder that stopped without letting go is replaced when its time is over, or at once if its
 * process is known to be gone. Whoever was replaced finds another epoch and writes nothing.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Checkpoint } from './checkpoint.ts'
import { codeOf } from './sqlite/errors.ts'

export interface LeaseSettings {
  /** Milliseconds since 1970, the same for all processes that share a file. */
  readonly clock: () => number
  /** For how long a holder that says nothing is believed to be alive, in milliseconds. */
  readonly leaseMs: number
}

/** A name that no other holder has had. */
export const newHolder = (): string => `${hostname()}/${process.pid}/${randomUUID()}`

/** The checkpoint with the lease in `holder`'s hands; none while somebody else has it. */
export const taken = (
  checkpoint: Checkpoint,
  holder: string,
  { clock, leaseMs }: LeaseSettings,
): Checkpoint | undefined => {
  const now = clock()
  const leaseUntil = now + leaseMs
  if (checkpoint.holder === holder) return { ...checkpoint, leaseUntil, updatedAt: now }
  const isFree =
    checkpoint.holder === '' || checkpoint.leaseUntil <= now || isGone(checkpoint.holder)
  if (!isFree) return undefined
  return { ...checkpoint, epoch: checkpoint.epoch + 1, holder, leaseUntil, updatedAt: now }
}

export const released = (checkpoint: Checkpoint): Checkpoint => ({
  ...checkpoint,
  holder: '',
  leaseUntil: 0,
})

/** Whether a holder was a process of this machine that is no more. */
const isGone = (holder: string): boolean => {
  const [host, pid] = holder.split('/')
  if (host !== hostname() || Number(pid) === process.pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}
