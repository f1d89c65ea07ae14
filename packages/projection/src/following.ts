/**
 * Pages of the log folded into a read model, slice by slice, with a turn for others in between.
 */
import * as E from 'fp-ts/lib/Either.js'
import { toStoreError, type Page } from '@deskledger/event-store'
import { isFoldFailed } from './engine/failure.ts'
import type { ProjectionError } from './errors.ts'
import { pause, turn } from './pausing.ts'
import { slices, type Reading, type Slice } from './reading.ts'
import { isPostgresBusy, isPostgresProblem } from './postgres/errors.ts'
import { isBusy } from './sqlite/errors.ts'
import { isRowRefused } from './sqlite/sink.ts'
import { unavailable } from './unavailable.ts'
import type { Eventually, Outcome, WritableViews } from './writable.ts'

/** Why following ended: the pages did, or the read model is no longer one's own to write. */
export type Ended = 'level' | Exclude<Outcome, 'folded'>

export interface Following {
  readonly file: string
  readonly read: (slice: Slice) => Reading
  readonly batchSize: number
  readonly isOpen: () => boolean
  readonly onFolded: (position: number) => void
}

/** For how long another writer is waited for, in milliseconds. */
const patienceMs = 30_000

export const follow = async (
  { read, batchSize, isOpen, onFolded, file }: Following,
  views: WritableViews,
  pages: (after: number) => AsyncIterable<Page>,
): Promise<E.Either<ProjectionError, Ended>> => {
  const start = await patiently(file, views.checkpoint)
  if (E.isLeft(start)) return start
  let after = start.right.position
  try {
    for await (const page of pages(after)) {
      for (const slice of slices(page, after, batchSize)) {
        const { events, advance, stop } = read(slice)
        const outcome = await patiently(file, () => views.fold(events, advance))
        if (E.isLeft(outcome)) return outcome
        if (outcome.right !== 'folded') return E.right(outcome.right)
        onFolded(advance.through)
        if (stop !== undefined) return E.left(stop)
        await turn()
        if (!isOpen()) return E.right('level')
      }
      after = page.through
    }
  } catch (caught) {
    return E.left(toStoreError(caught))
  }
  return E.right('level')
}

/** Tries again while another process writes, without blocking the event loop. */
export const patiently = async <A>(
  file: string,
  work: () => Eventually<A>,
): Promise<E.Either<ProjectionError, A>> => {
  for (const since = performance.now(); ;)
    try {
      return E.right(await work())
    } catch (error) {
      const isHopeful = isBusy(error) || isPostgresBusy(error)
      if (!isHopeful || performance.now() - since > patienceMs) return E.left(toError(file, error))
      await pause(1 + Math.random() * 15)
    }
}

const toError = (file: string, error: unknown): ProjectionError => {
  if (isFoldFailed(error) || isRowRefused(error) || isPostgresProblem(error)) return error
  return unavailable(file, error)
}
