/**
 * From stored events to a batch: decoded, and told apart from those that cannot be.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Fact, Registry } from '@deskledger/kernel'
import { decodeRecorded, type Page, type StoredEvent } from '@deskledger/event-store'
import type { Advance, Unread } from './checkpoint.ts'
import type { Plan } from './engine/plan.ts'
import type { CannotDecode } from './errors.ts'
import type { AnyEvent } from './table.ts'

/**
 * What becomes of an event that cannot be read. `fail`: stop there. `skip`: go on and count it.
 * `park`: go on, list it, and say that the read model is incomplete since then.
 */
export type OnUndecodable = 'fail' | 'skip' | 'park'

/** A part of a page, as it was read. */
export interface Slice {
  readonly stored: ReadonlyArray<StoredEvent>
  readonly after: number
  readonly through: number
}

export interface Reading {
  readonly events: ReadonlyArray<AnyEvent>
  readonly advance: Advance
  /** Why nothing behind the batch can be folded. */
  readonly stop: CannotDecode | undefined
}

/** Parts of up to `size` events, so that no batch holds the event loop for long. */
export function* slices({ events, through }: Page, after: number, size: number): Generator<Slice> {
  let from = after
  for (let i = 0; i + size < events.length; i += size) {
    const stored = events.slice(i, i + size)
    const upTo = stored.at(-1)?.position ?? from
    yield { stored, after: from, through: upTo }
    from = upTo
  }
  const rest = events.length === 0 ? 0 : Math.floor((events.length - 1) / size) * size
  yield { stored: events.slice(rest), after: from, through }
}

/** Only events that some table listens to are decoded at all. */
export const reader = (
  { types }: Plan,
  registry: Registry<Fact>,
  policy: OnUndecodable,
): ((slice: Slice) => Reading) => {
  const decode = decodeRecorded(registry)
  return ({ stored, after, through }) => {
    const events: Array<AnyEvent> = []
    const unread: Array<Unread> = []
    for (const each of stored) {
      if (types?.has(each.type) === false) continue
      const decoded = decode(each)
      if (E.isRight(decoded)) events.push(decoded.right)
      else if (policy !== 'fail') unread.push(decoded.left)
      else {
        const upTo = each.position - 1
        return { events, advance: advanceOf(events, after, upTo), stop: stopAt(decoded.left) }
      }
    }
    const parked = policy === 'park' ? unread : []
    const skipped = policy === 'skip' ? unread : []
    const advance = { ...advanceOf(events, after, through), parked, skipped }
    return { events, advance, stop: undefined }
  }
}

/** How far a batch of `events` goes, all of which could be read. */
export const advanceOf = (
  events: ReadonlyArray<AnyEvent>,
  after: number,
  through: number,
): Advance => {
  const last = events.at(-1)
  return {
    after,
    through,
    seen: last && { position: last.position, id: last.id },
    now: last && events.reduce((now, e) => Math.max(now, e.occurredAt), -Infinity),
    parked: [],
    skipped: [],
  }
}

const stopAt = ({ position, stream, revision, why }: Unread): CannotDecode => ({
  _tag: 'CannotDecode',
  position,
  stream,
  revision,
  type: why.type,
  why,
})
