/**
 * Parcels straight into a log, for attacks that need a history and no clerk.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId } from '@deskledger/kernel'
import {
  anyRevision,
  uuidOf,
  type Append,
  type EventStore,
  type StoredEvent,
} from '@deskledger/event-store'
import { sqliteEventStore, type SqliteEventStore } from '@deskledger/event-store-sqlite'
import { clock } from '../log/notes.ts'

const types = ['ParcelPlaced', 'ParcelPaid', 'ParcelShipped']

/** Step `n` of a history: three steps for each parcel, the parcels mixed by threes. */
export const step = (history: string, n: number): Append => {
  const parcelId = uuidOf(`${history}/${Math.floor(n / 9)}/${n % 3}`)
  const at = clock()
  return {
    stream: `parcel-${parcelId}`,
    expected: anyRevision,
    events: [
      {
        type: types[Math.floor(n / 3) % 3] ?? '',
        schemaVersion: 1,
        data: { parcelId, at },
        occurredAt: at,
        concerns: [],
      },
    ],
    commandId: uuidOf(`${history}/step/${n}`) as CommandId,
    fingerprint: 'step',
    actor: { kind: 'system', id: 'history' },
  }
}

/** Steps `from` to `to` of a history, the last not included. */
export const tell = async (
  store: EventStore,
  history: string,
  [from, to]: readonly [number, number],
): Promise<void> => {
  const steps = Array.from({ length: to - from }, (_, i) => step(history, from + i))
  const answers = await Promise.all(steps.map((each) => store.append(each)()))
  const refused = answers.find(E.isLeft)
  if (refused !== undefined) throw new Error(`not told: ${refused.left._tag}`)
}

export const openLog = (file: string): SqliteEventStore => {
  const store = sqliteEventStore({ file, clock })
  if (E.isRight(store)) return store.right
  throw new Error(`not opened: ${store.left._tag}`)
}

export const allOf = async (store: EventStore): Promise<ReadonlyArray<StoredEvent>> => {
  const all: Array<StoredEvent> = []
  for await (const { events } of store.readAll()) all.push(...events)
  return all
}
