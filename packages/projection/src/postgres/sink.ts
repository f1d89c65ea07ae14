/**
 * Rows in Postgres, within a transaction that somebody else began.
 */
import type { Load, Loaded, Write } from '../engine/batch.ts'
import type { KeyId } from '../engine/key.ts'
import type { Plan, Stage } from '../engine/plan.ts'
import type { AsyncSink } from '../engine/sink.ts'
import type { RowRefused } from '../sqlite/sink.ts'
import type { Row } from '../table.ts'
import { isRefusedRow, withoutValues } from './errors.ts'
import type { Connection } from './server.ts'
import { statements, type Statements } from './statements.ts'

/** For one transaction on a connection. */
export const postgresSink = (
  schema: string,
  { stages }: Plan,
): ((connection: Connection) => AsyncSink) => {
  const prepared = stages.map((stage) => statements(schema, stage))
  const of = ({ place, table }: Stage): Statements => {
    const found = prepared[place]
    if (found === undefined) throw new Error(`${table.name} is not of this plan`)
    return found
  }
  return (connection) => ({
    load: (load) => loaded(connection, of(load.stage), load),
    write: (write) => written(connection, of(write.stage), write),
  })
}

const loaded = async (
  { query }: Connection,
  { load, ownedBy }: Statements,
  { stage, keys, owned }: Load,
): Promise<Loaded> => {
  const found = new Map<KeyId, Row>()
  if (keys.length > 0)
    for (const row of (await query(load(keys))).rows) found.set(stage.keyId(row), row)
  const rows = keys.map((key) => found.get(stage.keyId(key)))
  const others: Array<Row> = []
  for (const owner of owned) others.push(...(await query(ownedBy(owner))).rows)
  return { rows, owned: others }
}

/** The rows that are added to a log must be new; those of other tables are known to be. */
const written = async (
  { query }: Connection,
  { insert, upsert, remove }: Statements,
  { stage, added, changed, removed }: Write,
): Promise<void> => {
  try {
    if (removed.length > 0) await query(remove(removed))
    if (stage.table.isLog && added.length > 0) await query(insert(added))
    const rest = stage.table.isLog ? changed : [...added, ...changed]
    if (rest.length > 0) await query(upsert(rest))
  } catch (error) {
    if (!isRefusedRow(error)) throw error
    const cause = withoutValues(error)
    const { name: table } = stage.table
    throw { _tag: 'RowRefused', table, cause } satisfies RowRefused
  }
}
