/**
 * Waiting for a read model: until it has come so far, or until nothing erased is left of it.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Answer } from './beside.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { CurrentFile } from './current-file.ts'
import type { NotReached, ProjectionError, StillRead } from './errors.ts'
import { patiently } from './following.ts'
import { pause } from './pausing.ts'

export interface Waiting {
  /** Where the read model stands; undefined while it is being built. */
  readonly reached: () => Answer<Checkpoint | undefined>
  /** Why it will come no further. */
  readonly failure: () => ProjectionError | undefined
  /** Until it has come further, or so many milliseconds have passed. */
  readonly sleep: (ms: number) => Promise<void>
  /** How often to look whether another process has come further, in milliseconds. */
  readonly lookEveryMs: () => number
}

/** How often to look into a file, which does not say when it changes, in milliseconds. */
export const lookEveryMs = 50

export const waitFor = async (
  { reached, failure, sleep, lookEveryMs: every }: Waiting,
  position: number,
  patienceMs: number,
): Promise<E.Either<ProjectionError | NotReached, Checkpoint>> => {
  for (const since = performance.now(); ;) {
    const now = await reached()
    if (E.isLeft(now)) return now
    const stands = now.right?.position ?? 0
    if (now.right !== undefined && stands >= position) return E.right(now.right)
    const why = failure()
    if (why !== undefined) return E.left(why)
    const leftMs = patienceMs - (performance.now() - since)
    if (leftMs <= 0) return E.left({ _tag: 'NotReached', position, reached: stands })
    await sleep(Math.min(every(), leftMs))
  }
}

export const scrub = async (
  file: string,
  current: CurrentFile,
  patienceMs: number,
): Promise<E.Either<ProjectionError | StillRead, void>> => {
  for (const since = performance.now(); ;) {
    const views = await current.ready()
    if (E.isLeft(views)) return views
    const isClean = await patiently(file, views.right.flush)
    if (E.isLeft(isClean)) return isClean
    if (isClean.right) return E.right(undefined)
    if (performance.now() - since > patienceMs) return E.left({ _tag: 'StillRead', file })
    await pause(lookEveryMs)
  }
}
