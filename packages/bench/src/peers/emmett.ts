/**
 * emmett on SQLite, by its documentation: one shared connection, since a connection for each
 * operation, which is the default, fails when operations overlap.
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

interface Message {
  readonly type: Event['type']
  readonly data: Event['data']
  readonly metadata: { readonly globalPosition: bigint }
}

interface Connection {
  readonly command: (sql: string, values?: ReadonlyArray<string | number>) => Promise<unknown>
  readonly query: (sql: string) => Promise<ReadonlyArray<Readonly<Record<string, number>>>>
  readonly close: () => void
}

interface Consumer {
  readonly processor: (options: {
    readonly processorId: string
    readonly startFrom: 'BEGINNING'
    readonly stopAfter: (message: Message) => boolean
    readonly eachMessage: (message: Message) => Promise<void>
  }) => unknown
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
}

interface Store {
  readonly aggregateStream: (
    stream: string,
    how: { readonly evolve: typeof evolve; readonly initialState: () => State },
  ) => Promise<{ readonly state: State; readonly currentStreamVersion: bigint }>
  readonly appendToStream: (
    stream: string,
    events: ReadonlyArray<Event>,
    how: { readonly expectedStreamVersion: bigint | 'STREAM_DOES_NOT_EXIST' },
  ) => Promise<unknown>
  readonly consumer: () => Consumer
  readonly schema: { readonly migrate: () => Promise<void> }
}

interface Emmett {
  readonly sqliteConnection: (options: { readonly fileName: string }) => Connection
  readonly getSQLiteEventStore: (options: {
    readonly fileName: string
    readonly connectionOptions: { readonly singleton: true; readonly connection: Connection }
  }) => Store
  readonly readMessagesBatch: (
    connection: Connection,
    options: { readonly after: bigint; readonly batchSize: number },
  ) => Promise<{
    readonly messages: ReadonlyArray<Message>
    readonly currentGlobalPosition: bigint
  }>
}

const emmettIn = (peers: string): Emmett =>
  createRequire(join(peers, 'package.json'))('@event-driven-io/emmett-sqlite')

const fileIn = (folder: string): string => join(folder, 'emmett.db')

const storeIn = async ({ sqliteConnection, getSQLiteEventStore }: Emmett, folder: string) => {
  const fileName = fileIn(folder)
  const connection = sqliteConnection({ fileName })
  const connectionOptions = { singleton: true, connection } as const
  const store = getSQLiteEventStore({ fileName, connectionOptions })
  await store.schema.migrate()
  return { store, connection }
}

export const open = async (peers: string, { folder }: LogSettings): Promise<Log> => {
  const emmett = emmettIn(peers)
  const { store, connection } = await storeIn(emmett, folder)
  const load = (stream: string) =>
    store.aggregateStream(stream, { evolve, initialState: () => initial })
  const expecting = (version: bigint) =>
    ({ expectedStreamVersion: version === 0n ? 'STREAM_DOES_NOT_EXIST' : version }) as const

  return {
    obey: async (wish) => {
      const stream = streamOf(wish.data)
      const { state, currentStreamVersion } = await load(stream)
      const events = something(decided(wish, state))
      await store.appendToStream(stream, events, expecting(currentStreamVersion))
    },
    append: async ({ stream, version, events }) => {
      await store.appendToStream(stream, events, expecting(BigInt(version + 1)))
    },
    load: async (request) => {
      const wish = escalation(request)
      const { state } = await load(streamOf(wish.data))
      if (decided(wish, state).length > 0) throw new Error('it is not escalated')
    },
    replay: async (each) => {
      let after = 0n
      for (;;) {
        const options = { after, batchSize: 1_000 }
        const { messages } = await emmett.readMessagesBatch(connection, options)
        for (const { type, data } of messages) each(type, data)
        const last = messages.at(-1)
        if (last === undefined) return
        after = last.metadata.globalPosition
      }
    },
    close: () => {
      connection.close()
    },
  }
}

export const catchUp =
  (peers: string): CatchUp =>
  async ({ log, views: fileName }) => {
    const emmett = emmettIn(peers)
    const { store, connection } = await storeIn(emmett, log)
    const sql = 'SELECT max(global_position) AS last FROM emt_messages'
    const last = BigInt((await connection.query(sql))[0]?.['last'] ?? 0)
    const views = emmett.sqliteConnection({ fileName })
    await views.command(perCustomer)
    let folded = 0
    const consumer = store.consumer()
    consumer.processor({
      processorId: `views-${process.pid}`,
      startFrom: 'BEGINNING',
      stopAfter: ({ metadata }) => metadata.globalPosition >= last,
      eachMessage: async ({ data }) => {
        await views.command(upsert, [data.partyId, data.at])
        folded += 1
      },
    })
    await consumer.start()
    await consumer.close()
    views.close()
    connection.close()
    return folded
  }
