/**
 * Subscriptions: a cursor over the log that reads what there is, says so, and goes on with what is
 * recorded. History and the present are one loop, so nothing lies between them and nothing is sent
 * twice; a client that reads slowly is waited for, and is simply behind.
 *
 * From a revision or a position: not included.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failure.ts'
import { checkpointEvery, wantedBy } from '../log/filter.ts'
import { firstShown, isYoung, metadataOf } from '../log/metadata.ts'
import { nameOf } from '../log/names.ts'
import { messageOf } from '../log/views.ts'
import type { Outlet } from '../outlet.ts'
import { newId, type Caller } from '../rpc.ts'
import type { StreamOptions, Timestamp } from '../schema/shared.ts'
import type { ReadOptions, ReadResp, Standing } from '../schema/streams.ts'
import { headOf, type Wire } from '../wire.ts'

type Done = Promise<E.Either<Failure, void>>

const now = ({ clock }: Wire): Timestamp => {
  const ms = clock()
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1_000_000 }
}

/** The client has gone, or the server closes: then the client must learn that it was cut off. */
const ended = ({ signal }: Caller): E.Either<Failure, void> =>
  signal.aborted
    ? E.left({ _tag: 'Unavailable', why: 'the subscription ended' })
    : E.right(undefined)

export const readPath = '/event_store.client.streams.Streams/Read'

// ------------------------------------------------------------------------------------------------
// one stream
// ------------------------------------------------------------------------------------------------

export const followStream = async (
  wire: Wire,
  { resolveLinks = false }: ReadOptions,
  at: StreamOptions,
  caller: Caller,
  outlet: Outlet<ReadResp>,
): Done => {
  const stream = nameOf(at.stream)
  const view = wire.viewOf(stream)
  if (view === undefined) return E.left({ _tag: 'Invalid', why: 'the name is no name of a stream' })
  const bell = await wire.bells.listen(stream.startsWith('$') ? undefined : stream)
  try {
    let next = at.end === undefined ? (at.revision ?? -1) + 1 : (await view.last()) + 1
    await outlet.write({ confirmation: { id: newId() } })
    for (let isLive = false; !caller.signal.aborted; await bell.news(caller.signal)) {
      const metadata = await metadataOf(wire.store, stream)
      if (metadata.isTombstoned) return E.left({ _tag: 'StreamDeleted', stream })
      const isShown = isYoung(metadata, wire.clock())
      const last = metadata.maxCount === Infinity ? Infinity : await view.last()
      const first = last === Infinity ? metadata.truncateBefore : firstShown(metadata, last)
      for await (const shown of view.forwards(metadata.isDeleted ? next : Math.max(next, first))) {
        next = shown.revision + 1
        if (!isShown(shown.event)) continue
        const event = await messageOf(wire.store, shown, resolveLinks)
        if (!(await outlet.write({ event }))) return ended(caller)
      }
      if (!isLive) await outlet.write({ caughtUp: standingAt(wire, { revision: next - 1 }) })
      isLive = true
    }
    return ended(caller)
  } finally {
    bell.close()
  }
}

const standingAt = (wire: Wire, place: Pick<Standing, 'revision' | 'position'>): Standing => ({
  timestamp: now(wire),
  ...place,
})

// ------------------------------------------------------------------------------------------------
// the whole log
// ------------------------------------------------------------------------------------------------

export const followAll = async (
  wire: Wire,
  options: ReadOptions,
  caller: Caller,
  outlet: Outlet<ReadResp>,
): Done => {
  const { filter, resolveLinks = false, all = {} } = options
  const wanted = wantedBy(filter)
  if (E.isLeft(wanted)) return wanted
  const { store } = wire
  const { signal } = caller
  const every = filter === undefined ? Infinity : checkpointEvery(filter)
  const head = await headOf(store)
  const after = all.end === undefined ? (all.position?.commit ?? 0) : head
  const standing = (commit: number) => standingAt(wire, { position: { commit, prepare: commit } })
  const checkpoint = (commit: number) =>
    outlet.write({ checkpoint: { commit, prepare: commit, timestamp: now(wire) } })

  await outlet.write({ confirmation: { id: newId() } })
  let isLive = after >= head
  let looked = 0
  if (isLive) await outlet.write({ caughtUp: standing(after) })
  for await (const { events, through, isLast } of store.subscribe({ after }, { signal })) {
    for (const event of events) {
      looked += 1
      if (wanted.right(event)) {
        const shown = { revision: event.revision, event }
        const message = messageOf(store, shown, resolveLinks)
        const room = outlet.write({ event: message instanceof Promise ? await message : message })
        if (!(room === true || (await room))) return ended(caller)
      }
      if (looked % every === 0) await checkpoint(event.position)
    }
    const isBehind = wire.faultAt('page', readPath) !== undefined
    if (isLive && (isBehind || (!isLast && (await headOf(store)) - through > wire.fellBehindAt))) {
      isLive = false
      await outlet.write({ fellBehind: standing(through) })
    }
    if (isLive || !isLast) continue
    isLive = true
    if (filter !== undefined && looked % every !== 0) await checkpoint(through)
    await outlet.write({ caughtUp: standing(through) })
  }
  return ended(caller)
}
