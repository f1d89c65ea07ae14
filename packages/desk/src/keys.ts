/**
 * The keys of a desk: `keys.db`, and the master key that opens it.
 *
 * The master key is kept in `desk.key` unless told; `DESKLEDGER_KEY` in the environment comes first.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as E from 'fp-ts/lib/Either.js'
import { canonical, hmacWith, type EventStore } from '@deskledger/event-store'
import type { StoreError } from '@deskledger/event-store'
import {
  keyFile,
  keyFromEnvironment,
  openVault,
  type FileVault,
  type MasterKeyProvider,
  type VaultError,
} from '@deskledger/vault'

export const keysFile = (folder: string): string => join(folder, 'keys.db')
export const masterKeyFile = (folder: string): string => join(folder, 'desk.key')

/** The variable that holds the master key where it is not in a file. */
export const masterKeyVariable = 'DESKLEDGER_KEY'

/** A desk that was made with a file stays with it, whatever the environment says. */
export const masterKeyOf = (folder: string): MasterKeyProvider =>
  process.env[masterKeyVariable] === undefined || existsSync(masterKeyFile(folder))
    ? keyFile(masterKeyFile(folder))
    : keyFromEnvironment(masterKeyVariable, process.env)

export interface OpenKeys {
  readonly folder: string
  readonly store: EventStore & { readonly deskId: string }
  readonly clock: () => number
  readonly masterKey?: MasterKeyProvider | undefined
  readonly readOnly?: boolean
}

/** The desk's keys; made if its log is empty. */
export const openKeys =
  (settings: OpenKeys): TaskEither<VaultError | StoreError, FileVault> =>
  async () => {
    const { folder, store, clock, masterKey = masterKeyOf(folder), readOnly = false } = settings
    const head = await store.head()()
    if (E.isLeft(head)) return head
    const { deskId: desk } = store
    const isLogEmpty = head.right === 0
    return openVault({
      file: keysFile(folder),
      desk,
      provider: masterKey,
      clock,
      isLogEmpty,
      readOnly,
    })()
  }

/** The fingerprint of a command under the desk's secret, so that its data cannot be guessed from it. */
export const fingerprintWith = (secret: Buffer): ((command: Told) => string) => {
  const print = hmacWith(secret)
  return ({ type, data }) => print(canonical([type, data]))
}

interface Told {
  readonly type: string
  readonly data: unknown
}
