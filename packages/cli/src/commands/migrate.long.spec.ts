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
import { openDesk } from '@deskledger/desk'
import { deskledger, nowhere } from '../console.samples.ts'

const missing = whyNoPostgres()
const minute = 60_000

const withRequest = async (folder: string): Promise<void> => {
  const desk = await openDesk({ folder })
  const ana = desk.as({ kind: 'agent', id: 'ana' })
  const [partyId, requestId] = [desk.newId(), desk.newId()]
  await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
  const said = { subject: 'The boiler leaks again', caseType: 'fault', channel: 'phone' } as const
  const data = { ...said, requestId, partyId, origin: 'inbound' } as const
  await ana.send({ type: 'OpenRequest', data })
  await desk.settled()
  await desk.close()
}

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
      'looks, copies a desk there, finds a difference, and brings it back',
      async () => {
        const [acme, back, folder] = [nowhere(), nowhere(), nowhere()]
        await withRequest(acme)
        const esdb = `esdb://127.0.0.1:${server.port}?tls=false`
        const cluster = ['--views', postgres.url(), '--folder', folder, '--keys', 'server']
        const there = ['migrate', '--from', acme, '--to', esdb, ...cluster]
        const dry = await deskledger(...there, '--dry-run')
        expect(dry.out).toMatch(/^[\d,]+ events would be copied from /)
        expect(existsSync(folder)).toBe(false)
        const done = await deskledger(...there, '--quiet')
        expect([done.code, done.err]).toEqual([0, ''])
        expect(done.out).toContain('nothing changed:')
        await postgres.run("UPDATE deskledger.request SET status = 'lost'")
        const spoilt = await deskledger(...there, '--json')
        expect(spoilt.code).toBe(1)
        expect(JSON.parse(spoilt.out)).toMatchObject({
          copied: 0,
          difference: { what: 'readModel', table: 'request', field: 'facts' },
        })
        await postgres.run('DROP SCHEMA deskledger CASCADE')
        const home = await deskledger('migrate', '--from', esdb, '--to', back, ...cluster)
        expect(home.out).toContain('nothing changed:')
        const verified = await deskledger('audit', 'verify', '--desk', back)
        expect(verified.code).toBe(0)
      },
      4 * minute,
    )
  },
)
