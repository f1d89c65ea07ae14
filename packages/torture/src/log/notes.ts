/**
 * What actors write: notes on requests. The number of a note tells everything of it, so that whoever
 * looks at a log afterwards knows what must be there.
 */
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import { anyRevision, type Append } from '@deskledger/event-store'

const start = Date.UTC(2026, 0, 1)

/** A clock that the store may have; what it says is of no interest here. */
export const clock = (): Instant => start as Instant

/** Notes are on these many requests. */
const requests = 7

export const requestOf = (n: number): StreamName => `request-${n % requests}`

export const commandOf = (by: string, n: number): CommandId => `${by}/${n}` as CommandId

/** How many events note `n` has: from 1 to 20. */
export const eventsIn = (n: number): number => 1 + ((n * 13) % 20)

/** Note `n` by a writer of that name: some are small, some need pages of their own. */
export const note = (by: string, n: number): Append => ({
  stream: requestOf(n),
  expected: anyRevision,
  events: Array.from({ length: eventsIn(n) }, (_, index) => ({
    type: 'RequestNoted',
    schemaVersion: 1,
    data: { by, n, index, text: 'x'.repeat(n % 11 === 0 ? 5_000 : 40) },
    occurredAt: clock(),
    concerns: [],
  })),
  commandId: commandOf(by, n),
  fingerprint: 'note',
  actor: { kind: 'system', id: by },
})
