/**
 * A cluster on this machine for specs: a server of our own that speaks EventStoreDB's protocol, over a
 * log in memory, and a PostgreSQL server of one's own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve } from '@deskledger/wire'
import { startPostgres, type LocalPostgres } from '@deskledger/projection/postgres/testing'
import { machineClock } from '../clock.ts'
import { connectDesk, type ConnectSettings, type Desk } from '../index.ts'

type Settings = ConnectSettings<readonly []>

/** A desk of its own on the servers: another log, another schema, another folder. */
export interface Place {
  readonly settings: Settings
  /** A node that is closed with the servers, if it was not before. */
  readonly node: (settings?: Partial<Settings>) => Promise<Desk>
  /** The server of the log goes away, and comes back with the same log. */
  readonly cutOff: () => Promise<() => Promise<void>>
}

export interface Servers {
  readonly postgres: LocalPostgres
  readonly place: (lease?: number) => Promise<Place>
  readonly stop: () => Promise<void>
}

export const startServers = async (): Promise<Servers> => {
  const postgres = await startPostgres()
  const scratch = mkdtempSync(join(tmpdir(), 'deskledger-cluster-'))
  const open: Array<Desk> = []
  const closers: Array<() => Promise<unknown>> = []
  let places = 0

  const place = async (leaseMs = 5_000): Promise<Place> => {
    places += 1
    const store = memoryEventStore({ clock: machineClock })
    let server = await serve({ store, port: 0 })
    const { port } = server
    closers.push(
      () => server.close(),
      () => store.close()(),
    )
    const settings: Settings = {
      eventStoreDb: { connectionString: `esdb://127.0.0.1:${port}?tls=false` },
      postgres: { connectionString: postgres.url(), schema: `desk_${places}` },
      folder: join(scratch, `desk-${places}`),
      leaseMs,
    }
    return {
      settings,
      node: async (other = {}) => {
        const desk = await connectDesk({ ...settings, ...other })
        open.push(desk)
        return desk
      },
      cutOff: async () => {
        await server.close()
        return async () => {
          server = await serve({ store, port })
        }
      },
    }
  }

  return {
    postgres,
    place,
    stop: async () => {
      await Promise.all(open.map((desk) => desk.close()))
      for (const close of closers) await close()
      await postgres.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}
