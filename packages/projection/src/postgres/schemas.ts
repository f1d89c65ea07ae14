/**
 * The schemas of a read model: what stands there, making one, putting one in another's place.
 */
import type { Plan } from '../engine/plan.ts'
import { quoted } from '../sqlite/ddl.ts'
import { isAbsent, problemOf, withoutValues, type PostgresProblem } from './errors.ts'
import { beginCheckpoint, checkpointRow } from './checkpoint-row.ts'
import { ddlOf, engineTables, format } from './ddl.ts'
import { literal } from './dialect.ts'
import { inTransaction, onConnection, type Connection, type PostgresServer } from './server.ts'

/** `outdated` was built by other projectors or from another log. */
export type Found = 'nothing' | 'good' | 'outdated'

/** Throws a problem on what must not be touched: tables of somebody else, or of a newer version. */
export const inspect = (
  server: PostgresServer,
  schema: string,
  fingerprint: string,
): Promise<Found> =>
  spoken(() =>
    onConnection(server, 'write', async (connection) => {
      if (!(await isThere(connection, schema))) return 'nothing'
      const { known } = await checkpointRow(schema).read(connection)
      return known.fingerprint === fingerprint ? 'good' : 'outdated'
    }),
  )

/** Whether a read model stands there that this version knows; throws a problem on anything else. */
export const isThere = async (connection: Connection, schema: string): Promise<boolean> => {
  if (await isEmpty(connection, schema)) return false
  const found = await formatIn(connection, schema)
  if (found === undefined) throw taken(schema)
  if (found > format) throw newer(schema, found)
  return true
}

const isEmpty = async ({ query }: Connection, schema: string): Promise<boolean> => {
  const text = `SELECT 1 AS one FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = $1 AND relkind IN ('r', 'v', 'm', 'f', 'p') LIMIT 1`
  return (await query({ text, values: [schema] })).count === 0
}

const formatIn = async (connection: Connection, schema: string): Promise<number | undefined> => {
  try {
    const text = `SELECT format FROM ${quoted(schema)}.projection_format`
    const [[found] = []] = await connection.lists({ text })
    return Number(found)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

const taken = (schema: string): PostgresProblem => ({
  _tag: 'SchemaTaken',
  schema,
  remedy: 'name another schema: this one holds tables that are no read model',
})

const newer = (schema: string, found: number): PostgresProblem => ({
  _tag: 'ViewsNewer',
  schema,
  format: found,
  known: format,
  remedy: 'use the version that wrote it, or a newer one, or name another schema',
})

/** Makes an empty read model where there is none. Of two that come at once, the second finds it. */
export const create = (
  server: PostgresServer,
  schema: string,
  { stages, projectors }: Plan,
  fingerprint: string,
): Promise<void> =>
  spoken(() =>
    inTransaction(server, 'write', async (connection) => {
      await connection.run(lockOn(server.schema))
      if (!(await isEmpty(connection, schema))) return
      const views = projectors.flatMap((projector) => projector.views ?? [])
      const tables = stages.map(({ table }) => table)
      await connection.run(await namespace(connection, schema))
      await connection.run(`SET LOCAL search_path TO ${quoted(schema)}`)
      await connection.run(engineTables)
      await connection.run(ddlOf(tables, views).join(';\n'))
      await connection.run(beginCheckpoint(schema, fingerprint))
    }),
  )

/** A schema that an administrator has made is used as it is: it takes no right on the database. */
const namespace = async ({ query }: Connection, schema: string): Promise<string> => {
  const text = 'SELECT 1 AS one FROM pg_namespace WHERE nspname = $1'
  const { count } = await query({ text, values: [schema] })
  return count === 0 ? `CREATE SCHEMA ${quoted(schema)}` : 'SELECT 1'
}

/** Until the transaction ends, nobody else makes or replaces this read model. */
const lockOn = (schema: string): string =>
  `SELECT pg_advisory_xact_lock(hashtextextended(${literal(`deskledger ${schema}`)}, 0))`

export const remove = (server: PostgresServer, schema: string): Promise<void> =>
  spoken(() =>
    onConnection(server, 'write', ({ run }) =>
      run(`DROP SCHEMA IF EXISTS ${quoted(schema)} CASCADE`),
    ),
  )

/**
 * Puts the read model `next` in the place of the other, whose own rows go for good. Nothing happens
 * if somebody else has done so.
 */
export const replace = (server: PostgresServer, next: string): Promise<void> =>
  spoken(() =>
    inTransaction(server, 'write', async (connection) => {
      const { run } = connection
      await run(lockOn(server.schema))
      if (await isEmpty(connection, next)) return
      await run(`DROP SCHEMA IF EXISTS ${quoted(server.schema)} CASCADE`)
      await run(`ALTER SCHEMA ${quoted(next)} RENAME TO ${quoted(server.schema)}`)
    }),
  )

/** Removes row versions that no reader can see any more from the tables that hold personal data. */
export const vacuum = (server: PostgresServer, { stages }: Plan): Promise<void> =>
  spoken(() =>
    onConnection(server, 'write', async ({ run }) => {
      for (const { table, personal } of stages)
        if (personal.size > 0) await run(`VACUUM ${quoted(server.schema)}.${quoted(table.name)}`)
    }),
  )

const spoken = async <A>(work: () => Promise<A>): Promise<A> => {
  try {
    return await work()
  } catch (error) {
    throw problemOf(error) ?? withoutValues(error)
  }
}
