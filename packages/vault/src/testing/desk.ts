/**
 * Logs with a vault, in folders of their own, for specs.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { event, identifier, personal, registry, text } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore, type SqliteEventStore } from '@deskledger/event-store-sqlite'
import { keyFile } from '../master-key.ts'
import { sealed } from '../sealed.ts'
import type { LinksOf } from '../subject.ts'
import type { VaultError } from '../port.ts'
import type { SealingKeys } from '../ring.ts'
import { openVault, type FileVault, type VaultSettings } from '../vault.ts'

/** Where the system keeps files in memory, a sync costs nothing. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
export const newFolder = (): string => mkdtempSync(join(root, 'deskledger-vault-'))

export const inFolder = async <A>(work: (folder: string) => Promise<A> | A): Promise<A> => {
  const folder = newFolder()
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isRight(answer)) return answer.right
  throw Object.assign(new Error(`failed: ${JSON.stringify(answer.left)}`), { cause: answer.left })
}
export const done = async <A>(task: TaskEither<unknown, A>): Promise<A> => right(await task())
export const failure = async <Error>(task: TaskEither<Error, unknown>): Promise<Error> => {
  const answer = await task()
  if (E.isLeft(answer)) return answer.left
  throw new Error('did not fail')
}

/** Notes on requests; the contract of event stores writes them too. */
export const RequestNoted = event(
  'RequestNoted',
  {},
  {
    text: personal(text('text', 100_000), 'requestId'),
    name: personal(text('name', 200), 'partyId'),
    partyId: identifier('PartyId'),
  },
)
export const events = registry(RequestNoted)

export const requesters: LinksOf = ({ stream, data }) =>
  typeof data['partyId'] === 'string'
    ? [{ of: `request:${stream.slice('request-'.length)}`, to: `party:${data['partyId']}` }]
    : []

export const deskId = '00000000-0000-4000-8000-00000000d35c'

export const vaultIn = (
  folder: string,
  otherwise: Partial<VaultSettings> = {},
): TaskEither<VaultError, FileVault> =>
  openVault({
    file: join(folder, 'keys.db'),
    desk: deskId,
    provider: keyFile(join(folder, 'desk.key')),
    clock: () => at(0),
    isLogEmpty: true,
    ...otherwise,
  })

export const sealedWith = <Store extends EventStore>(store: Store, vault: SealingKeys): Store =>
  sealed(store, { vault, registry: events, linksOf: requesters })

export const logIn = (folder: string): SqliteEventStore =>
  right(
    sqliteEventStore({
      file: join(folder, 'events.db'),
      clock: () => at(0),
      durability: 'normal',
    }),
  )
