/**
 * The keys of a desk whose log has no name of its own: on a server, a desk is who its keys say it is.
 */
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventStore, StoreError } from '@deskledger/event-store'
import { openVault, type Vault, type VaultError } from '@deskledger/vault'
import { keysFile, masterKeyOf, type OpenKeys } from '../keys.ts'

export interface SharedKeys extends Omit<OpenKeys, 'store' | 'readOnly'> {
  readonly log: EventStore
}

/** Made if the log is empty. Of two nodes that begin at once, one names the desk. */
export const sharedKeys =
  ({
    folder,
    log,
    clock,
    masterKey: provider = masterKeyOf(folder),
  }: SharedKeys): TaskEither<VaultError | StoreError, Vault> =>
  async () => {
    const head = await log.head()()
    if (E.isLeft(head)) return head
    const file = keysFile(folder)
    const isLogEmpty = head.right === 0
    const openAs = openedAs({ file, provider, clock, isLogEmpty })
    const known = await ownerIn(openAs)
    const opened = await openAs({ desk: known ?? randomUUID() })
    if (E.isRight(opened) || known !== undefined) return opened
    const first = await ownerIn(openAs)
    return first === undefined ? opened : openAs({ desk: first })
  }

type OpenAs = ReturnType<typeof openedAs>

const openedAs =
  (settings: Omit<Parameters<typeof openVault>[0], 'desk'>) =>
  (as: { readonly desk: string; readonly readOnly?: boolean }) =>
    openVault({ ...settings, ...as })()

/** Whose keys they are; nobody's yet, or nobody can tell. Who asks as nobody is told the name. */
const ownerIn = async (openAs: OpenAs): Promise<string | undefined> => {
  const refused = await openAs({ desk: '', readOnly: true })
  return E.isLeft(refused) && refused.left._tag === 'ForeignKeys' ? refused.left.found : undefined
}
