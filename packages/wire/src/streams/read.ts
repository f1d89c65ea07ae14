/**
 * Reading once: a stream or the whole log, forwards or backwards, up to a number of events.
 *
 * From a revision: included, both ways. From a position: included forwards, not backwards.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { StoredEvent } from '@deskledger/event-store'
import type { Failure } from '../failure.ts'
import { firstShown, isYoung, metadataOf, type StreamMetadata } from '../log/metadata.ts'
import { identifierOf, nameOf } from '../log/names.ts'
import { allBackwards, allForwards } from '../log/reading.ts'
import { wantedBy } from '../log/filter.ts'
import { messageOf, type Seen, type View } from '../log/views.ts'
import type { Outlet } from '../outlet.ts'
import type { StreamOptions } from '../schema/shared.ts'
import type { ReadOptions, ReadResp } from '../schema/streams.ts'
import { headOf, type Wire } from '../wire.ts'

type Done = Promise<E.Either<Failure, void>>

const isBackwards = ({ direction = 0 }: ReadOptions): boolean => direction === 1

/**
 * Sends what is shown, up to the count; how many were sent. Waits for nothing that is there already: a
 * promise for each event costs more than the event.
 */
const send = async (
  wire: Wire,
  { count = Infinity, resolveLinks = false }: ReadOptions,
  pages: AsyncIterable<ReadonlyArray<Seen>>,
  outlet: Outlet<ReadResp>,
): Promise<number> => {
  let sent = 0
  if (count === 0) return sent
  for await (const page of pages)
    for (const shown of page) {
      sent += 1
      const message = messageOf(wire.store, shown, resolveLinks)
      const room = outlet.write({ event: message instanceof Promise ? await message : message })
      if (sent >= count || !(room === true || (await room))) return sent
    }
  return sent
}

// ------------------------------------------------------------------------------------------------
// one stream
// ------------------------------------------------------------------------------------------------

export const readStream = async (
  wire: Wire,
  options: ReadOptions,
  at: StreamOptions,
  outlet: Outlet<ReadResp>,
): Done => {
  const stream = nameOf(at.stream)
  const view = wire.viewOf(stream)
  if (view === undefined) return E.left({ _tag: 'Invalid', why: 'the name is no name of a stream' })
  const metadata = await metadataOf(wire.store, stream)
  if (metadata.isTombstoned) return E.left({ _tag: 'StreamDeleted', stream })
  const events = metadata.isDeleted
    ? undefined
    : await (isBackwards(options) ? walkBack : walkOn)(view, metadata, at)
  const young = events && whereShown(events, isYoung(metadata, wire.clock()))
  const sent = young === undefined ? 0 : await send(wire, options, young, outlet)
  if (sent > 0 || (young !== undefined && (await isThere(view, metadata))))
    return E.right(undefined)
  await outlet.write({ notFound: { stream: identifierOf(stream) } })
  return E.right(undefined)
}

const isThere = async (view: View, metadata: StreamMetadata): Promise<boolean> =>
  (await view.last()) >= metadata.truncateBefore

async function* whereShown(
  events: AsyncIterable<Seen>,
  isShown: (event: StoredEvent) => boolean,
): AsyncGenerator<ReadonlyArray<Seen>> {
  for await (const shown of events) if (isShown(shown.event)) yield [shown]
}

const walkOn = async (view: View, metadata: StreamMetadata, at: StreamOptions) => {
  if (at.end !== undefined) return view.forwards(Infinity)
  const { revision = 0 } = at
  const last = metadata.maxCount === Infinity ? Infinity : await view.last()
  const first = last === Infinity ? metadata.truncateBefore : firstShown(metadata, last)
  return view.forwards(Math.max(revision, first))
}

const walkBack = async (view: View, metadata: StreamMetadata, at: StreamOptions) => {
  const last = await view.last()
  const from = at.start === undefined ? Math.min(at.revision ?? last, last) : 0
  return view.backwards(from, firstShown(metadata, last))
}

// ------------------------------------------------------------------------------------------------
// the whole log
// ------------------------------------------------------------------------------------------------

export const readAll = async (wire: Wire, options: ReadOptions, outlet: Outlet<ReadResp>): Done => {
  const wanted = wantedBy(options.filter)
  if (E.isLeft(wanted)) return wanted
  const { position, end } = options.all ?? {}
  const before = position === undefined ? undefined : (position.commit ?? 0) - 1
  const head = end === undefined ? 0 : await headOf(wire.store)
  const pages = isBackwards(options)
    ? allBackwards(
        wire.store,
        before === undefined ? head : Math.min(before, await headOf(wire.store)),
      )
    : allForwards(wire.store, before ?? head)
  await send(wire, options, seen(pages, wanted.right), outlet)
  return E.right(undefined)
}

async function* seen(
  pages: AsyncIterable<ReadonlyArray<StoredEvent>>,
  isShown: (event: StoredEvent) => boolean,
): AsyncGenerator<ReadonlyArray<Seen>> {
  for await (const page of pages)
    yield page.filter(isShown).map((event) => ({ revision: event.revision, event }))
}
