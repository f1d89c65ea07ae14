/**
 * What a group reads: everything there is from a number on, and then what is recorded.
 */
import * as E from 'fp-ts/lib/Either.js'
import { isYoung, metadataOf } from '../log/metadata.ts'
import { wantedBy } from '../log/filter.ts'
import type { Seen } from '../log/views.ts'
import { headOf, type Wire } from '../wire.ts'
import type { KeptGroup } from './settings.ts'

/** An event at its number in what the group reads. */
export interface Numbered {
  readonly number: number
  readonly shown: Seen
}

export const lastNumber = async (wire: Wire, stream: string): Promise<number> =>
  stream === '$all' ? headOf(wire.store) : ((await wire.viewOf(stream)?.last()) ?? -1)

async function* ofAll(
  wire: Wire,
  { filter }: KeptGroup,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Numbered> {
  const wanted = wantedBy(filter)
  if (E.isLeft(wanted)) return
  const after = Math.max(0, from - 1)
  for await (const { events } of wire.store.subscribe({ after }, { signal }))
    for (const event of events)
      if (wanted.right(event))
        yield { number: event.position, shown: { revision: event.revision, event } }
}

async function* ofStream(
  wire: Wire,
  { stream }: KeptGroup,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Numbered> {
  const view = wire.viewOf(stream)
  if (view === undefined) return
  const bell = await wire.bells.listen(stream.startsWith('$') ? undefined : stream)
  try {
    for (let next = from; !signal.aborted; await bell.news(signal)) {
      const metadata = await metadataOf(wire.store, stream)
      const isShown = isYoung(metadata, wire.clock())
      for await (const shown of view.forwards(Math.max(next, metadata.truncateBefore))) {
        next = shown.revision + 1
        if (isShown(shown.event)) yield { number: shown.revision, shown }
      }
    }
  } finally {
    bell.close()
  }
}

export const source = (
  wire: Wire,
  kept: KeptGroup,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Numbered> =>
  kept.stream === '$all' ? ofAll(wire, kept, from, signal) : ofStream(wire, kept, from, signal)

/** One event by its number. */
export const numbered = async (
  wire: Wire,
  { stream }: KeptGroup,
  number: number,
): Promise<Numbered | undefined> => {
  if (stream !== '$all') {
    for await (const shown of wire.viewOf(stream)?.forwards(number) ?? [])
      return shown.revision === number ? { number, shown } : undefined
    return undefined
  }
  for await (const { events } of wire.store.readAll({ after: number - 1, upTo: number }))
    for (const event of events) return { number, shown: { revision: event.revision, event } }
  return undefined
}
