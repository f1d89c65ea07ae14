/**
 * The databases that a specification is put to: PGlite everywhere, and a real server where there is
 * one. Where there is none, its tests are skipped, and their names say why.
 */
import { connectPostgres } from '../connect.ts'
import type { PostgresServer } from '../server.ts'
import { startPostgres, whyNoPostgres } from './local.ts'
import { startPglite } from './pglite.ts'

export interface Running {
  /** A server with this schema; closed with the database. */
  readonly server: (schema?: string) => Promise<PostgresServer>
  readonly stop: () => Promise<void>
}

export interface TestDatabase {
  readonly name: string
  /** Why it is not there; undefined if it is. */
  readonly isMissing: string | undefined
  readonly start: () => Promise<Running>
}

export const testDatabases: ReadonlyArray<TestDatabase> = [
  { name: 'PGlite', isMissing: undefined, start: () => onPglite() },
  {
    name: ['PostgreSQL', whyNoPostgres()].filter((part) => part !== undefined).join(': '),
    isMissing: whyNoPostgres(),
    start: () => onPostgres(),
  },
]

const onPglite = async (): Promise<Running> => {
  const pglite = await startPglite()
  return { server: (schema) => Promise.resolve(pglite.server(schema)), stop: pglite.close }
}

const onPostgres = async (): Promise<Running> => {
  const local = await startPostgres()
  const open = new Map<string, Promise<PostgresServer>>()
  const connected = async (schema: string): Promise<PostgresServer> => {
    const settings = { connectionString: local.url(), schema, connections: 3 }
    const answer = await connectPostgres(settings)()
    if (answer._tag === 'Right') return answer.right
    throw new Error(answer.left._tag, { cause: answer.left })
  }
  return {
    server: (schema = 'deskledger') => {
      const known = open.get(schema) ?? connected(schema)
      open.set(schema, known)
      return known
    },
    stop: async () => {
      for (const server of open.values()) await (await server).end()
      await local.stop()
    },
  }
}
