import { afterAll, beforeAll } from '@jest/globals'
import { startPglite, type Pglite } from '@deskledger/projection/postgres/testing'
import { keysContract } from './testing/keys-contract.ts'
import { inAFile, onServer } from './testing/places.ts'

let pglite: Pglite
beforeAll(async () => {
  pglite = await startPglite()
}, 60_000)
afterAll(() => pglite.close())

keysContract('in a file', inAFile)
keysContract(
  'in PGlite',
  onServer(() => pglite.server()),
)
