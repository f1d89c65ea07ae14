/**
 * Looking at a server before anything is built there: whether one may write, and what stands there.
 * What would fail at the first batch is said at once. Changes nothing.
 */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ViewsUnavailable } from '../errors.ts'
import { unavailable } from '../unavailable.ts'
import { checkpointRow } from './checkpoint-row.ts'
import { problemOf, withoutValues, type PostgresProblem } from './errors.ts'
import { isThere } from './schemas.ts'
import { onConnection, type Connection, type PostgresServer } from './server.ts'

/** Where the read model stands; 0 where there is none. */
export const probePostgres = (
  server: PostgresServer,
): TaskEither<PostgresProblem | ViewsUnavailable, { readonly position: number }> =>
  TE.tryCatch(
    () => onConnection(server, 'write', (connection) => probed(connection, server.schema)),
    (error) => problemOf(error) ?? unavailable(server.schema, withoutValues(error)),
  )

const probed = async (connection: Connection, schema: string) => {
  const stands = await isThere(connection, schema)
  const [[withheld = null] = []] = await connection.lists({ text: rights, values: [schema] })
  if (withheld !== null)
    throw Object.assign(new Error(String(withheld)), { code: insufficientPrivilege })
  if (!stands) return { position: 0 }
  const { known } = await checkpointRow(schema).read(connection)
  return { position: known.position }
}

const insufficientPrivilege = '42501'

/** What one may not do and would have to; null if there is nothing. */
const rights = `SELECT CASE
  WHEN pg_is_in_recovery() THEN 'the server is a standby'
  WHEN current_setting('transaction_read_only') = 'on' THEN 'the user may only read'
  WHEN n.oid IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
    THEN 'the user may make no schema'
  WHEN n.oid IS NOT NULL AND NOT has_schema_privilege(n.oid, 'USAGE') THEN 'the user may not use the schema'
  WHEN n.oid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
    AND NOT has_schema_privilege(n.oid, 'CREATE') THEN 'the user may make no tables'
  WHEN EXISTS (
    SELECT FROM pg_class t WHERE t.relnamespace = n.oid AND t.relkind = 'r'
      AND NOT (has_table_privilege(t.oid, 'SELECT') AND has_table_privilege(t.oid, 'INSERT')
        AND has_table_privilege(t.oid, 'UPDATE') AND has_table_privilege(t.oid, 'DELETE'))
  ) THEN 'the user may not write every table'
END FROM (SELECT) one LEFT JOIN pg_namespace n ON n.nspname = $1`
