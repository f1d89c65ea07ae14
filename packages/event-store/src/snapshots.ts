/**
 * States of long streams kept outside the log, so that a stream that nobody remembers is not folded
 * from its beginning again. Disposable: with them and without them every answer is the same.
 *
 * A snapshot is used only if the same decider made it and the log still has the chain that it had at
 * the last event that was folded, which stands for everything up to there: one of another log, or
 * of a log that was restored and went on differently, is passed over. What came since is read as
 * always, and an append proves the state as always. States hold no personal data, so neither do these.
 */
import { hash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnyEventCodec, Decider, Fact, Refusal, StreamName } from '@deskledger/kernel'
import { contractOf } from '@deskledger/kernel/lock'
import type { StoreError } from './errors.ts'
import type { Known } from './state-cache.ts'

export interface Snapshot {
  readonly state: unknown
  /** Of the last event that was folded. */
  readonly revision: number
  readonly position: number
  /** Of the commit that holds it. */
  readonly chain: string
}

/** Where snapshots are kept. What cannot be read or written is as if it were not there. */
export interface Snapshots {
  /** `print` names the decider, see `printOf`. */
  readonly get: (print: string, stream: StreamName) => Snapshot | undefined
  readonly put: (print: string, stream: StreamName, snapshot: Snapshot) => void
}

export interface SnapshotSettings {
  readonly kept: Snapshots
  /** The chain of the commit that holds a position; none behind the end of the log. */
  readonly chainAt: (position: number) => TaskEither<StoreError, O.Option<string>>
  /** How many events are worth a snapshot once they had to be folded; 200 unless told. */
  readonly worth?: number
}

/** A state, and the position of the last event in it. */
export interface Folded<State> extends Known<State> {
  readonly position: number
}

export interface Remembering<State> {
  readonly find: (stream: StreamName) => Promise<Known<State> | undefined>
  /** Keeps what was folded, if so many events are worth it. */
  readonly keep: (stream: StreamName, folded: Folded<State>, events: number) => Promise<void>
}

type Folding<State, Event extends Fact> = Pick<
  Decider<never, State, Event, Refusal>,
  'name' | 'version' | 'initial' | 'evolve' | 'events'
>

export const remembering = <State, Event extends Fact>(
  decider: Folding<State, Event>,
  { kept, chainAt, worth = 200 }: SnapshotSettings,
): Remembering<State> => {
  const print = printOf(decider)
  const chainOf = async (position: number): Promise<string | undefined> => {
    const found = await chainAt(position)()
    return E.isRight(found) ? O.toUndefined(found.right) : undefined
  }
  return {
    find: async (stream) => {
      const found = kept.get(print, stream)
      if (found === undefined || (await chainOf(found.position)) !== found.chain) return undefined
      return { state: found.state as State, revision: found.revision }
    },
    keep: async (stream, { state, revision, position }, events) => {
      if (events < worth) return
      const chain = await chainOf(position)
      if (chain !== undefined) kept.put(print, stream, { state, revision, position, chain })
    },
  }
}

/**
 * What a decider folds by: its name and version, the contracts of its events, the state it begins
 * with, and the text of its fold. What its fold calls is told by the version alone.
 */
export const printOf = <State, Event extends Fact>(decider: Folding<State, Event>): string => {
  const { name, version = 1, initial, evolve, events } = decider
  const codecs = [...events.codecs.values()].map(codecPrint).toSorted()
  return hash('sha256', JSON.stringify([format, name, version, codecs, initial, String(evolve)]))
}

/** Of snapshots, and of how a print is made. */
const format = 1

const codecPrint = ({ type, schemaVersion, data, upcasters }: AnyEventCodec): string =>
  JSON.stringify([type, schemaVersion, contractOf(data), upcasters.map(String)])
