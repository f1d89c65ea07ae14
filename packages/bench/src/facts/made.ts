/**
 * Single facts about requests, the same in every run: for the workloads that write.
 */
import type { Command } from './decider.ts'
import { AgentId, PartyId, RequestId, type Event, type NoteAdded } from './events.ts'
import { idFrom, second } from './ids.ts'

/** What a sender asks for: a command without what the handler puts beside it. */
export type Wish = {
  readonly [Type in Command['type']]: Pick<
    Extract<Command, { readonly type: Type }>,
    'type' | 'data'
  >
}[Command['type']]

export type RequestStream = `request-${string}`
export const streamOf = ({ requestId }: { readonly requestId: string }): RequestStream =>
  `request-${requestId}`

const words = 'The customer says that it began last week and asks for somebody to come and look. '

/** What every fact about a request carries; the note has 80 to 110 characters. */
export const about = (request: number, party: number, n: number) => ({
  requestId: idFrom(RequestId, 1, request),
  partyId: idFrom(PartyId, 2, party),
  note: words.repeat(2).slice(n % 40, (n % 40) + 80 + (n % 31)),
})

export const agentOf = (n: number) => idFrom(AgentId, 3, n % 200)

const opening = { priority: 'normal', severity: 3, channel: 'phone' } as const

/** The `n`th wish about a request: the first opens it, the others note something. */
export const wishFor = (request: number, n: number): Wish => {
  const data = about(request, request % 500, n)
  return n === 0
    ? { type: 'OpenRequest', data: { ...data, ...opening } }
    : { type: 'AddNote', data: { ...data, agentId: agentOf(n) } }
}

export const noteAdded = (request: number, n: number): NoteAdded => ({
  type: 'NoteAdded',
  data: { ...about(request, request % 500, n), agentId: agentOf(n), at: second(n) },
})

/** A request of `length` events that is open and escalated. */
export const longHistory = (request: number, length: number): ReadonlyArray<Event> => {
  const data = { ...about(request, request % 500, 0), at: second(0) }
  return [
    { type: 'RequestOpened', data: { ...data, ...opening } },
    { type: 'RequestEscalated', data: { ...data, reason: 'late' } },
    ...Array.from({ length: length - 2 }, (_, i) => noteAdded(request, i + 2)),
  ]
}

/** A wish about such a request that is true already. */
export const escalation = (request: number): Wish => ({
  type: 'EscalateRequest',
  data: { ...about(request, request % 500, 0), reason: 'late' },
})
