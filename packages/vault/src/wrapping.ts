/**
 * Keys wrapped with the master key: each for its desk and its name, so that a wrapped key that is
 * moved to another row does not open there.
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { boxed, unboxed } from './box.ts'

export interface Wrapping {
  readonly wrap: (name: string, key: Uint8Array) => Buffer
  /** Nothing if it was wrapped with another master key, for another desk, or under another name. */
  readonly unwrap: (name: string, wrapped: Buffer) => Buffer | undefined
}

export const wrappingWith = (masterKey: Uint8Array, desk: string): Wrapping => {
  const key: KeyObject = createSecretKey(masterKey)
  const contextOf = (name: string): string => `deskledger key 1\n${desk}\n${name}`
  return {
    wrap: (name, plain) => boxed(key, plain, contextOf(name)),
    unwrap: (name, wrapped) => unboxed(key, wrapped, contextOf(name)),
  }
}
