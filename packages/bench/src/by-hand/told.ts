/**
 * An event as a read model written by hand is told of it.
 */
import type { Event } from '../facts/events.ts'

export type Told = {
  readonly [Type in Event['type']]: Extract<Event, { readonly type: Type }> & {
    readonly position: number
    readonly occurredAt: number
  }
}[Event['type']]

/** Writes down one event, within a transaction that has begun. */
export type Fold = (event: Told) => void
