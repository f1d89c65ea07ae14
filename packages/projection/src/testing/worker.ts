/**
 * A process of its own that catches up, for specs that kill it: `node worker.ts LOG VIEWS`.
 * Says `folded N` at each batch.
 */
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { projection } from '../projection.ts'
import { serviceDesk } from '../service-desk.samples.ts'
import { registry } from './desk.ts'

const [, , log = '', file = '', how = 'catchUp'] = process.argv
const store = sqliteEventStore({ file: log, clock: () => at(0), readOnly: true, pageSize: 20 })
if (E.isLeft(store)) throw new Error(store.left._tag)

const desk = projection({
  file,
  store: store.right,
  registry,
  projectors: [serviceDesk],
  batchSize: 20,
  leaseMs: 60_000,
  onProgress: ({ position }) => process.stdout.write(`folded ${position}\n`),
})
const ended = how === 'run' ? await desk.run()() : await desk.catchUp()()
await desk.close()
process.exit(E.isLeft(ended) ? 1 : 0)
