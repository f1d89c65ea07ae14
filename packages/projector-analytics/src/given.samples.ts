/**
 * Given events, then rows and answers: what SQLite holds once they are projected.
 */
import { recorded, type Event } from '@deskledger/domain/testing'
import { fromIso, type Instant, type RecordedEvent } from '@deskledger/kernel'
import { projected, type Projected } from '@deskledger/projection/contract'
import { analytics } from './index.ts'

export type Log = ReadonlyArray<RecordedEvent<Event>>

export const afterLog = (log: Log): Projected => projected(analytics, ...log)

export const after = (...facts: ReadonlyArray<Event>): Projected => afterLog(recorded(facts))

/** `on('2026-01-05')`: its midnight, UTC. */
export const on = (iso: string): Instant => {
  const instant = fromIso(iso)
  if (instant._tag === 'None') throw new Error(`${iso} is no instant`)
  return instant.value
}

/** The position of the `n`th event: they have gaps here, as they have on some logs. */
export const place = (n: number): number => 3 * n

/** The same rows by their first two columns: a view has no order. */
export const inOrder = <Row extends object>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  [...rows].sort((a, b) => {
    const [first, second] = Object.values(a) as ReadonlyArray<string | number>
    const [third, fourth] = Object.values(b) as ReadonlyArray<string | number>
    return first === third ? order(second, fourth) : order(first, third)
  })

const order = (a: string | number = 0, b: string | number = 0): number => (a < b ? -1 : 1)
