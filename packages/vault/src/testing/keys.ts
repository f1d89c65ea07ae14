/**
 * Keys for specs, wherever they are kept, and what is asked of them.
 */
import type { KeyObject } from 'node:crypto'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { at, id } from '@deskledger/kernel/testing'
import type { MasterKeyProvider } from '../master-key.ts'
import type { Vault, VaultError } from '../port.ts'
import { withKeys } from '../ring.ts'
import type { NamedKey } from '../sealed-value.ts'
import type { Link, Subject } from '../subject.ts'
import { right } from './desk.ts'

export interface NodeSettings {
  readonly desk?: string
  readonly provider?: MasterKeyProvider
  readonly isLogEmpty?: boolean
  readonly readOnly?: boolean
}

/** Keys of one desk, and any number of nodes that share them. */
export interface Keys {
  /** Closed with the keys. */
  readonly node: (settings?: NodeSettings) => TaskEither<VaultError, Vault>
  /** Runs SQL on whatever keeps the keys; rejects if it refuses. */
  readonly run: (sql: string) => Promise<void>
}

export type OnKeys = <A>(work: (keys: Keys) => Promise<A>) => Promise<A>

export const keyFor = async (vault: Vault, subject: Subject): Promise<NamedKey | undefined> =>
  withKeys(vault, { subjects: [subject] }, (ring) => ring.keyFor(subject))
export const keyOf = async (vault: Vault, keyId: string): Promise<KeyObject | undefined> =>
  withKeys(vault, { keyIds: () => [keyId] }, (ring) => ring.keyOf(keyId))
export const link = async (vault: Vault, links: ReadonlyArray<Link>): Promise<unknown> =>
  withKeys(vault, { links }, () => undefined)
export const eraseSubjects = async (vault: Vault, ...subjects: ReadonlyArray<Subject>) => {
  await vault.fence({ erasure: id(50), subjects, at: at(1) })
  return right(await vault.destroy({ subjects, keyIds: [] }, at(2)))
}
