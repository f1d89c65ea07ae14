/**
 * Much work at once: one after the other for the same key, side by side for different ones, and no
 * more than `limit` in all. Whoever brings more waits until there is room.
 */
import { lanes } from '@deskledger/event-store'
import * as E from 'fp-ts/lib/Either.js'

export interface Flow<Failure> {
  /** Resolves when there is room for more, which is not when the work is done. */
  readonly take: (key: string, work: () => Promise<E.Either<Failure, void>>) => Promise<void>
  /** Resolves when everything that was taken is done. */
  readonly settled: () => Promise<void>
  /** The first failure; what was taken after it is not begun. */
  readonly failure: () => Failure | undefined
}

export const flow = <Failure>(limit: number): Flow<Failure> => {
  const inOrder = lanes()
  let running = 0
  let failure: Failure | undefined
  let bug: { readonly thrown: unknown } | undefined
  let onRoom: (() => void) | undefined

  const roomBelow = async (most: number): Promise<void> => {
    if (running > most) {
      await new Promise<void>((resolve) => {
        onRoom = resolve
      })
      return roomBelow(most)
    }
    if (bug !== undefined) throw bug.thrown
  }
  const run = async (work: () => Promise<E.Either<Failure, void>>): Promise<void> => {
    try {
      const done = failure === undefined && bug === undefined ? await work() : E.right(undefined)
      if (E.isLeft(done)) failure ??= done.left
    } catch (thrown) {
      bug ??= { thrown }
    }
    running -= 1
    onRoom?.()
  }
  return {
    take: (key, work) => {
      running += 1
      void inOrder.run(key, () => run(work))
      return running < limit ? Promise.resolve() : roomBelow(limit - 1)
    },
    settled: () => roomBelow(0),
    failure: () => failure,
  }
}
