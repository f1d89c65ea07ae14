/**
 * Notes on a request, as appends: what specs of sealing write and read.
 */
import type { StreamName } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { anyRevision, type Append, type EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { FileVault } from '../vault.ts'
import { done, inFolder, sealedWith, vaultIn } from './desk.ts'

export const stream: StreamName = `request-${id(1)}`
export const secret = 'my sister in Cuenca has the key'
export const told = (data: unknown, otherwise: Partial<Append> = {}): Append => ({
  stream,
  expected: anyRevision,
  events: [{ type: 'RequestNoted', schemaVersion: 1, data, occurredAt: at(0), concerns: [] }],
  commandId: id(90),
  fingerprint: 'of the note',
  actor: { kind: 'agent', id: 'ana' },
  ...otherwise,
})

export const dataIn = async (store: EventStore): Promise<ReadonlyArray<unknown>> => {
  const all: Array<unknown> = []
  for await (const { events } of store.readAll()) all.push(...events.map(({ data }) => data))
  return all
}

/** A sealed log in memory, and the log below it as it is stored. */
export const inMemory = async <A>(
  work: (parts: {
    readonly below: EventStore
    readonly store: EventStore
    readonly vault: FileVault
  }) => Promise<A>,
): Promise<A> =>
  inFolder(async (folder) => {
    const vault = await done(vaultIn(folder))
    const below = memoryEventStore({ clock: () => at(0) })
    const answer = await work({ below, store: sealedWith(below, vault), vault })
    vault.close()
    return answer
  })
