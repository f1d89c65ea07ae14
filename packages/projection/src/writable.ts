/**
 * A read model that is open to be written, wherever it is kept: who may write, and what becomes of
 * a batch. A file answers at once, a server later.
 */
import { advanced, type Advance, type Checkpoint } from './checkpoint.ts'
import type { AnyEvent } from './table.ts'

export type Eventually<A> = A | Promise<A>

/**
 * What became of a batch. `lost`: somebody else holds the lease. `gap`: the read model stands before
 * where the batch begins. `moved`: another one has taken its place. Only `folded` has written anything.
 */
export type Outcome = 'folded' | 'lost' | 'gap' | 'moved'

export interface WritableViews {
  readonly checkpoint: () => Eventually<Checkpoint>
  /** False once another read model has taken its place, or it was closed. */
  readonly isInPlace: () => boolean
  /** Takes or renews the lease; false while somebody else has it. */
  readonly take: () => Eventually<boolean>
  /** Folds `events`, all those from `after` to `through` that any table listens to. */
  readonly fold: (events: ReadonlyArray<AnyEvent>, advance: Advance) => Eventually<Outcome>
  /** Lets go of the lease, so that another process may go on at once. */
  readonly release: () => Eventually<void>
}

/** Who asks to write, by the lease that was taken. */
export interface Writer {
  readonly holder: string
  readonly epoch: number
}

/** Why there is nothing to fold, where the read model stands at `known`. */
export const settledBy = (
  known: Checkpoint,
  { holder, epoch }: Writer,
  { after, through }: Advance,
): Outcome | undefined => {
  if (known.holder !== holder || known.epoch !== epoch) return 'lost'
  if (known.position < after) return 'gap'
  return known.position >= through ? 'folded' : undefined
}

/** What of a batch is new to a read model that stands at `known`. */
export const unfolded = ({ position }: Checkpoint, advance: Advance): Advance => ({
  ...advance,
  parked: behind(advance.parked, position),
  skipped: behind(advance.skipped, position),
})

/** The checkpoint once the batch is folded, and the lease renewed with it. */
export const renewed = (
  known: Checkpoint,
  advance: Advance,
  now: number,
  leaseMs: number,
): Checkpoint => ({ ...advanced(known, advance), updatedAt: now, leaseUntil: now + leaseMs })

/** What has not been folded yet: what is delivered again is passed over. */
export const behind = <A extends { readonly position: number }>(
  all: ReadonlyArray<A>,
  position: number,
): ReadonlyArray<A> => {
  const [first] = all
  if (first === undefined || first.position > position) return all
  return all.filter((each) => each.position > position)
}
