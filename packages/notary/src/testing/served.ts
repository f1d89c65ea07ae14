/**
 * Logs as a cluster's client sees them: behind a server of our own, over a real socket, by the
 * vendor's own client.
 */
import { eventStoreDbStore, type EventStoreDbSettings } from '@deskledger/event-store-eventstoredb'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { serve } from '@deskledger/wire'
import { right, ticking } from './logs.ts'

/** Runs `work` on a handle of a server that shows `store`, and on as many more as it asks for. */
export const overTheWire = async <A>(
  store: EventStore,
  work: (log: EventStore, url: string) => Promise<A>,
  settings: Partial<EventStoreDbSettings> = {},
): Promise<A> => {
  const server = await serve({ store, port: 0 })
  const connectionString = `esdb://127.0.0.1:${server.port}?tls=false`
  const log = await connected(connectionString, settings)
  try {
    return await work(log, connectionString)
  } finally {
    await log.close()()
    await server.close()
  }
}

export const connected = async (
  connectionString: string,
  settings: Partial<EventStoreDbSettings> = {},
): Promise<EventStore> =>
  right(await eventStoreDbStore({ connectionString, clock: ticking(), ...settings })())

/** A log in one file, as a server keeps it. */
export const fileLog = (file: string): EventStore =>
  right(sqliteEventStore({ file, clock: ticking(), durability: 'normal' }))
