/**
 * The keys of a desk as those need them who seal and unseal, wherever the keys are kept.
 *
 * Keys at hand, such as those of a file, answer at once. Keys that stand elsewhere are told first
 * what a piece of work will ask for: one journey, instead of one for each key.
 */
import type { KeyObject } from 'node:crypto'
import type { NamedKey } from './sealed-value.ts'
import type { Link, Subject } from './subject.ts'

/** Keys as they stand at one moment. */
export interface Ring {
  /** The key to seal new data of a subject with; nothing if it is fenced. */
  readonly keyFor: (subject: Subject) => NamedKey | undefined
  /** The key of that id; nothing if it was erased or never was here. */
  readonly keyOf: (keyId: string) => KeyObject | undefined
  readonly isFenced: (subject: Subject) => boolean
}

/** What a piece of work will ask for. */
export interface Wanted {
  /** To be written down before any fence is looked at. */
  readonly links?: ReadonlyArray<Link>
  /** Whose keys it seals with. */
  readonly subjects?: ReadonlyArray<Subject>
  /** Of whom it only asks whether they are fenced. */
  readonly owners?: ReadonlyArray<Subject>
  /** The keys that it unseals with. */
  readonly keyIds?: () => ReadonlyArray<string>
}

interface Keys {
  /** The random id of the log that the keys belong to. */
  readonly desk: string
  /** 32 random bytes, the same for the desk's whole life. */
  readonly secret: Buffer
}

export interface KeysAtHand extends Keys, Ring {
  readonly link: (links: ReadonlyArray<Link>) => void
  /** Notices what other processes have erased meanwhile. To be called before each batch of work. */
  readonly refresh: () => void
  readonly ready?: undefined
}

export interface KeysElsewhere extends Keys {
  /**
   * A ring that knows what was asked for and nothing else, as of a moment after the call. A subject
   * that is fenced by then is given no key. Rejects if the keys cannot be reached.
   */
  readonly ready: (wanted: Wanted) => Promise<Ring>
}

export type SealingKeys = KeysAtHand | KeysElsewhere

/** Goes on at once where the keys are at hand. */
export const withKeys = <A>(
  keys: SealingKeys,
  wanted: Wanted,
  work: (ring: Ring) => A,
): A | Promise<A> => {
  if (keys.ready !== undefined) return keys.ready(wanted).then(work)
  if (wanted.links !== undefined) keys.link(wanted.links)
  keys.refresh()
  return work(keys)
}

/** Whether somebody has been erased, or is just being. */
export const isFenced = async (keys: SealingKeys, subject: Subject): Promise<boolean> =>
  withKeys(keys, { owners: [subject] }, (ring) => ring.isFenced(subject))
