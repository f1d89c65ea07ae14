/**
 * A server of our own on this machine, and handles on it, for specs.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import type { Trial, TrialSettings } from '@deskledger/event-store/contract'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve, type ServeSettings } from '@deskledger/wire'
import { eventStoreDbStore, type ClientName, type EventStoreDbSettings } from '../index.ts'

export type Settings = Partial<EventStoreDbSettings> & { readonly connectionString: string }

/** By the client that this process was told to use. */
export const client: ClientName =
  process.env['DESKLEDGER_CLIENT'] === 'kurrent' ? 'kurrent' : 'eventstore'

export const machineClock = (): Instant => Date.now() as Instant

/** A handle that must come about. */
export const connected = async (settings: Settings) => {
  const store = await eventStoreDbStore({ clock: machineClock, client, ...settings })()
  if (E.isRight(store)) return store.right
  throw new Error(`cannot connect: ${store.left._tag}`, { cause: store.left })
}

export const urlOf = ({ port }: { readonly port: number }): string =>
  `esdb://127.0.0.1:${port}?tls=false`

/** A log of one case: its own server on a log in memory, and any number of handles on it. */
export const trialOn =
  (serving: Partial<ServeSettings> = {}, handle: Partial<EventStoreDbSettings> = {}) =>
  async ({ clock, pageSize }: TrialSettings): Promise<Trial> => {
    const inner = memoryEventStore({ clock })
    const server = await serve({
      store: inner,
      clock,
      port: 0,
      maxAppendSize: 8_388_608,
      ...serving,
    })
    const open: Array<EventStore> = []
    const another = async (): Promise<EventStore> => {
      const settings = { connectionString: urlOf(server), clock, pageSize, ...handle }
      const store = await connected(settings)
      open.push(store)
      return store
    }
    const closeAll = async (): Promise<void> => {
      await Promise.all(open.splice(0).map((store) => store.close()()))
    }
    return {
      store: await another(),
      rival: another,
      reopen: async () => {
        await closeAll()
        return another()
      },
      close: async () => {
        await closeAll()
        await server.close()
        await inner.close()()
      },
    }
  }
