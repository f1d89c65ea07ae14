/**
 * Stored events with their sealed values opened, at the path and under the type and version that
 * they were stored with: before anything is brought up to date or decoded.
 */
import { erased } from '@deskledger/kernel'
import type { Page, StoreError, StoredEvent } from '@deskledger/event-store'
import { isSealed, keyIdOf, unsealedJson, type Place, type SealedValue } from './sealed-value.ts'
import { withKeys, type Ring, type SealingKeys } from './ring.ts'

/** What a `StoreDamaged` carries where a sealed value is not what was sealed there. */
export interface SealBroken {
  readonly _tag: 'SealBroken'
  readonly stream: string
  readonly revision: number
  readonly field: string
  readonly message: string
}

export interface Unsealing {
  /** Throws a `StoreError` at a value that is not what was sealed there. */
  readonly event: (stored: StoredEvent, ring: Ring) => StoredEvent
  /** The same; at once where the keys are at hand. */
  readonly page: (page: Page) => Page | Promise<Page>
}

export const unsealing = (keys: SealingKeys): Unsealing => {
  const event = eventsOpened(keys.desk)
  return {
    event,
    page: (page) =>
      withKeys(keys, { keyIds: () => keyIdsIn(page.events) }, (ring) => ({
        ...page,
        events: page.events.map((stored) => event(stored, ring)),
      })),
  }
}

const eventsOpened = (desk: string): Unsealing['event'] => {
  const opened = (sealed: SealedValue, stored: StoredEvent, place: Place, ring: Ring): unknown => {
    const id = keyIdOf(sealed)
    if (id === undefined) throw broken(stored, place.field)
    const key = ring.keyOf(id)
    if (key === undefined) return erased
    const json = unsealedJson(sealed, key, place)
    if (json === undefined) throw broken(stored, place.field)
    return JSON.parse(json)
  }

  return (stored, ring) => {
    const { data, stream } = stored
    if (!isFields(data)) return stored
    let plain: Record<string, unknown> | undefined
    let eventId = ''
    for (const field in data) {
      const value: unknown = data[field]
      if (!isSealed(value)) continue
      if (plain === undefined) eventId = stored.id
      plain ??= { ...data }
      plain[field] = opened(value, stored, { desk, eventId, field, stream }, ring)
    }
    return plain === undefined ? stored : stored.holding(plain)
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (u: unknown): u is Fields =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/** The ids of all keys that anything in the events was sealed with. */
export const keyIdsIn = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<string> => {
  const ids = new Set<string>()
  for (const { data } of events) {
    if (!isFields(data)) continue
    for (const field in data) {
      const value = data[field]
      const id = isSealed(value) ? keyIdOf(value) : undefined
      if (id !== undefined) ids.add(id)
    }
  }
  return [...ids]
}

const broken = ({ stream, revision }: StoredEvent, field: string): StoreError => ({
  _tag: 'StoreDamaged',
  cause: {
    _tag: 'SealBroken',
    stream,
    revision,
    field,
    message: `what is sealed in ${field} of ${stream}, revision ${revision}, is not what was sealed`,
  } satisfies SealBroken,
})
