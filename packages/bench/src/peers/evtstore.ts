/**
 * evtstore on knex and better-sqlite3, by its documentation; in WAL mode, which it does not set.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { CatchUp } from '../catch-up/task.ts'
import { evolve, initial, type State } from '../facts/decider.ts'
import type { Event } from '../facts/events.ts'
import { escalation, streamOf } from '../facts/made.ts'
import type { Log, LogSettings } from '../adapters/log.ts'
import { decided, something } from './deciding.ts'
import { perCustomer, upsert } from './rows.ts'

interface Stored {
  readonly event: Event
  readonly version: number
  readonly position: number
}

interface Provider {
  readonly getEventsFor: (stream: string, id: string) => Promise<ReadonlyArray<Stored>>
  readonly getEventsFrom: (stream: string, position: number) => Promise<ReadonlyArray<Stored>>
  readonly createEvents: (
    stream: string,
    id: string,
    version: number,
    events: ReadonlyArray<Event>,
  ) => ReadonlyArray<Stored>
  readonly append: (
    stream: string,
    id: string,
    version: number,
    events: ReadonlyArray<Stored>,
  ) => Promise<unknown>
}

interface Client {
  (table: string): unknown
  readonly raw: (sql: string, values?: ReadonlyArray<string | number>) => Promise<unknown>
  readonly destroy: () => Promise<void>
}

interface Provision {
  readonly createProvider: (options: {
    readonly limit: number
    readonly events: () => unknown
    readonly bookmarks: () => unknown
  }) => Provider
  readonly migrate: (options: {
    readonly client: Client
    readonly events: string
    readonly bookmarks: string
  }) => Promise<void>
}

interface Handler {
  readonly handle: (
    stream: string,
    type: string,
    callback: (id: string, event: Event) => Promise<void>,
  ) => void
  readonly runOnce: () => Promise<number>
}

interface Evtstore {
  readonly createHandler: (options: {
    readonly bookmark: string
    readonly streams: ReadonlyArray<string>
    readonly provider: Provider
  }) => Handler
}

type Knex = (options: {
  readonly client: 'better-sqlite3'
  readonly connection: { readonly filename: string }
  readonly useNullAsDefault: true
}) => Client

const from = (peers: string) => createRequire(join(peers, 'package.json'))

const clientOn = async (peers: string, filename: string): Promise<Client> => {
  const knex: Knex = from(peers)('knex')
  const client = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  })
  await client.raw('PRAGMA journal_mode = WAL')
  await client.raw('PRAGMA synchronous = FULL')
  return client
}

const providerIn = async (peers: string, folder: string) => {
  const { createProvider, migrate }: Provision = from(peers)('evtstore/provider/knex')
  const client = await clientOn(peers, join(folder, 'evtstore.db'))
  await migrate({ client, events: 'events', bookmarks: 'bookmarks' })
  const events = () => client('events')
  const bookmarks = () => client('bookmarks')
  return { client, provider: createProvider({ limit: 1_000, events, bookmarks }) }
}

const family = 'request'

export const open = async (peers: string, { folder }: LogSettings): Promise<Log> => {
  const { client, provider } = await providerIn(peers, folder)

  const load = async (id: string): Promise<{ readonly state: State; readonly version: number }> => {
    const stored = await provider.getEventsFor(family, id)
    const state = stored.reduce((before, { event }) => evolve(before, event), initial)
    return { state, version: stored.at(-1)?.version ?? 0 }
  }

  const write = async (id: string, after: number, events: ReadonlyArray<Event>): Promise<void> => {
    const stored = provider.createEvents(family, id, after + 1, events)
    await provider.append(family, id, after + 1, stored)
  }

  return {
    obey: async (wish) => {
      const id = streamOf(wish.data)
      const { state, version } = await load(id)
      await write(id, version, something(decided(wish, state)))
    },
    append: ({ stream, version, events }) => write(stream, version + 1, events),
    load: async (request) => {
      const wish = escalation(request)
      const { state } = await load(streamOf(wish.data))
      if (decided(wish, state).length > 0) throw new Error('it is not escalated')
    },
    replay: async (each) => {
      let after = 0
      for (;;) {
        const page = await provider.getEventsFrom(family, after)
        for (const { event } of page) each(event.type, event.data)
        const last = page.at(-1)
        if (last === undefined) return
        after = last.position
      }
    },
    close: () => client.destroy(),
  }
}

const types: ReadonlyArray<Event['type']> = [
  'RequestOpened',
  'RequestQueued',
  'TaskAssigned',
  'NoteAdded',
  'QuoteIssued',
  'RequestEscalated',
  'RequestClosed',
  'SatisfactionScored',
]

export const catchUp =
  (peers: string): CatchUp =>
  async ({ log, views: filename }) => {
    const { createHandler }: Evtstore = from(peers)('evtstore')
    const { client, provider } = await providerIn(peers, log)
    const views = await clientOn(peers, filename)
    await views.raw(perCustomer)
    let folded = 0
    const bookmark = `views-${process.pid}`
    const handler = createHandler({ bookmark, streams: [family], provider })
    for (const type of types)
      handler.handle(family, type, async (_, { data }) => {
        await views.raw(upsert, [data.partyId, data.at])
        folded += 1
      })
    await handler.runOnce()
    await views.destroy()
    await client.destroy()
    return folded
  }
