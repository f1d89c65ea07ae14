/**
 * A desk on a cluster: `await connectDesk({ eventStoreDb, postgres, folder })`.
 *
 * The log is on an EventStoreDB or KurrentDB cluster, the read models are in PostgreSQL. Any number of
 * nodes connect the same desk; one of them writes the read models and lets the policies react, and
 * when it is gone another one does. What the settings lack, or a server refuses, is said here and not
 * at the first command.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventStore } from '@deskledger/event-store'
import type { EventStoreDbStore } from '@deskledger/event-store-eventstoredb'
import type { PostgresServer } from '@deskledger/projection/postgres'
import { v7 } from 'uuid'
import { assembled } from '../assembled.ts'
import { assemble } from '../assembly.ts'
import { instants, machineClock } from '../clock.ts'
import { madeFolder } from '../folder.ts'
import type { Module } from '../module.ts'
import type { ModelsOver } from '../parts.ts'
import { ProblemError, problemOf } from '../problem.ts'
import type { Desk } from '../settings.ts'
import { loadApi } from '../telemetry.ts'
import { placeOfKeys, sharedKeys } from './keys.ts'
import type { ConnectDeskError, ConnectSettings } from './settings.ts'
import { viewsOn } from './views.ts'

const leastLeaseMs = 1_000
const defaultPrefix = 'deskledger.'

/** The desk, for those who use fp-ts. */
export const connectDeskTask =
  <const Modules extends ReadonlyArray<Module> = readonly []>(
    settings: ConnectSettings<Modules>,
  ): TaskEither<ConnectDeskError, Desk<Modules>> =>
  async () => {
    const { leaseMs = 10_000, folder } = settings
    const flaw = flawOf({ ...settings, leaseMs })
    if (flaw !== undefined) return E.left(flaw)
    const made = madeFolder(folder)
    if (E.isLeft(made)) return made
    const clock = settings.clock === undefined ? machineClock : instants(settings.clock)
    const log = await logOn(settings, clock)
    if (E.isLeft(log)) return log
    const postgres = await modelsOn(settings, log.right)
    const opened = E.isLeft(postgres)
      ? postgres
      : await deskOf({ ...settings, leaseMs, clock }, log.right, postgres.right)
    if (E.isLeft(opened)) {
      await log.right.close()()
      if (E.isRight(postgres)) await postgres.right.end()
    }
    return opened
  }

/** The desk. Rejects with a `ProblemError` that says what, where, why and how to mend it. */
export const connectDesk = async <const Modules extends ReadonlyArray<Module> = readonly []>(
  settings: ConnectSettings<Modules>,
): Promise<Desk<Modules>> => {
  const connected = await connectDeskTask(settings)()
  if (E.isLeft(connected)) throw new ProblemError(problemOf(connected.left))
  return connected.right
}

/** What is wrong with the settings themselves. */
const flawOf = ({
  leaseMs,
  modules,
  readModels = [],
}: Pick<Settings, 'modules' | 'readModels'> & Pick<Timed, 'leaseMs'>):
  ConnectDeskError | undefined => {
  if (!(leaseMs >= leastLeaseMs)) return { _tag: 'LeaseTooShort', leaseMs, least: leastLeaseMs }
  const known = assembled(modules).projectors.map(({ name }) => name)
  const name = readModels.find((each) => !known.includes(each))
  return name === undefined ? undefined : { _tag: 'UnknownReadModel', name, known }
}

// ------------------------------------------------------------------------------------------------
// servers
// ------------------------------------------------------------------------------------------------

type Settings = ConnectSettings<ReadonlyArray<Module>>
type Connected<A> = Promise<E.Either<ConnectDeskError, A>>

/** Clients are loaded when they are needed: a desk in a folder speaks to no server. */
const logOn = async (
  { eventStoreDb }: Settings,
  clock: typeof machineClock,
): Connected<EventStoreDbStore> => {
  const { eventStoreDbStore } = await import('@deskledger/event-store-eventstoredb')
  const connected = await eventStoreDbStore({ prefix: defaultPrefix, ...eventStoreDb, clock })()
  if (E.isRight(connected)) return connected
  const error = connected.left
  return E.left(error._tag === 'Unreachable' ? { ...error, _tag: 'LogUnreachable' } : error)
}

const modelsOn = async (
  { postgres, eventStoreDb: { prefix = defaultPrefix } }: Settings,
  log: EventStore,
): Connected<PostgresServer> => {
  const { connectPostgres, probePostgres } = await import('@deskledger/projection/postgres')
  const server = await connectPostgres(postgres)()
  if (E.isLeft(server)) return server
  const refuse = async (error: ConnectDeskError): Connected<never> => {
    await server.right.end()
    return E.left(error)
  }
  const found = await probePostgres(server.right)()
  if (E.isLeft(found)) return refuse(found.left)
  const head = await log.head()()
  if (E.isLeft(head)) return refuse(head.left)
  const { position } = found.right
  if (head.right === 0 && position > 0) return refuse({ _tag: 'LogNotFound', position, prefix })
  return server
}

// ------------------------------------------------------------------------------------------------
// the desk
// ------------------------------------------------------------------------------------------------

interface Timed {
  readonly clock: typeof machineClock
  readonly leaseMs: number
}

const deskOf = async <Modules extends ReadonlyArray<Module>>(
  settings: ConnectSettings<Modules> & Timed,
  log: EventStoreDbStore,
  postgres: PostgresServer,
): Connected<Desk<Modules>> => {
  const { folder, masterKey, clock, leaseMs, ids = v7 } = settings
  const place = placeOfKeys(settings, postgres)
  const vault = await sharedKeys(place, { folder, log, postgres, clock, masterKey })
  if (E.isLeft(vault)) return vault
  const { postgresProjection, postgresViews } = await import('@deskledger/projection/postgres')
  const views = E.right(viewsOn(postgresViews(postgres)))
  const { desk: id } = vault.right
  return E.right(
    assemble({
      ...settings,
      ids,
      id,
      log,
      vault: vault.right,
      views: () => views,
      api: await loadApi(),
      models: (over: ModelsOver) => postgresProjection({ ...over, postgres, leaseMs }),
      standsBy: true,
      isOnServers: place !== 'folder',
      close: postgres.end,
    }),
  )
}
