import { afterAll, beforeAll, describe, jest } from '@jest/globals'
import {
  startPostgres,
  whyNoPostgres,
  type LocalPostgres,
} from '@deskledger/projection/postgres/testing'
import { connectPostgres, type PostgresServer } from '@deskledger/projection/postgres'
import { done } from './testing/desk.ts'
import { erasureContract } from './testing/erasure-contract.ts'
import { keysContract } from './testing/keys-contract.ts'
import { onServer } from './testing/places.ts'

jest.setTimeout(60_000)

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

  const there = onServer(() => server)
  keysContract('on a server', there)
  erasureContract('on a server', there, true)
})
