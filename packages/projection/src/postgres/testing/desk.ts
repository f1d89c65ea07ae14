/**
 * A log and read models of the service desk in Postgres, each in a schema of its own.
 */
import { at } from '@deskledger/kernel/testing'
import type { EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { Projection } from '../../projecting.ts'
import { serviceDesk } from '../../service-desk.samples.ts'
import { registry } from '../../testing/desk.ts'
import { postgresProjection, type PostgresProjectionSettings } from '../projection.ts'
import type { Row } from '../../table.ts'
import { onConnection, type PostgresServer } from '../server.ts'
import type { Running } from './databases.ts'

export interface PostgresDesk {
  readonly postgres: PostgresServer
  readonly store: EventStore
  /** A projection of the service desk unless told; closed with the desk. */
  readonly project: (settings?: Partial<PostgresProjectionSettings>) => Projection
  readonly rows: (sql: string) => Promise<ReadonlyArray<Row>>
  readonly run: (sql: string) => Promise<void>
}

let desks = 0

/** Runs `work` at a desk with nothing in its schema. */
export const atPostgresDesk = async (
  running: Running,
  work: (desk: PostgresDesk) => Promise<void>,
): Promise<void> => {
  desks += 1
  const postgres = await running.server(`desk_${desks}`)
  const store = memoryEventStore({ clock: () => at(0), pageSize: 10 })
  const open: Array<Projection> = []
  const project: PostgresDesk['project'] = (settings) => {
    const next = postgresProjection({
      postgres,
      store,
      registry,
      projectors: [serviceDesk],
      isStrict: true,
      ...settings,
    })
    open.push(next)
    return next
  }
  try {
    await work({
      postgres,
      store,
      project,
      rows: (text) =>
        onConnection(postgres, 'read', async ({ query }) => (await query({ text })).rows),
      run: (sql) => onConnection(postgres, 'write', (connection) => connection.run(sql)),
    })
  } finally {
    for (const each of open) await each.close()
    await store.close()()
  }
}
