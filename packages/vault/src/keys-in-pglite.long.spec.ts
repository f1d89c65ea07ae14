import { afterAll, beforeAll } from '@jest/globals'
import { startPglite, type Pglite } from '@deskledger/projection/postgres/testing'
import { erasureContract } from './testing/erasure-contract.ts'
import { keysContract } from './testing/keys-contract.ts'
import { onServer } from './testing/places.ts'

let pglite: Pglite
beforeAll(async () => {
  pglite = await startPglite()
}, 60_000)
afterAll(() => pglite.close())

const inPglite = onServer(() => pglite.server())

keysContract('in PGlite', inPglite)
erasureContract('in PGlite', inPglite, true)
