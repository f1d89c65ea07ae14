import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve, type ServeSettings } from '@deskledger/wire'
import { machineClock } from '../clock.ts'
import { connectDesk, ProblemError, type ConnectSettings, type Problem } from '../index.ts'

type Settings = ConnectSettings<readonly []>

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-refused-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const nobody = 'postgres://deskledger:s3cret@127.0.0.1:1/desk'

/** The problem of settings that cannot be connected with. */
const refusal = async (settings: Partial<Settings>): Promise<Problem> => {
  try {
    const desk = await connectDesk({
      eventStoreDb: { connectionString: 'esdb://127.0.0.1:1?tls=false' },
      postgres: { connectionString: nobody },
      folder: join(scratch, 'desk'),
      ...settings,
    })
    await desk.close()
    throw new Error('it connected')
  } catch (caught) {
    if (caught instanceof ProblemError) return caught.problem
    throw caught
  }
}

/** While a server of the log runs. */
const served = async <A>(
  work: (connectionString: string) => Promise<A>,
  settings: Partial<ServeSettings> = {},
): Promise<A> => {
  const store = memoryEventStore({ clock: machineClock })
  const server = await serve({ store, port: 0, ...settings })
  try {
    return await work(`esdb://127.0.0.1:${server.port}?tls=false`)
  } finally {
    await server.close()
    await store.close()()
  }
}

describe('a desk is not connected', () => {
  test.each([
    ['http://127.0.0.1', 'esdb://'],
    ['esdb://', 'no host'],
    ['esdb://a:b:c@127.0.0.1', 'colon'],
    ['esdb://127.0.0.1?tsl=false', 'no such option'],
    ['esdb://127.0.0.1?throwOnAppendFailure=false', 'throwOnAppendFailure'],
  ])('to a log named by %s', async (connectionString, why) => {
    const { code, why: said } = await refusal({ eventStoreDb: { connectionString } })
    expect(code).toBe('DL1101')
    expect(said).toContain(why)
  })

  test('where nobody listens, and nothing is said of a password', async () => {
    const connectionString = 'esdb://ana:s3cret@127.0.0.1:1?tls=false'
    const problem = await refusal({ eventStoreDb: { connectionString, deadlineMs: 500 } })
    expect(problem).toMatchObject({ code: 'DL1104', where: '127.0.0.1:1' })
    expect(JSON.stringify(problem)).not.toContain('s3cret')
  })

  test('where something else listens', async () => {
    const other = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : 0
    const connectionString = `esdb://127.0.0.1:${port}?tls=false`
    const { code } = await refusal({ eventStoreDb: { connectionString, deadlineMs: 1_000 } })
    other.close()
    expect(['DL1104', 'DL1105', 'DL1110']).toContain(code)
  })

  test('to a log that asks who one is', () =>
    served(
      async (connectionString) => {
        expect(await refusal({ eventStoreDb: { connectionString } })).toMatchObject({
          code: 'DL1107',
          mend: expect.stringContaining('user:password'),
        })
      },
      { authenticate: () => false },
    ))

  test('by the second client of one process', async () => {
    const slot = Symbol.for('@deskledger/event-store-eventstoredb/client')
    Reflect.set(globalThis, slot, 'kurrent')
    const problem = await refusal({})
    Reflect.deleteProperty(globalThis, slot)
    expect(problem).toMatchObject({ code: 'DL1102', mend: expect.stringContaining('one of them') })
  })

  test.each([
    ['mysql://127.0.0.1/desk', 'DL1121'],
    ['postgres://127.0.0.1', 'DL1121'],
    ['127.0.0.1', 'DL1121'],
  ])('to read models named by %s', (postgres, code) =>
    served(async (connectionString) => {
      const settings = {
        eventStoreDb: { connectionString },
        postgres: { connectionString: postgres },
      }
      expect(await refusal(settings)).toMatchObject({ code })
    }),
  )

  test('to a schema of the server’s own', () =>
    served(async (connectionString) => {
      const postgres = { connectionString: nobody, schema: 'pg_desk' }
      expect(await refusal({ eventStoreDb: { connectionString }, postgres })).toMatchObject({
        code: 'DL1122',
      })
    }))

  test('where no PostgreSQL listens', () =>
    served(async (connectionString) => {
      const problem = await refusal({ eventStoreDb: { connectionString } })
      expect(problem).toMatchObject({ code: 'DL1124', why: 'ECONNREFUSED' })
      expect(JSON.stringify(problem)).not.toContain('s3cret')
    }))

  test.each([0, 999, NaN, -1])('with a lease of %s milliseconds', async (leaseMs) => {
    expect(await refusal({ leaseMs })).toMatchObject({ code: 'DL1141' })
  })

  test('for a read model that nobody builds', async () => {
    expect(await refusal({ readModels: ['routing', 'analytcs'] })).toMatchObject({
      code: 'DL1143',
      where: 'analytcs',
      mend: 'did you mean analytics?',
    })
  })

  test('where the folder is a file', async () => {
    const folder = join(scratch, 'file')
    writeFileSync(folder, '')
    expect(await refusal({ folder })).toMatchObject({ code: 'DL1003' })
  })
})
