/**
 * The rules of a notary: a key is announced once, and follows only one that was announced.
 */
import {
  already,
  asking,
  granted,
  refused,
  type CommandOf,
  type Decision,
} from '@deskledger/kernel'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = { AnnounceSigningKey: asking(Events.SigningKeyAnnounced) }
export type Command = CommandOf<typeof commands>

export type Rejection =
  /** Another key was announced under this id. */
  | { readonly _tag: 'KeyIdTaken'; readonly keyId: string }
  /** The key that it is to follow was never announced. */
  | { readonly _tag: 'NotAnnounced'; readonly keyId: string }

export const decide = (
  { data, at }: Command,
  { keys }: State,
): Decision<Rejection, Events.Event> => {
  const { keyId, publicKey, replaces } = data
  const known = keys[keyId]
  if (known === publicKey) return already
  if (known !== undefined) return refused({ _tag: 'KeyIdTaken', keyId })
  if (replaces !== undefined && keys[replaces] === undefined)
    return refused({ _tag: 'NotAnnounced', keyId: replaces })
  return granted({ type: 'SigningKeyAnnounced', data: { ...data, at } })
}
