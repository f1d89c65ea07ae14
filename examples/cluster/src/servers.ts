/**
 * Servers to try a cluster with on one machine: PostgreSQL, where its programs are found, and a server
 * of our own that speaks EventStoreDB's protocol. `compose.yaml` has the real ones.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@deskledger/kernel'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { startPostgres } from '@deskledger/projection/postgres/testing'
import { serve } from '@deskledger/wire'

export interface Servers {
  /** What `connectDesk` takes. */
  readonly settings: {
    readonly eventStoreDb: { readonly connectionString: string }
    readonly postgres: { readonly connectionString: string }
    readonly folder: string
    readonly leaseMs: number
  }
  readonly stop: () => Promise<void>
}

/** Throws where there is no PostgreSQL: ask `whyNoPostgres` first. */
export const startServers = async (): Promise<Servers> => {
  const postgres = await startPostgres()
  const store = memoryEventStore({ clock: () => Date.now() as Instant })
  const server = await serve({ store, port: 0 })
  const scratch = mkdtempSync(join(tmpdir(), 'deskledger-cluster-'))
  return {
    settings: {
      eventStoreDb: { connectionString: `esdb://127.0.0.1:${server.port}?tls=false` },
      postgres: { connectionString: postgres.url() },
      folder: join(scratch, 'desk'),
      leaseMs: 2_000,
    },
    stop: async () => {
      await server.close()
      await store.close()()
      await postgres.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}
