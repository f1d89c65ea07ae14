/**
 * The keys of a desk whose log is on a server: who the desk is, both of them must say.
 */
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventStore, StoreError } from '@deskledger/event-store'
import type { Naming } from '@deskledger/event-store-eventstoredb'
import { openVault, type Vault, type VaultError } from '@deskledger/vault'
import { openPostgresVault, type KeysServer } from '@deskledger/vault/postgres'
import { keysFile, masterKeyOf, type OpenKeys } from '../keys.ts'

export interface SharedKeys extends Omit<OpenKeys, 'store' | 'readOnly'> {
  readonly log: EventStore & Naming
  /** Keeps the keys in a schema of its own; they stand in `keys.db` of the folder unless told. */
  readonly server?: KeysServer | undefined
}

/** Made for a log that is empty. Of two nodes that begin at once, one names the desk. */
export const sharedKeys =
  ({
    folder,
    log,
    clock,
    server,
    masterKey: provider = masterKeyOf(folder),
  }: SharedKeys): TaskEither<VaultError | StoreError, Vault> =>
  async () => {
    const head = await log.head()()
    if (E.isLeft(head)) return head
    const isLogEmpty = head.right === 0
    const openAs = openedAs({ file: keysFile(folder), provider, clock, isLogEmpty }, server)
    const desk = await nameOf(log, isLogEmpty, openAs)
    return E.isLeft(desk) ? desk : openAs({ desk: desk.right })
  }

type OpenAs = ReturnType<typeof openedAs>

const openedAs =
  (settings: Omit<Parameters<typeof openVault>[0], 'desk'>, server: KeysServer | undefined) =>
  async (as: {
    readonly desk: string
    readonly readOnly?: boolean
  }): Promise<E.Either<VaultError, Vault>> =>
    server === undefined
      ? openVault({ ...settings, ...as })()
      : openPostgresVault({ ...settings, ...as, server, ids: randomUUID })()

/** A log that was brought here without a name is named as its keys are. */
const nameOf = async (
  log: Naming,
  isLogEmpty: boolean,
  openAs: OpenAs,
): Promise<E.Either<StoreError, string>> => {
  const named = await log.named()()
  if (E.isLeft(named)) return named
  if (O.isSome(named.right)) return E.right(named.right.value)
  const owner = await ownerIn(openAs)
  const desk = owner ?? randomUUID()
  // Without its keys a log is nobody's, and opening them says so.
  return owner === undefined && !isLogEmpty ? E.right(desk) : log.name(desk)()
}

/** Whose keys they are; nobody's yet, or nobody can tell. Who asks as nobody is told the name. */
const ownerIn = async (openAs: OpenAs): Promise<string | undefined> => {
  const refused = await openAs({ desk: '', readOnly: true })
  return E.isLeft(refused) && refused.left._tag === 'ForeignKeys' ? refused.left.found : undefined
}
