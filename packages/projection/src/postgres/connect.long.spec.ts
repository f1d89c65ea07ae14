import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { recorded } from '../contract/index.ts'
import { planOf } from '../engine/plan.ts'
import { advanceOf } from '../reading.ts'
import { serviceDesk } from '../service-desk.samples.ts'
import { done, failure, registry, tell } from '../testing/desk.ts'
import * as S from '../testing/story.ts'
import { connectPostgres, type PostgresSettings } from './connect.ts'
import { digest } from './digest.ts'
import { postgresProjection } from './projection.ts'
import { create } from './schemas.ts'
import { onConnection, type PostgresServer } from './server.ts'
import { startPostgres, whyNoPostgres, type LocalPostgres } from './testing/index.ts'
import { newHolder, viewsSchema } from './views-schema.ts'

const why = (settings: PostgresSettings) => failure(connectPostgres(settings))

describe('a connection string', () => {
  test.each(['', 'localhost:5432/desk', 'mysql://h/desk', 'postgres://h', 'postgres://h/'])(
    'is refused where it is none: %s',
    async (connectionString) => {
      expect(await why({ connectionString })).toMatchObject({
        _tag: 'BadConnectionString',
        remedy: expect.stringContaining('postgres://user'),
      })
    },
  )

  test('is never told on', async () => {
    const secret = 'postgres://ana:secret@127.0.0.1:1/desk'
    expect(JSON.stringify(await why({ connectionString: secret }))).not.toContain('secret')
    expect(JSON.stringify(await why({ connectionString: 'ana:secret@h' }))).not.toContain('secret')
  })

  test('to a server that does not run says so', async () => {
    expect(await why({ connectionString: 'postgres://a@127.0.0.1:1/desk' })).toMatchObject({
      _tag: 'ServerUnreachable',
      code: 'ECONNREFUSED',
      remedy: expect.stringContaining('server runs'),
    })
  })
})

describe('the name of a schema', () => {
  test.each(['', 'Desk', 'pg_desk', 'a"b', 'a'.repeat(51)])('is refused: %s', async (schema) => {
    const connectionString = 'postgres://a@127.0.0.1:1/desk'
    expect(await why({ connectionString, schema })).toMatchObject({ _tag: 'BadSchemaName' })
  })
})

const missing = whyNoPostgres()
const where = ['a PostgreSQL server', missing].filter((part) => part !== undefined).join(': ')

;(missing === undefined ? describe : describe.skip)(where, () => {
  let local: LocalPostgres
  const open: Array<PostgresServer> = []
  beforeAll(async () => {
    local = await startPostgres()
  }, 120_000)
  afterAll(async () => {
    for (const each of open) await each.end()
    await local.stop()
  }, 60_000)

  const connected = async (settings: Partial<PostgresSettings> = {}): Promise<PostgresServer> => {
    const server = await done(connectPostgres({ connectionString: local.url(), ...settings }))
    open.push(server)
    return server
  }

  /** A log in a folder of its own, which other processes can read. */
  const withLog = async (
    work: (store: ReturnType<typeof opened>, file: string) => Promise<void>,
  ): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'deskledger-log-'))
    const file = join(folder, 'events.db')
    const store = opened(file)
    try {
      await work(store, file)
    } finally {
      await store.close()()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const opened = (file: string) => {
    const store = sqliteEventStore({ file, clock: () => at(0), durability: 'normal' })
    if (E.isRight(store)) return store.right
    throw new Error(store.left._tag)
  }
  const settings = { registry, projectors: [serviceDesk] }

  test('lets nobody in whom it does not know', async () => {
    const wrong = { _tag: 'AccessRefused', remedy: expect.stringContaining('password') }
    expect(await why({ connectionString: local.url('postgres', 'nobody') })).toMatchObject(wrong)
    expect(await why({ connectionString: local.url('nowhere') })).toMatchObject(wrong)
  })

  test('that does not encrypt says so where encryption is asked for', async () => {
    const connectionString = `${local.url()}?sslmode=verify-full`
    const tag = { _tag: 'AccessRefused', remedy: expect.stringContaining('sslmode') }
    expect(await why({ connectionString })).toMatchObject(tag)
  })

  test('makes no schema for a user without the right, and takes one that was made', () =>
    withLog(async (store) => {
      await local.run('CREATE ROLE clerk LOGIN')
      const postgres = await connected({
        connectionString: local.url('postgres', 'clerk'),
        schema: 'clerks',
      })
      const desk = postgresProjection({ postgres, store, ...settings })
      expect(await failure(desk.catchUp())).toMatchObject({
        _tag: 'RightsMissing',
        code: '42501',
        remedy: expect.stringContaining('CREATE'),
      })
      await local.run('CREATE SCHEMA clerks AUTHORIZATION clerk')
      expect(await done(desk.catchUp())).toMatchObject({ position: 0 })
      await desk.close()
    }))

  test(
    'that fails is waited for, and nothing is lost or folded twice',
    () =>
      withLog(async (store) => {
        const postgres = await connected({ schema: 'crashed' })
        const desk = postgresProjection({ postgres, store, ...settings, batchSize: 7 })
        const running = desk.run()()
        await tell(store, ...S.busyDay(20))
        await done(desk.waitFor(40))
        await local.crash()
        const last = await tell(store, ...S.busyDay(25).slice(80))
        await done(desk.waitFor(last, 30_000))
        await desk.close()
        expect(E.isRight(await running)).toBe(true)
        const whole = await connected({ schema: 'whole' })
        const other = postgresProjection({ postgres: whole, store, ...settings })
        await done(other.catchUp())
        await other.close()
        const { tables } = serviceDesk
        expect(await digest(postgres, tables)).toEqual(await digest(whole, tables))
      }),
    90_000,
  )

  test('whose news is cut off is looked at instead, until it is heard again', () =>
    withLog(async (store) => {
      const postgres = await connected({ schema: 'news' })
      const [leader, other] = [1, 2].map(() => postgresProjection({ postgres, store, ...settings }))
      if (leader === undefined || other === undefined) return
      void leader.run()()
      await done(other.waitFor(await tell(store, S.opened(1))))
      await local.run(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`,
      )
      await done(other.waitFor(await tell(store, S.opened(2))))
      await leader.close()
      await other.close()
      const left = await onConnection(postgres, 'read', async ({ query }) => {
        const text = `SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`
        return (await query({ text })).rows
      })
      expect(left).toEqual([{ n: 0 }])
    }))

  test('cuts off a leader that stops within a batch, once its lease is over', async () => {
    const postgres = await connected({ schema: 'stopped' })
    const plan = planOf([serviceDesk])
    await create(postgres, postgres.schema, plan, 'x')
    const { promise: never, reject: wake } = Promise.withResolvers<never>()
    const stopping: PostgresServer = {
      ...postgres,
      connect: async (access) => {
        const connection = await postgres.connect(access)
        return {
          ...connection,
          query: (query) => (query.text.startsWith('INSERT') ? never : connection.query(query)),
        }
      },
    }
    const holding = { leaseMs: 1_000, fingerprint: 'x' }
    const open = (server: PostgresServer) =>
      viewsSchema(server, server.schema, plan, { ...holding, holder: newHolder() })
    const [stopped, next] = [open(stopping), open(postgres)]
    const log = recorded([S.opened(1)])
    await stopped.take()
    const woken = stopped.fold(log, advanceOf(log, 0, 3)).catch(() => 'woken')
    const since = performance.now()
    while (!(await next.take())) await setTimeout(20)
    expect(performance.now() - since).toBeLessThan(holding.leaseMs + 20_000)
    expect(await next.fold(log, advanceOf(log, 0, 3))).toBe('folded')
    wake(new Error('woken'))
    expect(await woken).toBe('woken')
    expect(await stopped.fold(log, advanceOf(log, 0, 3))).toBe('lost')
  })

  test('keeps other users of the driver as they are', async () => {
    const { Client } = await import('pg')
    const client = new Client({ connectionString: local.url() })
    await client.connect()
    const { rows } = await client.query('SELECT 1::int8 AS n')
    await client.end()
    expect(rows).toEqual([{ n: '1' }])
  })

  test(
    'has its node that was killed replaced within the lease, and nothing folded twice',
    () =>
      withLog(async (store, file) => {
        const leaseMs = 1_000
        const postgres = await connected({ schema: 'deskledger' })
        await tell(store, ...S.busyDay(100))
        const script = join(import.meta.dirname, 'testing', 'node.ts')
        const args = [
          '--disable-warning=ExperimentalWarning',
          script,
          file,
          local.url(),
          `${leaseMs}`,
        ]
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        await once(child.stdout, 'data')
        const desk = postgresProjection({ postgres, store, ...settings, leaseMs })
        void desk.run()()
        child.kill('SIGKILL')
        await once(child, 'exit')
        const since = performance.now()
        const last = await tell(store, S.opened(500))
        await done(desk.waitFor(last, 20_000))
        expect(performance.now() - since).toBeLessThan(leaseMs + 20_000)
        await desk.close()
        const requests = await onConnection(postgres, 'read', async ({ query }) => {
          const text = 'SELECT count(*) AS n FROM process_event'
          return (await query({ text })).rows
        })
        expect(requests).toEqual([{ n: 401 }])
      }),
    60_000,
  )
})
