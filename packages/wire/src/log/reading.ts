/**
 * Reading a log in the ways that its port does not have: backwards, from the end, one event.
 *
 * Built on pages alone, so that any log will do. A generator that is told to return leaves nothing
 * open.
 */
import type { StreamName } from '@deskledger/kernel'
import type { EventStore, Page, StoredEvent } from '@deskledger/event-store'

/** How many revisions or positions a step backwards looks at. */
const stride = 500

const firstPage = async (pages: AsyncIterable<Page>): Promise<Page | undefined> => {
  for await (const page of pages) return page
  return undefined
}

/**
 * The last event of a stream. Steps forward in strides that double, then halves what is left: a
 * stream has no gap.
 */
export const lastOf = async (
  store: EventStore,
  stream: StreamName,
): Promise<StoredEvent | undefined> => {
  let last: StoredEvent | undefined
  let page = await firstPage(store.readStream(stream))
  let beyond = Infinity
  for (let step = stride; page !== undefined; step *= 2) {
    last = page.events.at(-1)
    if (page.isLast || last === undefined) return last
    page = await firstPage(store.readStream(stream, last.revision + step))
    if (page === undefined) beyond = last.revision + step
  }
  while (last !== undefined && last.revision + 1 < beyond) {
    const middle: number = Math.ceil((last.revision + beyond) / 2)
    page = await firstPage(store.readStream(stream, middle))
    const found: StoredEvent | undefined = page?.events.at(-1)
    if (found === undefined) beyond = middle
    else if (page?.isLast === true) return found
    else last = found
  }
  return last
}

export const lastRevision = async (store: EventStore, stream: StreamName): Promise<number> =>
  (await lastOf(store, stream))?.revision ?? -1

/** A stream's events from `from` to `to`, both included. */
export async function* forwards(
  store: EventStore,
  stream: StreamName,
  from: number,
  to = Infinity,
): AsyncGenerator<StoredEvent> {
  if (from > to) return
  for await (const { events } of store.readStream(stream, from))
    for (const event of events) {
      if (event.revision > to) return
      yield event
    }
}

/** A stream's events from `from` down to `to`, both included. */
export async function* backwards(
  store: EventStore,
  stream: StreamName,
  from: number,
  to = 0,
): AsyncGenerator<StoredEvent> {
  for (let end = from; end >= to; end -= stride) {
    const events: Array<StoredEvent> = []
    const begin = Math.max(to, end - stride + 1)
    for await (const event of forwards(store, stream, begin, end)) events.push(event)
    yield* events.toReversed()
  }
}

type Events = ReadonlyArray<StoredEvent>

/** All events after a position, up to the end as it is then; a page at a time. */
export async function* allForwards(store: EventStore, after: number): AsyncGenerator<Events> {
  for await (const { events } of store.readAll({ after })) yield events
}

/** All events up to a position, included, the last first; a page at a time. */
export async function* allBackwards(store: EventStore, upTo: number): AsyncGenerator<Events> {
  for (let end = upTo; end > 0; end -= stride) {
    const found: Array<StoredEvent> = []
    const from = { after: Math.max(0, end - stride), upTo: end }
    for await (const { events } of store.readAll(from)) found.push(...events)
    yield found.toReversed()
  }
}

export const eventAt = async (
  store: EventStore,
  stream: StreamName,
  revision: number,
): Promise<StoredEvent | undefined> => {
  for await (const event of forwards(store, stream, revision, revision)) return event
  return undefined
}
