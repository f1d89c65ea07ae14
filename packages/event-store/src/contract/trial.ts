/**
 * A log under test, and what a case may do to it from outside.
 */
import type { Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import type { EventStore } from '../port.ts'

/** What a log may lack without breaking the port; an engine that lacks it says so. */
export type Ability =
  /** Several handles, as of several processes, on one log. */
  | 'rivals'
  /** What is recorded outlives the handle. */
  | 'reopening'
  /** Positions are 1, 2, 3 … */
  | 'gapless'
  /** `recordedAt` comes from the clock that the store was given. */
  | 'clock'
  /** Appends of one handle that are under way at once take effect in the order of the calls. */
  | 'callOrder'
  /** An event's data may fill `maxEventBytes`: its envelope does not count towards the limit. */
  | 'fullEvents'
  /** No event is recorded before one that stands before it, whoever writes and whatever is moved in. */
  | 'risingTimes'
  /** It can be moved, and another log can be moved into it. */
  | 'transcription'
  /** Appends to several streams that are recorded together or not at all. */
  | 'together'

export interface TrialSettings {
  readonly clock: () => Instant
  readonly pageSize: number
}

/** A log that is empty and that nobody else knows. */
export interface Trial {
  readonly store: EventStore
  /** Another handle on the same log, as another process would have it. */
  readonly rival?: () => Promise<EventStore>
  /** Closes every handle, and gives a new one on the same log. */
  readonly reopen?: () => Promise<EventStore>
  /** Lets go of everything, whatever the case has left open. */
  readonly close: () => Promise<void>
}

export type Open = (settings: TrialSettings) => Promise<Trial>

/** What a case is given. */
export interface Bench extends Required<Omit<Trial, 'close'>> {
  readonly setClock: (now: Instant) => void
}

export interface Theme {
  readonly about: string
  readonly needs?: ReadonlyArray<Ability>
  /** By the sentence that each one proves. */
  readonly cases: Readonly<Record<string, (log: Bench) => Promise<void>>>
}

/** How many events a page of every case holds. */
export const pageSize = 10

/** Runs `work` on a log of its own, which is closed whatever happens. */
export const onTrial = async (open: Open, work: (log: Bench) => Promise<void>): Promise<void> => {
  let now = at(0)
  const trial = await open({ clock: () => now, pageSize })
  const { store, rival = lacking('rivals'), reopen = lacking('reopening') } = trial
  try {
    await work({ store, rival, reopen, setClock: (time) => (now = time) })
  } finally {
    await trial.close()
  }
}

const lacking = (ability: Ability) => (): never => {
  throw new Error(`this log was not said to lack ${ability}`)
}
