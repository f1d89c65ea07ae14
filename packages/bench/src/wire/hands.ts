/**
 * Two hands at the same server: the vendor's client alone, and our adapter over it.
 */
import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, type EventData } from '@eventstore/db-client'
import { exactly } from '@deskledger/event-store'
import { eventStoreDbStore } from '@deskledger/event-store-eventstoredb'
import { later, type CommandId, type Instant } from '@deskledger/kernel'
import { right } from '../adapters/ours.ts'
import { metadataOf, note, noteData, noteStream, noteType } from './events.ts'

export interface Hand {
  /** One append of so many notes to stream `n`, behind what this hand has written there. */
  readonly append: (n: number, events: number) => Promise<void>
  /** Reads the whole log; how many events it had. */
  readonly readAll: () => Promise<number>
  /** Follows the log from its beginning until so many events were heard. */
  readonly follow: (events: number) => Promise<number>
  readonly close: () => Promise<void>
}

export type HandName = 'raw' | 'ours'

const urlOf = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`

export const handOf = (name: HandName, port: number): Promise<Hand> =>
  name === 'raw' ? Promise.resolve(bare(port)) : ours(port)

/** Where each stream ends, as far as one hand has written. */
const placesOf = () => {
  const last = new Map<number, number>()
  const lastOf = (n: number): number => last.get(n) ?? -1
  return { lastOf, wrote: (n: number, events: number) => void last.set(n, lastOf(n) + events) }
}

const bare = (port: number): Hand => {
  const places = placesOf()
  const client = new EventStoreDBClient(
    { endpoint: { address: '127.0.0.1', port } },
    { insecure: true },
  )
  const said = (n: number): EventData => {
    return jsonEvent({
      id: randomUUID(),
      type: noteType,
      data: { ...noteData(n) },
      metadata: { ...metadataOf(n) },
    })
  }
  const count = async (events: AsyncIterable<unknown>, most = Infinity): Promise<number> => {
    let heard = 0
    for await (const _ of events) if ((heard += 1) >= most) break
    return heard
  }
  return {
    append: async (n, events) => {
      const sent = Array.from({ length: events }, (_, i) => said(n + i))
      const last = places.lastOf(n)
      const expectedRevision = last < 0 ? 'no_stream' : BigInt(last)
      await client.appendToStream(noteStream(n), sent, { expectedRevision })
      places.wrote(n, events)
    },
    readAll: () => count(client.readAll()),
    follow: (events) => count(client.subscribeToAll(), events),
    close: () => client.dispose(),
  }
}

const clock = (): Instant => later(0 as Instant, Date.now())
const actor = { kind: 'agent', id: 'ana' } as const

const ours = async (port: number): Promise<Hand> => {
  const places = placesOf()
  const store = right(await eventStoreDbStore({ connectionString: urlOf(port), clock })())
  return {
    append: async (n, events) => {
      const commandId = randomUUID() as string as CommandId
      right(
        await store.append({
          stream: noteStream(n),
          expected: exactly(places.lastOf(n)),
          events: Array.from({ length: events }, (_, i) => note(n + i)),
          commandId,
          fingerprint: 'note',
          actor,
        })(),
      )
      places.wrote(n, events)
    },
    readAll: async () => {
      let heard = 0
      for await (const { events } of store.readAll()) heard += events.length
      return heard
    },
    follow: async (most) => {
      let heard = 0
      for await (const { events } of store.subscribe()) if ((heard += events.length) >= most) break
      return heard
    },
    close: async () => {
      right(await store.close()())
    },
  }
}
