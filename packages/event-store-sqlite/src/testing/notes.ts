/**
 * Notes on requests, as appends: what specs and their child processes write.
 */
import type { CommandId, StreamName } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import {
  anyRevision,
  type Append,
  type EventStore,
  type StoredEvent,
} from '@deskledger/event-store'

export const clock = () => at(0)
export const request = (n: number): StreamName => `request-${n}`

/** One note on request `n`, by the command of that name. */
export const note = (n: number, command: string, otherwise: Partial<Append> = {}): Append => ({
  stream: request(n),
  expected: anyRevision,
  events: [
    { type: 'RequestNoted', schemaVersion: 1, data: { command }, occurredAt: at(0), concerns: [] },
  ],
  commandId: command as CommandId,
  fingerprint: 'note',
  actor: { kind: 'agent', id: 'clerk' },
  ...otherwise,
})

/** A note whose event is stored in about `size` bytes. */
export const longNote = (n: number, command: string, size: number): Append =>
  note(n, command, {
    events: note(n, command).events.map((event) => ({ ...event, data: 'x'.repeat(size) })),
  })

export const recorded = async (store: EventStore): Promise<ReadonlyArray<StoredEvent>> => {
  const all: Array<StoredEvent> = []
  for await (const { events } of store.readAll()) all.push(...events)
  return all
}

export const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)
