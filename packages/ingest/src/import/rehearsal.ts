/**
 * A log to rehearse on: it reads what is recorded, and what would be recorded it only remembers.
 *
 * So a rehearsal decides by the same rules as the import itself. It remembers the streams that were
 * written to lately and no more; an import comes back to a case that is long past only where the
 * events of a file are not grouped by case.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  known,
  metasOf,
  Recorded,
  type Append,
  type EventStore,
  type Page,
} from '@deskledger/event-store'
import type { Instant, StreamName } from '@deskledger/kernel'
import type { Port } from './port.ts'
import { recent } from './recent.ts'

/** How many streams are remembered at least. */
const remembered = 10_000

export const rehearsalOn = (
  log: Pick<Port, 'readStream' | 'readAll'>,
  clock: () => Instant,
): EventStore => {
  const written = recent<Array<Recorded>>(remembered)

  async function* readStream(stream: StreamName, from = 0): AsyncGenerator<Page> {
    yield* log.readStream(stream, from)
    const events = (written.get(stream) ?? []).filter(({ revision }) => revision >= from)
    if (events.length > 0) yield { events, through: 0, isLast: true }
  }

  /** Whoever appends has read the stream, so what is expected is where it goes on. */
  const append = (request: Append) => {
    const { stream, expected } = request
    const before = expected._tag === 'Exact' ? expected.revision : -1
    const metas = metasOf(request)
    const recordedAt = clock()
    const events = request.events.map(({ type, schemaVersion, data, occurredAt }, i) => {
      const place = { stream, revision: before + 1 + i, occurredAt }
      const rest = known(place, { recordedAt, meta: metas[i] ?? '{}' })
      return new Recorded(type, schemaVersion, data, 0, rest)
    })
    const all = written.get(stream) ?? written.put(stream, [])
    all.push(...events)
    const lastRevision = before + events.length
    return E.right({
      firstRevision: before + 1,
      lastRevision,
      lastPosition: 0,
      recordedAt,
      repeated: false,
    })
  }

  return {
    append: (request) => async () => append(request),
    readStream,
    readAll: log.readAll,
    subscribe: log.readAll,
    heard: () => async () => E.right(O.none),
    head: () => async () => E.right(0),
    close: () => async () => E.right(undefined),
  }
}
