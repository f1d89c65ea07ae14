/**
 * Pages of the log folded into a read model, slice by slice, with a turn for others in between.
 */
import * as E from 'fp-ts/lib/Either.js'
import { toStoreError, type Page, type StoreError } from '@deskledger/event-store'
import type { Advance } from './checkpoint.ts'
import { isFoldFailed } from './engine/failure.ts'
import type { ProjectionError } from './errors.ts'
import { chained, type KnownStore } from './knowing.ts'
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
  readonly store: KnownStore
  readonly read: (slice: Slice) => Reading
  readonly batchSize: number
  readonly isOpen: () => boolean
  readonly onFolded: (position: number, events: number) => void
}

/** For how long another writer is waited for, in milliseconds. */
const patienceMs = 30_000

export const follow = async (
  { read, batchSize, isOpen, onFolded, file, store }: Following,
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
        const known = await knownBy(store, advance)
        if (E.isLeft(known)) return known
        const outcome = await patiently(file, () => views.fold(events, known.right))
        if (E.isLeft(outcome)) return outcome
        if (outcome.right !== 'folded') return E.right(outcome.right)
        onFolded(advance.through, events.length)
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

/** The batch, by which the log will be known again. */
const knownBy = async (
  store: KnownStore,
  advance: Advance,
): Promise<E.Either<StoreError, Advance>> => {
  if (advance.seen === undefined) return E.right(advance)
  const seen = await chained(store, advance.seen)
  return E.isLeft(seen) ? seen : E.right({ ...advance, seen: seen.right })
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
