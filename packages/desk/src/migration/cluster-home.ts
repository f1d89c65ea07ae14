/**
 * A desk on a cluster: the log on an EventStoreDB or KurrentDB server, the read models in PostgreSQL.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { EventStoreDbStore } from '@deskledger/event-store-eventstoredb'
import type { PostgresServer } from '@deskledger/projection/postgres'
import type { ModelsOver } from '../assembly.ts'
import { machineClock } from '../clock.ts'
import { madeFolder } from '../folder.ts'
import { orThrow } from '../problem.ts'
import type { Home } from './home.ts'
import { ownerOf } from './keys.ts'
import { broughtLevel, factsAnew, factsOf, tablesOf } from './read-models.ts'
import type { ClusterPlace } from './settings.ts'

/** Asks both servers whether one may read and write there; changes nothing. */
export const clusterHome = async (place: ClusterPlace): Promise<Home> => {
  const { folder, eventStoreDb } = place
  const log = await logOn(place)
  const { postgres, models } = await modelsOn(place, log)
  const isEmpty = async (): Promise<boolean> => orThrow(await log.head()()) === 0
  return {
    name: nameOf(eventStoreDb.connectionString),
    folder,
    desk: async () => ownerOf(folder),
    source: async () => ((await isEmpty()) ? undefined : log),
    target: async () => {
      orThrow(madeFolder(folder))
      return log
    },
    verified: async () => undefined,
    facts: async (over, use) => (use === 'from' ? factsAnew(over) : models(over)),
    finish: async () => undefined,
    close: async () => {
      await postgres.end()
      orThrow(await log.close()())
    },
  }
}

const defaultPrefix = 'deskledger.'

const logOn = async ({ eventStoreDb }: ClusterPlace): Promise<EventStoreDbStore> => {
  const { eventStoreDbStore } = await import('@deskledger/event-store-eventstoredb')
  const settings = { prefix: defaultPrefix, ...eventStoreDb, clock: machineClock }
  const log = await eventStoreDbStore(settings)()
  if (E.isLeft(log) && log.left._tag === 'Unreachable')
    return orThrow(E.left({ ...log.left, _tag: 'LogUnreachable' }))
  return orThrow(log)
}

const modelsOn = async ({ postgres: settings }: ClusterPlace, log: EventStoreDbStore) => {
  const { connectPostgres, postgresProjection, postgresViews, probePostgres } =
    await import('@deskledger/projection/postgres')
  let postgres: PostgresServer | undefined
  try {
    postgres = orThrow(await connectPostgres(settings)())
    orThrow(await probePostgres(postgres)())
  } catch (caught) {
    await postgres?.end()
    await log.close()()
    throw caught
  }
  const server = postgres
  const models = async (over: ModelsOver) => {
    await broughtLevel(postgresProjection({ ...over, postgres: server }), over)
    return factsOf(orThrow(await postgresViews(server).digest(tablesOf(over))()))
  }
  return { postgres, models }
}

/** Whoever is shown it learns hosts, and neither names nor passwords. */
const nameOf = (connectionString: string): string =>
  connectionString.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/s, '')
