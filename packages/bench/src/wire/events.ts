/**
 * What is written to a server and read from it: notes on requests, as the two hands say them.
 */
import type { NewEvent } from '@deskledger/event-store'
import type { Instant, StreamName } from '@deskledger/kernel'

const text =
  'The customer called again: the pump hums, and the lamp on the left is red since Tuesday.'
const at = Date.UTC(2025, 2, 1) as Instant

export const noteStream = (n: number): StreamName =>
  `request-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const noteType = 'NoteAdded'
export const noteData = (n: number) => ({
  requestId: noteStream(n).slice('request-'.length),
  noteId: n,
  text,
  at: Number(at),
})

export const note = (n: number): NewEvent => ({
  type: noteType,
  schemaVersion: 1,
  data: noteData(n),
  occurredAt: at,
  concerns: ['request:00000000-0000-4000-8000-000000000001'],
})

/** The same attributes that the adapter sends with an event, so that both send as much. */
export const metadataOf = (n: number): Readonly<Record<string, string>> => ({
  specversion: '1.0',
  time: '2025-03-01T00:00:00.000Z',
  recordedtime: '2025-03-01T00:00:00.000Z',
  schemaversion: '1',
  actor: 'agent:ana',
  commandid: `command-${n}`,
  correlationid: `command-${n}`,
  causationid: `command-${n}`,
  concerns: 'request:00000000-0000-4000-8000-000000000001',
})
