/**
 * The laws of projectors put to Postgres: a read model that stands empty for each trial.
 */
import { hash } from 'node:crypto'
import { trialOn, type Trials } from '../../contract/trial.ts'
import { planOf, type Plan } from '../../engine/plan.ts'
import { quoted } from '../../sqlite/ddl.ts'
import type { Row } from '../../table.ts'
import { rowsIn } from '../digest.ts'
import { ddlOf } from '../ddl.ts'
import { create } from '../schemas.ts'
import { inTransaction, onConnection, type PostgresServer } from '../server.ts'
import { newHolder, viewsSchema } from '../views-schema.ts'

const fingerprint = 'trial'

/** Tables are made once for each set of them, and emptied for each trial. */
export const trialsOn =
  (server: (schema: string) => Promise<PostgresServer>): Trials =>
  async (projectors, work) => {
    const plan = planOf(projectors, { isStrict: true })
    const at = await server(schemaOf(plan))
    await create(at, at.schema, plan, fingerprint)
    await emptied(at, plan)
    const trial = await trialOn(plan, {
      open: () =>
        viewsSchema(at, at.schema, plan, {
          holder: newHolder(),
          leaseMs: 60_000,
          fingerprint,
          clock: () => 0,
        }),
      rows: (table) =>
        inTransaction(at, 'read', async (connection) => {
          const rows: Array<Row> = []
          for await (const row of rowsIn(connection, at.schema, table)) rows.push(row)
          return rows
        }),
      query: (text) =>
        onConnection(at, 'read', async ({ query }) => {
          const { names, rows } = await query({ text })
          return { names, rows }
        }),
    })
    return work(trial)
  }

const schemaOf = ({ projectors, stages }: Plan): string => {
  const views = projectors.flatMap((projector) => projector.views ?? [])
  const tables = stages.map(({ table }) => table)
  return `trial_${hash('sha256', ddlOf(tables, views).join(';')).slice(0, 16)}`
}

const emptied = (server: PostgresServer, { stages }: Plan): Promise<void> =>
  onConnection(server, 'write', ({ run }) =>
    run(`
      TRUNCATE projection_parked, ${stages.map(({ table }) => quoted(table.name)).join(', ')};
      UPDATE projection_checkpoint SET position = 0, now = NULL, seen_position = 0, seen_id = '',
        incomplete_since = NULL, skipped = 0, epoch = 0, holder = '', lease_until = 0, updated_at = 0
    `),
  )
