/**
 * Erasing a person from a desk: its log, its read models, its files.
 *
 * `erasures.jsonl` and `certificates/` stand beside the databases and are not in backups.
 */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  concern,
  type Actor,
  type CommandId,
  type Fact,
  type Instant,
  type Registry,
} from '@deskledger/kernel'
import * as Party from '@deskledger/domain/party'
import { toResult, uuidOf, type EventStore, type Result } from '@deskledger/event-store'
import type { Projection, ProjectionError, StillRead } from '@deskledger/projection'
import type { ErasureBasis } from '@deskledger/domain/party/events'
import {
  erase,
  eraseKeys,
  isFenced,
  pendingIn,
  personalFieldsOf,
  surveyOf,
  type EraseError,
  type Erased,
  type Erasing,
  type Step,
  type Survey,
  type Vault,
} from '@deskledger/vault'
import { linksOf } from './links.ts'
import type { AnySend, AnySent } from './sending.ts'

export const ledgerFile = (folder: string): string => join(folder, 'erasures.jsonl')
export const certificatesFolder = (folder: string): string => join(folder, 'certificates')

export interface ErasePartyOptions {
  readonly partyId: string
  readonly basis: ErasureBasis
  /** In words, for the certificate; must not name the person. */
  readonly reason: string
  readonly actor: Actor
  /** Hears of each step once it is certain. */
  readonly onStep?: (step: Step) => void
}

export type ErasePartyError =
  | EraseError
  | ProjectionError
  | StillRead
  /** A rule refused, or the log could not write. */
  | { readonly _tag: string }

export interface Erasures {
  /** What an erasure would destroy. Changes nothing. */
  readonly survey: (partyId: string) => Promise<Survey>
  /** Erases a person for good. An erasure that was interrupted goes on. */
  readonly eraseParty: (options: ErasePartyOptions) => Promise<Result<ErasePartyError, Erased>>
  /** Those that were begun and not ended. */
  readonly pending: () => Promise<ReadonlyArray<Erasing>>
}

export interface ErasingParts {
  /** Where the ledger and the certificates are kept. */
  readonly folder: string
  /** Log and read models stand on servers; so they do unless told where the keys do. */
  readonly isOnServers?: boolean
  readonly vault: Vault
  readonly log: EventStore
  readonly store: EventStore
  readonly registry: Registry<Fact>
  readonly send: AnySend
  readonly models: Projection
  readonly caughtUp: () => TE.TaskEither<ErasePartyError, unknown>
  readonly clock: () => Instant
  readonly ids: () => string
}

/**
 * Commands with one thing more: `EraseParty`, whoever sends it, destroys the person's keys before it
 * is decided. So the log never says that somebody was erased who can still be read.
 */
export const forgetting = (
  send: AnySend,
  {
    folder,
    vault,
    log,
    registry,
    clock,
  }: Pick<ErasingParts, 'folder' | 'vault' | 'log' | 'registry' | 'clock'>,
): AnySend => {
  const surveyed = { vault, log, personal: personalFieldsOf(registry), linksOf }
  const keeping = { ...surveyed, clock, ledger: ledgerFile(folder) }
  const isToForget = async (partyId: string): Promise<boolean> =>
    !(await isFenced(vault, concern('party', partyId))) && (await registered(log, partyId))
  return (command, call) => {
    const party = erasedBy(command)
    if (party === undefined) return send(command, call)
    return async () => {
      if (await isToForget(party.partyId)) {
        const erasure = uuidOf(`erasure/${call.commandId}`)
        const request = { ...party, erasure, reason: 'command', actor: call.actor }
        const gone = await eraseKeys(keeping, request)()
        if (E.isLeft(gone)) return gone
      }
      return send(command, call)()
    }
  }
}

/** Whom a command erases, if it is of the form to do so. */
const erasedBy = ({
  type,
  data,
}: AnySent): { readonly partyId: string; readonly basis: string } | undefined =>
  type === 'EraseParty' && Party.commands.EraseParty.is(data) ? data : undefined

export const erasing = (parts: ErasingParts): Erasures => {
  const { folder, vault, log, store, registry, send, models, clock, ids, caughtUp } = parts
  const { isOnServers = vault.ready !== undefined } = parts
  const surveyed = { vault, log, personal: personalFieldsOf(registry), linksOf }

  const telling =
    (type: 'RequestPartyErasure' | 'EraseParty') =>
    ({ erasure, partyId, basis, actor }: Erasing) =>
      send({ type, data: { partyId, basis } }, { actor, commandId: commandIdOf(erasure, type) })

  /** Rows of others that show the person are folded anew, from a log that has forgotten. */
  const scrub = (isEntangled: boolean): TE.TaskEither<ErasePartyError, unknown> => {
    const level: TE.TaskEither<ErasePartyError, unknown> = isEntangled
      ? models.rebuild()
      : caughtUp()
    return TE.flatMap((): TE.TaskEither<ErasePartyError, unknown> => models.scrub())(level)
  }

  const settings = {
    ...surveyed,
    store,
    folder: isOnServers ? undefined : folder,
    clock,
    scrub,
    ledger: ledgerFile(folder),
    certificates: certificatesFolder(folder),
    request: telling('RequestPartyErasure'),
    tell: telling('EraseParty'),
  }

  return {
    survey: (partyId) => surveyOf(surveyed, partyId),
    eraseParty: (options) =>
      toResult<ErasePartyError, Erased>(async () => {
        const known = await registered(log, options.partyId)
        if (!known) return E.left({ _tag: 'NotRegistered', status: 'unknown' })
        return erase<ErasePartyError>(settings, { ...options, erasure: ids() })()
      }),
    pending: () => pendingIn(vault),
  }
}

/** The id of what an erasure sends: the same however often it is sent. */
export const commandIdOf = (erasure: string, type: string): CommandId =>
  uuidOf(`${erasure}/${type}`) as CommandId

const registered = async (log: EventStore, partyId: string): Promise<boolean> => {
  for await (const { events } of log.readStream(`party-${partyId}`))
    if (events.length > 0) return true
  return false
}
