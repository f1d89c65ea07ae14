/**
 * A node of its own that follows, for specs that kill it: `node node.ts LOG URL LEASE`. Says
 * `folded N` at each batch.
 */
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { serviceDesk } from '../../service-desk.samples.ts'
import { registry } from '../../testing/desk.ts'
import { connectPostgres } from '../connect.ts'
import { postgresProjection } from '../projection.ts'

const [, , log = '', connectionString = '', lease = ''] = process.argv
const store = sqliteEventStore({ file: log, clock: () => at(0), readOnly: true, pageSize: 20 })
if (E.isLeft(store)) throw new Error(store.left._tag)
const postgres = await connectPostgres({ connectionString })()
if (E.isLeft(postgres)) throw new Error(postgres.left._tag)

await postgresProjection({
  postgres: postgres.right,
  store: store.right,
  registry,
  projectors: [serviceDesk],
  batchSize: 20,
  leaseMs: Number(lease),
  onProgress: ({ position }) => process.stdout.write(`folded ${position}\n`),
}).run()()
