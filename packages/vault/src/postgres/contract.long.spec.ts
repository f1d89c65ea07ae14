import { afterAll, beforeAll, describe } from '@jest/globals'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { eventStoreContract, type Open } from '@deskledger/event-store/contract'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { at } from '@deskledger/kernel/testing'
import { connectPostgres, type PostgresServer } from '@deskledger/projection/postgres'
import {
  startPostgres,
  whyNoPostgres,
  type LocalPostgres,
} from '@deskledger/projection/postgres/testing'
import { keyFile } from '../master-key.ts'
import { done, newFolder, right, sealedWith } from '../testing/desk.ts'
import { openPostgresVault } from './vault.ts'

const missing = whyNoPostgres()
const where = ['a PostgreSQL server', missing].filter((part) => part !== undefined).join(': ')

;(missing === undefined ? describe : describe.skip)(where, () => {
  let local: LocalPostgres
  let server: PostgresServer
  beforeAll(async () => {
    local = await startPostgres()
    server = await done(connectPostgres({ connectionString: local.url() }))
  }, 120_000)
  afterAll(async () => {
    await server.end()
    await local.stop()
  }, 60_000)

  let schemas = 0

  /** Each handle has keys of its own from the server, as on a node of its own. */
  const onServer: Open = async (settings) => {
    schemas += 1
    const schema = `log_${schemas}_keys`
    const folder = newFolder()
    const stores: Array<EventStore> = []
    const another = async (): Promise<EventStore> => {
      const log = right(sqliteEventStore({ ...settings, file: join(folder, 'events.db') }))
      const provider = keyFile(join(folder, 'desk.key'))
      const { deskId: desk } = log
      const keys = { server, schema, desk, ids: () => desk, provider, clock: () => at(0) }
      const vault = await done(openPostgresVault({ ...keys, isLogEmpty: true }))
      const store = sealedWith(log, vault)
      stores.push(store)
      return store
    }
    const closeAll = async (): Promise<void> => {
      for (const store of stores.splice(0)) await store.close()()
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
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }

  eventStoreContract('a log whose keys are on a server', onServer)
})
