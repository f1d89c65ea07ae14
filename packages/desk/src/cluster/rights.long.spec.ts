import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { rmSync } from 'node:fs'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { ProblemError, type Problem } from '../index.ts'
import { maria } from '../samples.ts'
import { startServers, type Place, type Servers } from '../testing/cluster.ts'

const missing = whyNoPostgres()
const minute = 60_000
jest.setTimeout(minute)

const refusal = async (place: Place, settings: Parameters<Place['node']>[0]): Promise<Problem> => {
  try {
    await place.node(settings)
  } catch (caught) {
    if (caught instanceof ProblemError) return caught.problem
    throw caught
  }
  throw new Error('it connected')
}

;(missing === undefined ? describe : describe.skip)(
  ['a desk is not connected', missing].filter((part) => part !== undefined).join(': '),
  () => {
    let servers: Servers
    beforeAll(async () => {
      servers = await startServers()
      await servers.postgres.run('CREATE ROLE reader LOGIN; CREATE ROLE guest LOGIN')
      await servers.postgres.run('CREATE DATABASE kept')
      await servers.postgres.run('REVOKE ALL ON DATABASE kept FROM PUBLIC')
      await servers.postgres.run('GRANT CONNECT ON DATABASE kept TO reader')
      await servers.postgres.run('ALTER ROLE guest SET default_transaction_read_only = on')
    }, minute)
    afterAll(() => servers.stop(), minute)

    const as = (place: Place, user: string, database?: string) => ({
      postgres: {
        ...place.settings.postgres,
        connectionString: servers.postgres.url(database, user),
      },
    })

    test('to a database that is not there, nor by a user who is not', async () => {
      const place = await servers.place()
      const { postgres } = servers
      for (const connectionString of [postgres.url('nowhere'), postgres.url('postgres', 'nobody')])
        expect(
          await refusal(place, { postgres: { ...place.settings.postgres, connectionString } }),
        ).toMatchObject({ code: 'DL1125', mend: expect.stringContaining('user, password') })
    })

    test('by a user who may make no schema', async () => {
      const place = await servers.place()
      expect(await refusal(place, as(place, 'reader', 'kept'))).toMatchObject({
        code: 'DL1126',
        why: 'the user may make no schema',
        mend: expect.stringContaining('CREATE'),
      })
    })

    test('by a user who may only read, whatever it is that keeps them from writing', async () => {
      const place = await servers.place()
      const desk = await place.node()
      await desk.caughtUp()
      const { schema } = place.settings.postgres
      await servers.postgres.run(`GRANT USAGE ON SCHEMA ${schema} TO reader`)
      await servers.postgres.run(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader`)
      expect(await refusal(place, as(place, 'reader'))).toMatchObject({
        code: 'DL1126',
        why: 'the user may not write every table',
      })
      expect(await refusal(place, as(place, 'guest'))).toMatchObject({ code: 'DL1126' })
    })

    test('to a schema of somebody else’s, which is left as it is', async () => {
      const place = await servers.place()
      await servers.postgres.run('CREATE SCHEMA theirs; CREATE TABLE theirs.invoice (n int)')
      const postgres = { ...place.settings.postgres, schema: 'theirs' }
      expect(await refusal(place, { postgres })).toMatchObject({
        code: 'DL1128',
        where: 'schema theirs',
      })
      await servers.postgres.run('SELECT n FROM theirs.invoice')
    })

    test('to read models that a newer version wrote', async () => {
      const place = await servers.place()
      await (await place.node()).caughtUp()
      const { schema } = place.settings.postgres
      await servers.postgres.run(`UPDATE ${schema}.projection_format SET format = 99`)
      expect(await refusal(place, {})).toMatchObject({ code: 'DL1127' })
    })

    test('to an empty log where its read models have folded another', async () => {
      const place = await servers.place()
      const desk = await place.node()
      await maria(desk)
      await desk.caughtUp()
      const eventStoreDb = { ...place.settings.eventStoreDb, prefix: 'other.' }
      expect(await refusal(place, { eventStoreDb })).toMatchObject({
        code: 'DL1142',
        where: 'streams other.…',
      })
    })

    test.each(['server', 'folder'] as const)(
      'to a log whose keys are not there, or are those of another desk: keys in the %s',
      async (keys) => {
        const [place, other] = [await servers.place(), await servers.place()]
        for (const each of [place, other]) {
          const desk = await each.node({ keys })
          await maria(desk)
          await desk.close()
        }
        const { schema } = place.settings.postgres
        const elsewhere = {
          keys,
          folder: other.settings.folder,
          postgres: other.settings.postgres,
        }
        expect(await refusal(place, elsewhere)).toMatchObject({ error: { _tag: 'ForeignKeys' } })
        rmSync(place.settings.folder, { recursive: true })
        await servers.postgres.run(`DROP SCHEMA IF EXISTS ${schema}_keys CASCADE`)
        expect(await refusal(place, { keys })).toMatchObject({ error: { _tag: 'KeysMissing' } })
      },
    )

    test('by a node that has not the master key of the others', async () => {
      const place = await servers.place()
      await (await place.node()).close()
      const folder = `${place.settings.folder}-elsewhere`
      expect(await refusal(place, { folder })).toMatchObject({
        code: expect.stringMatching(/^DL7/),
        error: { _tag: expect.stringMatching(/MasterKey/) },
      })
    })
  },
)
