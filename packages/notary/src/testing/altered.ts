/**
 * A log whose events come back changed: what somebody sees who reads it after it was tampered with.
 */
import { toStoreError, type EventStore, type Page, type StoredEvent } from '@deskledger/event-store'

export type Alteration = (events: ReadonlyArray<StoredEvent>) => ReadonlyArray<StoredEvent>

/** The log as `alter` leaves it, in pages of `pageSize`. */
export const altered = (store: EventStore, alter: Alteration, pageSize = 3): EventStore => {
  const all = async (): Promise<ReadonlyArray<StoredEvent>> => {
    const events: Array<StoredEvent> = []
    for await (const page of store.readAll()) events.push(...page.events)
    return alter(events)
  }
  async function* readAll({ after = 0, upTo = Infinity } = {}): AsyncGenerator<Page> {
    const events = (await all()).filter(({ position }) => position > after && position <= upTo)
    for (let at = 0; at < events.length; at += pageSize) {
      const page = events.slice(at, at + pageSize)
      const through = page.at(-1)?.position ?? 0
      yield { events: page, through, isLast: at + pageSize >= events.length }
    }
  }
  async function* readStream(stream: string, from = 0): AsyncGenerator<Page> {
    const events = (await all()).filter((e) => e.stream === stream && e.revision >= from)
    if (events.length > 0) yield { events, through: events.at(-1)?.position ?? 0, isLast: true }
  }
  return { ...store, readAll, readStream }
}

/** The event with other fields, its envelope as it was for the rest. */
export const changed = (event: StoredEvent, otherwise: Partial<StoredEvent>): StoredEvent => ({
  id: event.id,
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  token: event.token,
  type: event.type,
  schemaVersion: event.schemaVersion,
  data: event.data,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  concerns: event.concerns,
  actor: event.actor,
  commandId: event.commandId,
  correlationId: event.correlationId,
  causationId: event.causationId,
  holding: event.holding,
  ...otherwise,
})

/** A log that gives out nothing behind a position, as if a row there could not be read. */
export const broken = (store: EventStore, after: number): EventStore =>
  ({
    ...store,
    readAll: async function* (from) {
      for await (const page of store.readAll({ ...from, upTo: after })) yield page
      throw toStoreError('cannot be read')
    },
  }) satisfies EventStore
