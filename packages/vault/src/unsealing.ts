/**
 * Stored events with their sealed values opened, at the path and under the type and version that
 * they were stored with: before anything is brought up to date or decoded.
 */
import { erased } from '@deskledger/kernel'
import type { Page, StoreError, StoredEvent } from '@deskledger/event-store'
import { isSealed, keyIdOf, unsealedJson, type Place, type SealedValue } from './sealed-value.ts'
import type { Vault } from './vault.ts'

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
  readonly event: (stored: StoredEvent) => StoredEvent
  readonly page: (page: Page) => Page
}

export const unsealing = (vault: Vault): Unsealing => {
  const { desk } = vault
  const opened = (sealed: SealedValue, stored: StoredEvent, place: Place): unknown => {
    const id = keyIdOf(sealed)
    if (id === undefined) throw broken(stored, place.field)
    const key = vault.keyOf(id)
    if (key === undefined) return erased
    const json = unsealedJson(sealed, key, place)
    if (json === undefined) throw broken(stored, place.field)
    return JSON.parse(json)
  }

  const event = (stored: StoredEvent): StoredEvent => {
    const { data } = stored
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return stored
    let plain: Record<string, unknown> | undefined
    let eventId = ''
    for (const field in data) {
      const value: unknown = Reflect.get(data, field)
      if (!isSealed(value)) continue
      if (plain === undefined) eventId = stored.id
      plain ??= { ...data }
      plain[field] = opened(value, stored, { desk, eventId, field, stream: stored.stream })
    }
    return plain === undefined ? stored : stored.holding(plain)
  }

  return {
    event,
    page: (page) => {
      vault.refresh()
      return { ...page, events: page.events.map(event) }
    },
  }
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
