import { afterAll, beforeAll, describe } from '@jest/globals'
import { testDatabases, type Running } from '@deskledger/projection/postgres/testing'
import type { KeysServer } from './postgres/server.ts'
import { keysContract } from './testing/keys-contract.ts'
import { onServer } from './testing/places.ts'

for (const { name, isMissing, start } of testDatabases.filter(({ name }) => name !== 'PGlite'))
  (isMissing === undefined ? describe : describe.skip)(name, () => {
    let running: Running
    let server: KeysServer
    beforeAll(async () => {
      running = await start()
      server = await running.server()
    }, 120_000)
    afterAll(() => running.stop(), 60_000)

    keysContract(
      'on a server',
      onServer(() => server),
    )
  })
