/**
 * A served log and the vendor's own client, for specs: everything goes over a real socket.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  EventStoreDBClient,
  jsonEvent,
  type AppendToStreamOptions,
  type JSONEventType,
  type ResolvedEvent,
} from '@eventstore/db-client'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import type { Instant } from '@deskledger/kernel'
import { serve, type Served, type ServeSettings } from '../index.ts'

export interface Bench {
  readonly client: EventStoreDBClient
  readonly store: EventStore
  readonly served: Served
  /** Another client of the same server. */
  readonly another: () => EventStoreDBClient
  readonly close: () => Promise<void>
}

/** A log in SQLite, alone in a folder of its own. */
export const logIn = (folder: string): EventStore => {
  const opened = sqliteEventStore({
    file: join(folder, 'events.db'),
    clock: () => Date.now() as Instant,
    durability: 'normal',
    pageSize: 100,
  })
  if (opened._tag === 'Left') throw new Error(opened.left._tag)
  return opened.right
}

export const bench = async (settings: Partial<ServeSettings> = {}): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-wire-'))
  const store = settings.store ?? logIn(folder)
  const served = await serve({ port: 0, ...settings, store })
  const clients: Array<EventStoreDBClient> = []
  const another = (): EventStoreDBClient => {
    const endpoint = { address: '127.0.0.1', port: served.port }
    const client = new EventStoreDBClient({ endpoint }, { insecure: true })
    clients.push(client)
    return client
  }
  const close = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.dispose()))
    await served.close()
    await store.close()()
    rmSync(folder, { recursive: true, force: true })
  }
  return { client: another(), store, served, another, close }
}

/** Runs `work` on a server of its own, which is closed whatever happens. */
export const onWire =
  (work: (on: Bench) => Promise<void>, settings: Partial<ServeSettings> = {}) =>
  async (): Promise<void> => {
    const on = await bench(settings)
    try {
      await work(on)
    } finally {
      await on.close()
    }
  }

export interface Noted extends JSONEventType {
  readonly type: 'Noted'
  readonly data: { readonly n: number }
}

export const noted = (n: number, id?: string) =>
  jsonEvent<Noted>({ type: 'Noted', data: { n }, ...(id === undefined ? {} : { id }) })

/** As many notes as `n`, numbered from `first`. */
export const notes = (n: number, first = 0) => Array.from({ length: n }, (_, i) => noted(first + i))

/**
 * By the call that the client makes where it may, and by the one that it makes where it must: with
 * credentials of its own, a call is an append by itself.
 */
export const byBatch: AppendToStreamOptions = {}
export const byCall: AppendToStreamOptions = { credentials: { username: 'ana', password: 'x' } }

export const all = async <A>(events: AsyncIterable<A>): Promise<ReadonlyArray<A>> => {
  const found: Array<A> = []
  for await (const event of events) found.push(event)
  return found
}

/** The first `n`; then the reader stops. */
export const first = async <A>(n: number, events: AsyncIterable<A>): Promise<ReadonlyArray<A>> => {
  const found: Array<A> = []
  if (n === 0) return found
  for await (const event of events) {
    found.push(event)
    if (found.length === n) return found
  }
  return found
}

export const numbers = (events: ReadonlyArray<ResolvedEvent>): ReadonlyArray<unknown> =>
  events.map(({ event }) => (event?.data as { readonly n?: number } | undefined)?.n)

/** What a promise rejects with. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

/** Resolves with the first event of that name. */
export const heard = (
  emitter: { once: (event: never, listener: () => void) => unknown },
  event: string,
): Promise<void> => new Promise((resolve) => void emitter.once(event as never, () => resolve()))

export const aWhile = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
