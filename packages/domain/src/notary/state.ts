/**
 * What the rules of a notary must remember: which key stands behind which id.
 */
import type { Event } from './events.ts'

export interface State {
  /** Public keys by id. */
  readonly keys: Readonly<Record<string, string>>
}

export const initial: State = { keys: {} }

export const evolve = ({ keys }: State, { data }: Event): State => ({
  keys: { ...keys, [data.keyId]: data.publicKey },
})
