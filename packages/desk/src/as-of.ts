/**
 * A desk as it was: its read models folded anew up to a position, in memory.
 */
import * as O from 'fp-ts/lib/Option.js'
import { fromIso } from '@deskledger/kernel'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { asOf } from '@deskledger/projection'
import { orThrow, ProblemError, problemOf } from './problem.ts'
import { readingViews, type ReadingDesk } from './reading.ts'

/**
 * `when` is a position, or an instant in ISO 8601: then everything that had been recorded at it.
 * Rejects with a `ProblemError` for anything else.
 */
export const asOfDesk = async (desk: ReadingDesk, when: string): Promise<ReadingDesk> => {
  const { store, registry, projectors } = desk
  const position = await positionAt(desk, when)
  const views = orThrow(await asOf({ store, registry, projectors }, { position })())
  return readingViews(desk, views as never)
}

/**
 * The last position that `when`, a position or an instant of recording, stands for. Rejects with a
 * `ProblemError` for anything else.
 */
export const positionAt = async ({ store }: ReadingDesk, when: string): Promise<number> => {
  const head = orThrow(await store.head()())
  if (/^\d+$/.test(when)) return Math.min(Number(when), head)
  const instant = fromIso(when)
  if (O.isNone(instant)) throw new ProblemError(problemOf({ _tag: 'NotAnInstant', given: when }))
  return lastRecorded(store, instant.value, head)
}

/** The last position that had been recorded at `instant`, by halving: recording times never fall. */
const lastRecorded = async (store: EventStore, instant: number, head: number): Promise<number> => {
  let before = 0
  let after = head + 1
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    const event = await firstAfter(store, middle - 1)
    if (event !== undefined && event.recordedAt <= instant)
      before = Math.max(middle, event.position)
    else after = middle
  }
  return before
}

const firstAfter = async (store: EventStore, after: number): Promise<StoredEvent | undefined> => {
  for await (const { events } of store.readAll({ after, upTo: after + 1_000 }))
    for (const event of events) return event
  return undefined
}
