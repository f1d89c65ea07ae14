/**
 * Builds the read model of the parcels from a log, and says when it leads and how far it is.
 */
import * as E from 'fp-ts/lib/Either.js'
import { merged } from '@deskledger/kernel'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { projection } from '@deskledger/projection'
import { parcelEvents, parcels } from '../house/parcels.ts'
import { clock } from '../log/notes.ts'
import { say } from '../log/said.ts'
import { told } from './opened.ts'

export interface ProjectorTask {
  readonly file: string
  readonly views: string
  readonly leaseMs: number
  readonly batchSize: number
}

const { file, views, leaseMs, batchSize } = told<ProjectorTask>()
const store = sqliteEventStore({ file, clock, readOnly: true })
if (E.isLeft(store)) throw new Error(store.left._tag)
const model = projection({
  file: views,
  store: store.right,
  registry: merged(parcelEvents),
  projectors: [parcels],
  leaseMs,
  batchSize,
  log: store.right.deskId,
  onProgress: ({ position }) => say('folded', position),
})
process.once('SIGTERM', () => void model.close())
say('ready')
const ended = await model.run()()
say('ended', E.isLeft(ended) ? ended.left._tag : 'well')
await store.right.close()()
