/**
 * A read model in Postgres that follows the log; many nodes may, and one of them writes.
 */
import * as E from 'fp-ts/lib/Either.js'
import { patiently } from '../following.ts'
import { projecting, type Projection } from '../projecting.ts'
import type { Progress, ReadModelSettings } from '../settings.ts'
import { lookEveryMs } from '../waiting.ts'
import { currentSchema } from './current-schema.ts'
import { listening } from './listening.ts'
import { vacuum } from './schemas.ts'
import type { PostgresServer } from './server.ts'
import { newHolder } from './views-schema.ts'

export interface PostgresProjectionSettings extends ReadModelSettings {
  /** Where the read model stands. Not closed with the projection: it may be read on. */
  readonly postgres: PostgresServer
  /** For how long a node that says nothing is believed to be alive; 10,000 ms unless told. */
  readonly leaseMs?: number
  /** The id of the log, so that a read model of another one is not taken for this one's. */
  readonly log?: string
  readonly onProgress?: (progress: Progress) => void
}

/** How often to look at the checkpoint although the server says when it moves, in milliseconds. */
const lookAnywayMs = 1_000

/**
 * The same promises as of a file, but for `scrub`: it removes what was erased from the tables; the
 * write-ahead log, replicas and backups of the server are its administrator's.
 */
export const postgresProjection = (settings: PostgresProjectionSettings): Projection => {
  const { postgres, leaseMs = 10_000 } = settings
  const { schema } = postgres
  return projecting({ ...settings, leaseMs }, (site) => {
    const { fingerprint, plan, wake } = site
    const holding = { holder: newHolder(), leaseMs, fingerprint }
    const current = currentSchema(postgres, site, holding)
    const news = listening(postgres, wake)
    return {
      name: schema,
      current,
      open: current.open,
      leads: () => current.open()?.leads() === true,
      scrub: async () => {
        const views = await current.ready()
        return E.isLeft(views) ? views : patiently(schema, () => vacuum(postgres, plan))
      },
      lookEveryMs: () => (news.isListening() ? lookAnywayMs : lookEveryMs),
      close: async () => {
        await news.close()
        current.close()
      },
    }
  })
}
