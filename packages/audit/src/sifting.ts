/**
 * A log through a sieve: the same log, as if only some of its events had been recorded.
 *
 * Positions stay what they are, and everything up to a page's end still counts as looked at, so that
 * whatever folds the log folds it as it would fold a log with gaps.
 */
import type { EventStore, Page, StoredEvent } from '@deskledger/event-store'

export const sifted = (
  store: EventStore,
  isWanted: (event: StoredEvent) => boolean,
): EventStore => ({ ...store, readAll: (from) => pagesOf(store.readAll(from), isWanted) })

async function* pagesOf(
  pages: AsyncIterable<Page>,
  isWanted: (event: StoredEvent) => boolean,
): AsyncGenerator<Page> {
  for await (const page of pages) yield { ...page, events: page.events.filter(isWanted) }
}

/** Only what had happened by `instant`, as far as it is known by now. */
export const happenedBy = (store: EventStore, instant: number): EventStore =>
  sifted(store, ({ occurredAt }) => occurredAt <= instant)

/** Only the events at these positions. */
export const onlyAt = (store: EventStore, positions: ReadonlySet<number>): EventStore =>
  sifted(store, ({ position }) => positions.has(position))
