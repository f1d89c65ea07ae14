/**
 * What can happen to an import: the history of another system is brought in, and may be taken back.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. What an import brought stands
 * in the streams of its requests, under its `batchId`.
 */
import {
  Actor,
  event,
  integer,
  Key,
  oneOf,
  record,
  registry,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import { BatchId, Sha256 } from '../primitives.ts'

export const Format = oneOf('xes', 'csv')
export type Format = (typeof Format)['_A']

const Count = integer('count', 0)

/**
 * What the file held and what became of it. `recorded` are activities that this import brought,
 * `known` those that others had brought before; `broken` are rows set aside.
 */
export const Counts = record(
  {
    cases: Count,
    events: Count,
    recorded: Count,
    known: Count,
    broken: Count,
    requests: Count,
    parties: Count,
    agents: Count,
    products: Count,
  },
  {},
  'Counts',
)
export interface Counts extends t.TypeOf<typeof Counts> {}

/** `source` names the system that the file comes from; the hashes are of the file and of its map. */
export const ImportStarted = event('ImportStarted', {
  batchId: BatchId,
  source: Key,
  format: Format,
  fileHash: Sha256,
  mapHash: Sha256,
  by: Actor,
})
export interface ImportStarted extends t.TypeOf<typeof ImportStarted> {}

/** The file was read to its end. Again if it is imported once more and the counts are others. */
export const ImportCompleted = event('ImportCompleted', { batchId: BatchId, counts: Counts })
export interface ImportCompleted extends t.TypeOf<typeof ImportCompleted> {}

/** From now on its activities are taken back, request by request. */
export const ImportWithdrawalStarted = event('ImportWithdrawalStarted', {
  batchId: BatchId,
  by: Actor,
})
export interface ImportWithdrawalStarted extends t.TypeOf<typeof ImportWithdrawalStarted> {}

/** Everything is taken back. The parties and agents stay: other facts speak of them by now. */
export const ImportWithdrawn = event('ImportWithdrawn', { batchId: BatchId })
export interface ImportWithdrawn extends t.TypeOf<typeof ImportWithdrawn> {}

export type Event = ImportStarted | ImportCompleted | ImportWithdrawalStarted | ImportWithdrawn

export const events: Registry<Event> = registry(
  ImportStarted,
  ImportCompleted,
  ImportWithdrawalStarted,
  ImportWithdrawn,
)
