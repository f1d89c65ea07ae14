/**
 * The digests of the tables of a schema, as of one moment.
 */
import { digesting, type Digest, type Digests } from '../digest.ts'
import { listOf, quoted } from '../sqlite/ddl.ts'
import type { AnyTable, Row } from '../table.ts'
import { inTransaction, type Connection, type PostgresServer } from './server.ts'

export const digest = (server: PostgresServer, tables: ReadonlyArray<AnyTable>): Promise<Digests> =>
  inTransaction(server, 'read', async (connection) => {
    const digests: Array<readonly [string, Digest]> = []
    for (const table of tables) {
      const { add, digest: taken } = digesting(table)
      for await (const row of rowsIn(connection, server.schema, table)) add(row)
      digests.push([table.name, taken()])
    }
    return Object.fromEntries(digests)
  })

/** How many rows are fetched at a time. */
const many = 5_000

/** The rows of a table, in no order, some at a time; within a transaction. */
export async function* rowsIn(
  { run, query }: Connection,
  schema: string,
  { name, key, columns }: AnyTable,
): AsyncGenerator<Row> {
  const names = listOf(Object.keys({ ...key, ...columns }))
  await run(
    `DECLARE every_row NO SCROLL CURSOR FOR SELECT ${names} FROM ${quoted(schema)}.${quoted(name)}`,
  )
  for (let isMore = true; isMore;) {
    const { rows } = await query({ text: `FETCH ${many} FROM every_row` })
    yield* rows
    isMore = rows.length === many
  }
  await run('CLOSE every_row')
}
