/**
 * The keys of a desk whose log is on a server, in a schema beside the read models or in the folder; who
 * the desk is, keys and log must both say.
 */
import { existsSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { EventStore, StoreError } from '@deskledger/event-store'
import type { Naming } from '@deskledger/event-store-eventstoredb'
import type { PostgresServer } from '@deskledger/projection/postgres'
import { openVault, type Vault, type VaultError } from '@deskledger/vault'
import { keysFile, masterKeyOf, type OpenKeys } from '../keys.ts'
import type { ConnectSettings } from './settings.ts'

export interface SharedKeys extends Omit<OpenKeys, 'store' | 'readOnly'> {
  readonly log: EventStore & Naming
  readonly postgres: PostgresServer
}

/** What either place needs to be opened. */
interface Opening extends SharedKeys {
  readonly isLogEmpty: boolean
  readonly provider: NonNullable<OpenKeys['masterKey']>
  /** The name of the log; nothing if it was given none yet. */
  readonly named: string | undefined
}

type Opened = Promise<E.Either<VaultError | StoreError, Vault>>

export type KeysPlace = 'folder' | { readonly schema: string }

/** In the folder if they are there already, beside the read models unless told. */
export const placeOfKeys = (
  { folder, keys }: Pick<ConnectSettings<readonly []>, 'folder' | 'keys'>,
  { schema }: PostgresServer,
): KeysPlace => {
  if (keys === 'folder' || typeof keys === 'object') return keys
  const isThere = keys === undefined && existsSync(keysFile(folder))
  return isThere ? 'folder' : { schema: `${schema}_keys` }
}

/** Made for a log that is empty. Of nodes that begin at once, one names the desk. */
export const sharedKeys = async (place: KeysPlace, settings: SharedKeys): Opened => {
  const { log, folder, masterKey: provider = masterKeyOf(folder) } = settings
  const head = await log.head()()
  if (E.isLeft(head)) return head
  const name = await log.named()()
  if (E.isLeft(name)) return name
  const opening = {
    ...settings,
    provider,
    isLogEmpty: head.right === 0,
    named: O.toUndefined(name.right),
  }
  return place === 'folder' ? inFolder(opening) : onServer(opening, place)
}

const onServer = async (opening: Opening, { schema }: { readonly schema: string }): Opened => {
  const { postgres: server, provider, clock, isLogEmpty, named, log } = opening
  const { openPostgresVault } = await import('@deskledger/vault/postgres')
  const settings = { server, schema, ids: randomUUID, provider, clock, isLogEmpty }
  const desk = named === undefined ? {} : { desk: named }
  const vault = await openPostgresVault({ ...settings, ...desk })()
  if (E.isLeft(vault) || named !== undefined) return vault
  const { desk: owner } = vault.right
  const given = await log.name(owner)()
  if (E.isLeft(given) || given.right === owner) return E.isLeft(given) ? given : vault
  return E.left({ _tag: 'ForeignKeys', file: `the schema ${schema}`, found: owner })
}

/** A log that was brought here without a name is named as its keys are; one that has a name keeps it. */
const inFolder = async ({ folder, provider, clock, isLogEmpty, log }: Opening): Opened => {
  const settings = { file: keysFile(folder), provider, clock, isLogEmpty }
  const owner = await ownerIn(settings)
  const desk = owner ?? randomUUID()
  // Without its keys a log is nobody's, and opening them says so.
  const isNobodys = owner === undefined && !isLogEmpty
  const given = isNobodys ? E.right(desk) : await log.name(desk)()
  return E.isLeft(given) ? given : openVault({ ...settings, desk: given.right })()
}

/** Whose keys they are; nobody's yet, or nobody can tell. Who asks as nobody is told the name. */
const ownerIn = async (
  settings: Omit<Parameters<typeof openVault>[0], 'desk'>,
): Promise<string | undefined> => {
  const refused = await openVault({ ...settings, desk: '', readOnly: true })()
  return E.isLeft(refused) && refused.left._tag === 'ForeignKeys' ? refused.left.found : undefined
}
