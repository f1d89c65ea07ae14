/**
 * Two nodes with keys on a real PostgreSQL server, each with connections of its own.
 */
import { setTimeout } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { at } from '@deskledger/kernel/testing'
import { connectPostgres, type PostgresServer } from '@deskledger/projection/postgres'
import { startPostgres, type LocalPostgres } from '@deskledger/projection/postgres/testing'
import type { VaultError } from '../port.ts'
import type { Connection } from '../postgres/server.ts'
import {
  openPostgresVault,
  type PostgresVault,
  type PostgresVaultSettings,
} from '../postgres/vault.ts'
import { deskId, done } from './desk.ts'

export interface Nodes {
  readonly local: LocalPostgres
  readonly servers: readonly [PostgresServer, PostgresServer]
  /** Keys in a schema of their own. */
  readonly atTwo: (
    work: (one: PostgresVault, other: PostgresVault, schema: string) => Promise<void>,
  ) => Promise<void>
  /** A session of somebody else's, closed in the end. */
  readonly inSession: (work: (connection: Connection) => Promise<void>) => Promise<void>
  readonly stop: () => Promise<void>
}

const provider = {
  name: 'KEY',
  masterKey: () => async () => E.right(Buffer.alloc(32, 7)),
}

export const openOn = (
  server: PostgresServer,
  otherwise: Partial<PostgresVaultSettings> = {},
): TaskEither<VaultError, PostgresVault> =>
  openPostgresVault({
    server,
    ids: () => deskId,
    provider,
    clock: () => at(0),
    isLogEmpty: true,
    ...otherwise,
  })

/** Whether it is done soon. */
export const isDone = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => true), setTimeout(300, false)])

export const startNodes = async (): Promise<Nodes> => {
  const local = await startPostgres()
  const connect = () => done(connectPostgres({ connectionString: local.url(), connections: 8 }))
  const servers = [await connect(), await connect()] as const
  let schemas = 0
  return {
    local,
    servers,
    atTwo: async (work) => {
      schemas += 1
      const schema = `desk_${schemas}_keys`
      const [one, other] = servers.map((server) => done(openOn(server, { schema })))
      await work(
        await (one as Promise<PostgresVault>),
        await (other as Promise<PostgresVault>),
        schema,
      )
    },
    inSession: async (work) => {
      const connection = await servers[0].connect('write')
      try {
        await work(connection)
      } finally {
        connection.release(true)
      }
    },
    stop: async () => {
      for (const server of servers) await server.end()
      await local.stop()
    },
  }
}
