import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { Instant } from '@deskledger/kernel'
import {
  startPostgres,
  whyNoPostgres,
  type LocalPostgres,
} from '@deskledger/projection/postgres/testing'
import { serve, type Served } from '@deskledger/wire'
import { deskledger, nowhere, ownSample } from '../console.samples.ts'

const missing = whyNoPostgres()
const minute = 60_000

;(missing === undefined ? describe : describe.skip)(
  ['deskledger migrate', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let postgres: LocalPostgres
    let server: Served
    const store = memoryEventStore({ clock: () => Date.now() as Instant })
    beforeAll(async () => {
      postgres = await startPostgres()
      server = await serve({ store, port: 0 })
    }, minute)
    afterAll(async () => {
      await server.close()
      await postgres.stop()
    }, minute)

    test(
      'looks, copies the sample company there, finds a difference, and brings it back',
      async () => {
        const [acme, back, folder] = [await ownSample(), nowhere(), nowhere()]
        const esdb = `esdb://127.0.0.1:${server.port}?tls=false`
        const cluster = ['--views', postgres.url(), '--folder', folder, '--keys', 'server']
        const there = ['migrate', '--from', acme, '--to', esdb, ...cluster]
        const dry = await deskledger(...there, '--dry-run')
        expect(dry.out).toMatch(/^[\d,]+ events would be copied from /)
        expect(existsSync(folder)).toBe(false)
        const done = await deskledger(...there)
        expect(done.out).toContain('nothing changed:')
        expect([done.code, done.err]).toEqual([0, ''])
        await postgres.run("UPDATE deskledger.request SET status = 'lost'")
        const spoilt = await deskledger(...there, '--json')
        expect(spoilt.code).toBe(1)
        expect(JSON.parse(spoilt.out)).toMatchObject({
          copied: 0,
          difference: { what: 'readModel', table: 'request', field: 'facts' },
        })
        const home = await deskledger('migrate', '--from', esdb, '--to', back, ...cluster)
        expect(home.out).toContain('nothing changed:')
        const verified = await deskledger('audit', 'verify', '--desk', back)
        expect(verified.code).toBe(0)
      },
      4 * minute,
    )
  },
)
