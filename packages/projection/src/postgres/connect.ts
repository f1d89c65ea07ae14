/**
 * A server that is spoken to by `pg`, over two pools: one that may write and one that may not.
 *
 * The parsers of values belong to each query, so that other users of `pg` in the process notice
 * nothing.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type * as Driver from 'pg'
import type { Pool, PoolClient, PoolConfig, QueryConfig } from 'pg'
import { lanes } from '@deskledger/event-store'
import type { ViewsUnavailable } from '../errors.ts'
import type { Value } from '../column.ts'
import { quoted } from '../sqlite/ddl.ts'
import type { Row } from '../table.ts'
import { unavailable } from '../unavailable.ts'
import { parserOf } from './dialect.ts'
import { problemOf, withoutValues, type PostgresProblem } from './errors.ts'
import type { Access, Connection, PostgresServer, Query } from './server.ts'

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database`; nothing of it is ever told on. */
  readonly connectionString: string
  /** The schema of the read model; `deskledger` unless told. */
  readonly schema?: string
  /** How many connections of each kind at most; 4 unless told. */
  readonly connections?: number
  /** For how long to wait for the server, in milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number
}

/** Asks the server once, so that what is wrong is known at once. Nothing is made there. */
export const connectPostgres =
  (settings: PostgresSettings): TaskEither<PostgresProblem | ViewsUnavailable, PostgresServer> =>
  async () => {
    const { connectionString, schema = 'deskledger' } = settings
    const flaw = flawOf(connectionString) ?? nameFlaw(schema)
    if (flaw !== undefined) return E.left(flaw)
    const driver = await import('pg').catch(() => undefined)
    if (driver === undefined) return E.left({ _tag: 'DriverMissing', remedy: 'npm install pg' })
    const server = serverOf(driver, { ...settings, schema })
    try {
      const connection = await server.connect('read')
      connection.release()
      return E.right(server)
    } catch (error) {
      await server.end()
      return E.left(problemOf(error) ?? unavailable(schema, withoutValues(error)))
    }
  }

const flawOf = (text: string): PostgresProblem | undefined => {
  const bad = (reason: string): PostgresProblem => ({
    _tag: 'BadConnectionString',
    reason,
    remedy: 'write postgres://user:password@host:5432/database, with %40 for @ in a password',
  })
  if (!URL.canParse(text)) return bad('it is no URL')
  const { protocol, pathname } = new URL(text)
  if (!/^postgres(ql)?:$/.test(protocol)) return bad('it does not begin with postgres://')
  return pathname.length > 1 ? undefined : bad('it names no database')
}

const nameFlaw = (schema: string): PostgresProblem | undefined =>
  /^(?!pg_)[a-z][a-z0-9_]{0,49}$/.test(schema)
    ? undefined
    : {
        _tag: 'BadSchemaName',
        remedy: 'name it by at most 50 lower-case letters, digits and _, not beginning with pg_',
      }

const serverOf = (
  { Pool: NewPool, Client }: Pick<typeof Driver, 'Pool' | 'Client'>,
  { connectionString, schema = '', connections = 4, timeoutMs = 10_000 }: PostgresSettings,
): PostgresServer => {
  const config: PoolConfig = {
    connectionString,
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    application_name: `deskledger ${schema}`,
    keepAlive: true,
  }
  const pools: Readonly<Record<Access, Pool>> = {
    read: new NewPool(config),
    write: new NewPool(config),
  }
  const ready = new WeakSet<PoolClient>()
  for (const pool of Object.values(pools))
    // An idle connection that ends is simply not used again.
    pool.on('error', () => undefined)

  const connect: PostgresServer['connect'] = async (access) => {
    const client = await pools[access].connect()
    try {
      if (!ready.has(client)) {
        // Whoever uses a connection that ends is told by its query.
        client.on('error', () => undefined)
        await client.query(sessionOf(schema, access))
      }
      ready.add(client)
      return connectionOf(client)
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  return {
    schema,
    connect,
    listen: async (channel, { heard, lost }) => {
      const client = new Client(config)
      let isOver = false
      const over = (): void => {
        if (!isOver) lost()
        isOver = true
      }
      client.on('notification', ({ payload = '' }) => heard(payload))
      client.on('error', over)
      client.on('end', over)
      await client.connect()
      await client.query(`LISTEN ${quoted(channel)}`)
      return async () => {
        isOver = true
        await client.end().catch(() => undefined)
      }
    },
    end: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  }
}

/**
 * Rows and checkpoint are committed together and the log can tell them again, so a commit does not
 * wait for the disk: after a crash the read model stands a little earlier, and whole.
 */
const sessionOf = (schema: string, access: Access): string =>
  [
    `SET search_path TO ${quoted(schema)}, public`,
    `SET client_min_messages = warning`,
    `SET lock_timeout = '5s'`,
    `SET idle_in_transaction_session_timeout = '60s'`,
    access === 'read' ? 'SET default_transaction_read_only = on' : 'SET synchronous_commit = off',
  ].join('; ')

const types = { getTypeParser: (type: number) => parserOf(type) } as never

/** The driver takes one query at a time; whoever asks for the next meanwhile waits here. */
const connectionOf = (client: PoolClient): Connection => {
  const { run: inTurn } = lanes()
  return {
    query: async (query) => {
      const asked = () => client.query<Row>(configOf(query))
      const { rows, rowCount, command, fields } = await inTurn('', asked)
      return { rows, count: rowCount ?? 0, names: fields.map(({ name }) => name), command }
    },
    lists: async (query) => {
      const config = { ...configOf(query), rowMode: 'array' as const }
      return (await inTurn('', () => client.query<Array<Value>>(config))).rows
    },
    run: async (sql) => void (await inTurn('', () => client.query(sql))),
    release: (isBroken = false) => client.release(isBroken),
  }
}

const configOf = ({ text, values = [], name }: Query): QueryConfig => ({
  text,
  values: [...values],
  types,
  ...(name === undefined ? {} : { name }),
})
