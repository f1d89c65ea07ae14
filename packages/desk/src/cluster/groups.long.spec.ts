import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { maria } from '../samples.ts'
import { startServers, type Servers } from '../testing/cluster.ts'
import { until } from '../testing/nodes.ts'

const missing = whyNoPostgres()
const minute = 60_000
jest.setTimeout(minute)

;(missing === undefined ? describe : describe.skip)(
  ['read models in two groups', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
    }, minute)
    afterAll(() => servers.stop(), minute)

    test('are led apart, each at one position, and are one desk', async () => {
      const place = await servers.place()
      const { schema } = place.settings.postgres
      const desk = await place.node({ readModels: ['customer360', 'routing'] })
      const reports = await place.node({
        postgres: { ...place.settings.postgres, schema: `${schema}_reports` },
        keys: { schema: `${schema}_keys` },
        readModels: ['analytics'],
        policies: 'rest',
      })
      expect(reports.id).toBe(desk.id)
      expect([desk.readModels, reports.readModels]).toEqual([
        ['customer360', 'routing'],
        ['analytics'],
      ])
      await until(30_000, () => (desk.health().leads && reports.health().leads ? true : undefined))
      const { partyId } = await maria(reports)
      await reports.caughtUp()
      await desk.caughtUp()
      expect(await desk.query('SELECT display_name FROM customer')).toMatchObject({
        rows: [{ display_name: 'María Núñez' }],
      })
      expect(await reports.query('SELECT count(*) n FROM process_case')).toMatchObject({
        rows: [{ n: 1 }],
      })
      expect(await reports.query('SELECT 1 FROM customer')).toMatchObject({
        error: { _tag: 'BadQuery' },
      })
      expect(await desk.find(partyId)).toEqual([partyId])
    })
  },
)
