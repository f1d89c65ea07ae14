/**
 * Before anything is folded into a read model: is it one's own to write?
 */
import * as E from 'fp-ts/lib/Either.js'
import type { ProjectionError } from './errors.ts'
import { patiently } from './following.ts'
import { pause } from './pausing.ts'
import type { Eventually, WritableViews } from './writable.ts'

/** How often one who may not write asks again, in milliseconds. */
const askEveryMs = 50

/**
 * Waits for the lease. `enough`: no longer needed, as `isEnough` said. `moved`: another
 * read model has taken the place of this one.
 */
export const lead = async (
  file: string,
  views: WritableViews,
  isEnough: () => Eventually<boolean>,
): Promise<E.Either<ProjectionError, 'leading' | 'enough' | 'moved'>> => {
  for (;;) {
    if (!views.isInPlace()) return E.right('moved')
    const took = await patiently(file, views.take)
    if (E.isLeft(took)) return took
    if (took.right) return E.right('leading')
    const isDone = await patiently(file, isEnough)
    if (E.isLeft(isDone)) return isDone
    if (isDone.right) return E.right('enough')
    await pause(askEveryMs)
  }
}
