/**
 * Where a desk's time comes from: the machine, or a clock of the embedder's own.
 */
import { Instant } from '@deskledger/kernel'

/** Throws on what is no instant: a broken clock would date facts that nobody can correct. */
export const instants = (clock: () => number) => (): Instant => {
  const now = clock()
  if (Instant.is(now)) return now
  throw new Error(`the clock says ${now}: expected ${Instant.name}`)
}

export const machineClock: () => Instant = instants(Date.now)
