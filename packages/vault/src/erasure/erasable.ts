/**
 * The keys of a desk as an erasure needs them, wherever they are kept. What returns is durable.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { Link, Subject } from '../subject.ts'
import type { Journal } from './journal.ts'

/** Some process reads an older state of the keys. Once it has ended, destroying again helps. */
export interface KeysStillRead {
  readonly _tag: 'KeysStillRead'
  /** Where the keys are. */
  readonly file: string
}

/** What is to be destroyed: all keys of these subjects, and these keys whoever has them. */
export interface Doomed {
  readonly subjects: ReadonlyArray<Subject>
  readonly keyIds: ReadonlyArray<string>
}

export interface Fence {
  readonly erasure: string
  readonly subjects: ReadonlyArray<Subject>
  /** Milliseconds since 1970 UTC. */
  readonly at: number
}

export interface ErasableKeys {
  readonly desk: string
  /** Where the keys are, in words that may be shown: a path, the schema of a server. */
  readonly place: string
  /** The ids of the keys that each of the subjects ever had; who had none is not among them. */
  readonly keyIdsOf: (
    subjects: ReadonlyArray<Subject>,
  ) => Promise<ReadonlyMap<Subject, ReadonlyArray<string>>>
  /** Those of appends that are under way included. */
  readonly links: () => Promise<ReadonlyArray<Link>>
  /** From now on nothing personal is recorded of these subjects, by no process. */
  readonly fence: (fence: Fence) => Promise<void>
  /** The ids of all keys that are gone now, those that were gone before included. */
  readonly destroy: (
    doomed: Doomed,
    at: number,
  ) => Promise<E.Either<KeysStillRead, ReadonlyArray<string>>>
  readonly journal: Journal
}
