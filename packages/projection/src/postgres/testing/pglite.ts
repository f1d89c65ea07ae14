/**
 * Postgres within the process, by PGlite: one session, which connections take in turn.
 */
import { PGlite } from '@electric-sql/pglite'
import type { Value } from '../../column.ts'
import { quoted } from '../../sqlite/ddl.ts'
import type { Row } from '../../table.ts'
import { everyParser } from '../dialect.ts'
import type { Access, Connection, PostgresServer, Query } from '../server.ts'

export interface Pglite {
  /** A server with this schema; any number may share the database. */
  readonly server: (schema?: string) => PostgresServer
  readonly close: () => Promise<void>
}

export const startPglite = async (): Promise<Pglite> => {
  const db = await PGlite.create()
  let last: Promise<unknown> = Promise.resolve()

  /** Waits until whoever has the session gives it back. */
  const inTurn = async (): Promise<() => void> => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return resolve
  }

  const server = (schema = 'deskledger'): PostgresServer => ({
    schema,
    connect: async (access) => {
      const giveBack = await inTurn()
      await db.exec(sessionOf(schema, access))
      return connectionOf(db, giveBack)
    },
    listen: (channel, { heard }) => db.listen(channel, heard),
    end: () => Promise.resolve(),
  })
  return { server, close: () => db.close() }
}

const sessionOf = (schema: string, access: Access): string =>
  `SET search_path TO ${quoted(schema)}, public;
   SET default_transaction_read_only = ${access === 'read' ? 'on' : 'off'}`

const connectionOf = (db: PGlite, giveBack: () => void): Connection => ({
  query: async ({ text, values = [] }: Query) => {
    const { rows, fields, affectedRows } = await db.query<Row>(text, [...values], {
      parsers: everyParser,
    })
    const names = fields.map(({ name }) => name)
    const count = names.length > 0 ? rows.length : (affectedRows ?? 0)
    return { rows, count, names, command: 'SELECT' }
  },
  lists: async ({ text, values = [] }) => {
    const how = { parsers: everyParser, rowMode: 'array' as const }
    return (await db.query<ReadonlyArray<Value>>(text, [...values], how)).rows
  },
  run: async (sql) => void (await db.exec(sql)),
  release: giveBack,
})
