/**
 * Catching up with the projection under test, in a PostgreSQL server of its own.
 */
import { merged, type Fact } from '@deskledger/kernel'
import { connectPostgres, postgresProjection } from '@deskledger/projection/postgres'
import { startPostgres } from '@deskledger/projection/postgres/testing'
import { right, storeIn } from '../adapters/ours.ts'
import { events } from '../facts/events.ts'
import { models, type ModelName } from '../model/index.ts'

export interface Ready {
  /** Gives how many events were folded. */
  readonly catchUp: () => Promise<number>
  readonly stop: () => Promise<void>
}

export const intoPostgres = async (log: string, model: ModelName): Promise<Ready> => {
  const local = await startPostgres()
  const postgres = right(await connectPostgres({ connectionString: local.url() })())
  const store = storeIn(log)
  const following = postgresProjection({
    postgres,
    store,
    registry: merged<Fact>(events),
    projectors: [models[model]],
  })
  return {
    catchUp: async () => right(await following.catchUp()()).position,
    stop: async () => {
      await following.close()
      right(await store.close()())
      await postgres.end()
      await local.stop()
    },
  }
}
