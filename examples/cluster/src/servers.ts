/**
 * Servers to try a cluster with on one machine: PostgreSQL, where its programs are found, and a server
 * of our own that speaks EventStoreDB's protocol. `compose.yaml` has the real ones.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@deskledger/projection/postgres/testing'

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
  const scratch = mkdtempSync(join(tmpdir(), 'deskledger-cluster-'))
  const server = await startLogServer(join(scratch, 'events.db'))
  return {
    settings: {
      eventStoreDb: { connectionString: `esdb://127.0.0.1:${server.port}?tls=false` },
      postgres: { connectionString: postgres.url() },
      folder: join(scratch, 'desk'),
      leaseMs: 2_000,
    },
    stop: async () => {
      await server.stop()
      await postgres.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

const script = fileURLToPath(new URL('./log-server.ts', import.meta.url))

/** In a process of its own, as a server is. */
const startLogServer = async (file: string) => {
  const child = spawn(process.execPath, [script, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const [port] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  if (child.exitCode !== null) throw new Error(`the log's server ended with ${child.exitCode}`)
  return {
    port: Number(String(port)),
    stop: async () => {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}
