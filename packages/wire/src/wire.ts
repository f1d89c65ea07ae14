/**
 * What every call of one server works with.
 */
import type { EventStore } from '@deskledger/event-store'
import type { Bells } from './log/bells.ts'
import type { Writable } from './log/appending.ts'
import type { View } from './log/views.ts'
import type { Fault } from './fault.ts'

export interface Wire extends Writable {
  readonly viewOf: (stream: string) => View | undefined
  readonly bells: Bells
  /** How many positions a live subscription may lag before it is told that it fell behind. */
  readonly fellBehindAt: number
  /** The next fault that a test has asked for at this place; none outside tests. */
  readonly faultAt: (place: Fault['at'], path: string) => Fault | undefined
}

/** The position of the log's last event. Throws a `StoreError`. */
export const headOf = async (store: EventStore): Promise<number> => {
  const head = await store.head()()
  if (head._tag === 'Left') throw head.left
  return head.right
}
