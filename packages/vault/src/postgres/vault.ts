/**
 * The keys of a desk in PostgreSQL, which any number of nodes share.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ErasableKeys } from '../erasure/erasable.ts'
import type { MasterKeyProvider } from '../master-key.ts'
import type { VaultError } from '../port.ts'
import type { KeysElsewhere } from '../ring.ts'
import { wrappingWith } from '../wrapping.ts'
import { erasableIn } from './erasing.ts'
import { begin, deskOf, formatOf, makeTables, nameOf, secretOf, type Place } from './opening.ts'
import { fetching } from './ring.ts'
import type { KeysServer } from './server.ts'

export interface PostgresVaultSettings {
  /** A server of `connectPostgres`, or whatever else is one; it is not closed with the keys. */
  readonly server: KeysServer
  /** That of the read models with `_keys` behind it unless told. */
  readonly schema?: string
  /** The random id of the log, where it has one of its own: the keys must be that log's. */
  readonly desk?: string
  /** Makes the id of a desk that is new and was given none. */
  readonly ids: () => string
  /** The same for every node. */
  readonly provider: MasterKeyProvider
  readonly clock: () => number
  /** Whether the log already holds something: then keys must be there. */
  readonly isLogEmpty: boolean
  readonly readOnly?: boolean
}

export interface PostgresVault extends KeysElsewhere, ErasableKeys {
  readonly close: () => void
}

/** Opens the keys, making them for a log that is empty; of several nodes that do so, one makes them. */
export const openPostgresVault =
  (settings: PostgresVaultSettings): TaskEither<VaultError, PostgresVault> =>
  async () => {
    const { server, schema = `${server.schema}_keys` } = settings
    const place = { server, schema }
    try {
      return await opened(place, settings)
    } catch (cause) {
      return E.left({ _tag: 'KeysUnusable', file: nameOf(place), cause })
    }
  }

const opened = async (
  place: Place,
  settings: PostgresVaultSettings,
): Promise<E.Either<VaultError, PostgresVault>> => {
  const { provider, clock } = settings
  const file = nameOf(place)
  const found = await ownerOf(place, settings)
  if (E.isLeft(found)) return found
  const master = await provider.masterKey(found.right === undefined)()
  if (E.isLeft(master)) return master
  const desk = found.right ?? (await begin(place, settings.desk ?? settings.ids(), master.right))
  if (desk === undefined) return E.left({ _tag: 'KeysMissing', file })
  if (desk !== (settings.desk ?? desk)) return E.left({ _tag: 'ForeignKeys', file, found: desk })
  const wrapping = wrappingWith(master.right, desk)
  const secret = await secretOf(place, wrapping)
  if (secret === undefined) return E.left({ _tag: 'WrongMasterKey', file, provider: provider.name })
  const ready = fetching({ place, wrapping, clock })
  return E.right({ ...erasableIn(place, desk), secret, ready, close: () => undefined })
}

/** The desk whose keys these are; nobody's if they are to be made. */
const ownerOf = async (
  place: Place,
  { isLogEmpty, readOnly = false, desk }: PostgresVaultSettings,
): Promise<E.Either<VaultError, string | undefined>> => {
  const file = nameOf(place)
  const format = await formatOf(place)
  if (E.isLeft(format)) return format
  const mayBegin = isLogEmpty && !readOnly
  if (format.right === undefined && !mayBegin) return E.left({ _tag: 'KeysMissing', file })
  if (format.right === undefined) await makeTables(place)
  const owner = await deskOf(place)
  if (owner === undefined && !mayBegin) return E.left({ _tag: 'KeysMissing', file })
  // Told before anybody is asked for a master key that may be another desk's.
  if (owner !== undefined && owner !== (desk ?? owner))
    return E.left({ _tag: 'ForeignKeys', file, found: owner })
  return E.right(owner)
}
