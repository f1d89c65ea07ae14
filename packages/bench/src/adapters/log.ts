/**
 * What the workloads ask of a log, whoever made it. One that is synchronous answers with nothing, so
 * that it is not made to wait for promises that it does not need.
 */
import type { Event } from '../facts/events.ts'
import type { Wish } from '../facts/made.ts'

export type Done = void | Promise<void>

/** Facts for one stream, whose last version the writer knows: −1 if there is none. */
export interface Batch {
  readonly stream: `request-${string}`
  readonly version: number
  readonly events: ReadonlyArray<Event>
}

export interface Log {
  /** Loads the request, decides, appends what was decided with the version that was loaded. */
  readonly obey: (wish: Wish) => Done
  /** Appends if the stream is at the version; rejects or throws if it is not. */
  readonly append: (batch: Batch) => Done
  /** Brings a request of `longHistory` to mind and finds its escalation true already. */
  readonly load: (request: number) => Done
  /** Every event in order. */
  readonly replay: (each: (type: string, data: unknown) => void) => Done
  readonly close: () => Done
}

export interface LogSettings {
  /** Of its own, and there. */
  readonly folder: string
  /** Keeps the states of streams in memory; a log that cannot does without. */
  readonly remembers?: boolean
  /** Keeps the states of long streams in a file; a log that cannot does without. */
  readonly keeps?: boolean
  /** Takes what it reads for what it wrote, and decodes nothing; a log that never decodes may. */
  readonly trusts?: boolean
}
