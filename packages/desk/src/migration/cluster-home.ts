/**
 * A desk on a cluster: the log on an EventStoreDB or KurrentDB server, the read models in PostgreSQL.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { v7 } from 'uuid'
import type { EventStoreDbStore } from '@deskledger/event-store-eventstoredb'
import type { PostgresServer } from '@deskledger/projection/postgres'
import type { ModelsOver } from '../parts.ts'
import { machineClock } from '../clock.ts'
import { placeOfKeys } from '../cluster/keys.ts'
import { madeFolder } from '../folder.ts'
import { masterKeyOf } from '../keys.ts'
import { orThrow } from '../problem.ts'
import { refuse } from './folder-home.ts'
import type { Home } from './home.ts'
import { keysInFolder, ownerOf } from './keys.ts'
import { broughtLevel, factsAnew, factsOf, isLevel, tablesOf } from './read-models.ts'
import type { ClusterPlace } from './settings.ts'

/** Asks both servers whether one may read and write there; changes nothing. */
export const clusterHome = async (place: ClusterPlace): Promise<Home> => {
  const { folder, eventStoreDb } = place
  const log = await logOn(place)
  const { postgres, models } = await modelsOn(place, log)
  const where = placeOfKeys(place, postgres)
  const keys =
    where === 'folder' ? keysInFolder(folder) : await keysBeside(postgres, where.schema, folder)
  const isEmpty = async (): Promise<boolean> => orThrow(await log.head()()) === 0
  const name = nameOf(eventStoreDb.connectionString)
  return {
    name,
    folder,
    ...keys,
    desk: async () => O.toUndefined(orThrow(await log.named()())) ?? ownerOf(keys.keys),
    source: async () => ((await isEmpty()) ? undefined : log),
    target: async (desk) => {
      orThrow(madeFolder(folder))
      const found = orThrow(await log.name(desk)())
      if (found !== desk) throw refuse({ _tag: 'TargetForeign', place: name, found })
      return log
    },
    verified: async () => undefined,
    facts: async (over, use) =>
      use === 'to' ? models.level(over) : ((await models.asTheyAre(over)) ?? factsAnew(over)),
    finish: async () => undefined,
    close: async () => {
      await postgres.end()
      orThrow(await log.close()())
    },
  }
}

/** Keys in a schema of the server. */
const keysBeside = async (
  server: PostgresServer,
  schema: string,
  folder: string,
): Promise<Pick<Home, 'keys' | 'opened'>> => {
  const { keysOnServer, openPostgresVault } = await import('@deskledger/vault/postgres')
  const shared = { server, schema, ids: v7, clock: machineClock, isLogEmpty: false, readOnly: true }
  return {
    keys: keysOnServer(server, schema),
    opened: ({ desk, masterKey: provider = masterKeyOf(folder) }) =>
      openPostgresVault({ ...shared, desk, provider }),
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
  const views = postgresViews(server)
  const told = async (over: ModelsOver) => factsOf(orThrow(await views.digest(tablesOf(over))()))
  const models = {
    level: async (over: ModelsOver) => {
      await broughtLevel(postgresProjection({ ...over, postgres: server }), over)
      return told(over)
    },
    /** Nothing where there are none, or others, or not up to the end of the log. */
    asTheyAre: async (over: ModelsOver) => {
      const found = await views.checkpoint()()
      return E.isRight(found) && (await isLevel(found.right, over)) ? told(over) : undefined
    },
  }
  return { postgres, models }
}

/** Whoever is shown it learns hosts, and neither names nor passwords. */
const nameOf = (connectionString: string): string =>
  connectionString.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/s, '')
