import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import { connectPostgres, type PostgresServer } from '@deskledger/projection/postgres'
import {
  startPostgres,
  whyNoPostgres,
  type LocalPostgres,
} from '@deskledger/projection/postgres/testing'
import { isFenced, withKeys } from '../ring.ts'
import { deskId, done, failure } from '../testing/desk.ts'
import { eraseSubjects, keyFor, keyOf, link } from '../testing/keys-contract.ts'
import { openPostgresVault, type PostgresVault, type PostgresVaultSettings } from './vault.ts'
import type { Connection } from './server.ts'

jest.setTimeout(60_000)

const missing = whyNoPostgres()
const where = ['a PostgreSQL server', missing].filter((part) => part !== undefined).join(': ')
const [maria, lee] = [`party:${id(1)}`, `party:${id(2)}`] as const
const provider = {
  name: 'KEY',
  masterKey: () => async () => E.right(Buffer.alloc(32, 7)),
}

;(missing === undefined ? describe : describe.skip)(where, () => {
  let local: LocalPostgres
  let servers: ReadonlyArray<PostgresServer>
  beforeAll(async () => {
    local = await startPostgres()
    const connectionString = local.url()
    const connect = () => done(connectPostgres({ connectionString, connections: 8 }))
    servers = [await connect(), await connect()]
  }, 120_000)
  afterAll(async () => {
    for (const server of servers) await server.end()
    await local.stop()
  }, 60_000)

  let schemas = 0
  /** Two nodes, each with connections of its own. */
  const atTwo = async (
    work: (one: PostgresVault, other: PostgresVault, schema: string) => Promise<void>,
  ): Promise<void> => {
    schemas += 1
    const schema = `desk_${schemas}_keys`
    const [one, other] = await Promise.all(servers.map((server) => done(open(server, { schema }))))
    if (one !== undefined && other !== undefined) await work(one, other, schema)
  }
  const open = (server: PostgresServer, otherwise: Partial<PostgresVaultSettings>) =>
    openPostgresVault({
      server,
      ids: () => deskId,
      provider,
      clock: () => at(0),
      isLogEmpty: true,
      ...otherwise,
    })
  /** A session of somebody else's, given back in the end. */
  const inSession = async (work: (connection: Connection) => Promise<void>): Promise<void> => {
    const [server] = servers
    const connection = await (server as PostgresServer).connect('write')
    try {
      await work(connection)
    } finally {
      connection.release(true)
    }
  }
  const isDone = async (work: Promise<unknown>): Promise<boolean> =>
    Promise.race([work.then(() => true), setTimeout(300, false)])

  describe('keys that two nodes make at the same moment', () => {
    test('belong to one desk with one secret, whichever was first', async () => {
      const ids = [id(71), id(72)]
      for (let n = 0; n < 5; n += 1) {
        const schema = `begun_${n}_keys`
        const both = await Promise.all(
          servers.map((server, i) => done(open(server, { schema, ids: () => ids[i] ?? '' }))),
        )
        expect(new Set(both.map(({ desk }) => desk)).size).toBe(1)
        expect(both[0]?.secret).toEqual(both[1]?.secret)
      }
    })
  })

  describe('keys of two logs that begin at the same moment in one schema', () => {
    test('are those of one of them, and the other is told so', async () => {
      const desks = [id(71), id(72)]
      for (let n = 0; n < 5; n += 1) {
        const schema = `both_${n}_keys`
        const both = await Promise.all(
          servers.map((server, i) => open(server, { schema, desk: desks[i] ?? '' })()),
        )
        const found = both.flatMap((each) => (E.isRight(each) ? [each.right.desk] : []))
        expect(found).toHaveLength(1)
        expect(both.filter(E.isLeft).map(({ left }) => left)).toEqual([
          { _tag: 'ForeignKeys', file: `the schema ${schema}`, found: found[0] },
        ])
      }
    })
  })

  describe('a fence', () => {
    test('waits for a key that is on its way, and knows its link', () =>
      atTwo((_, other, schema) =>
        inSession(async ({ run, query }) => {
          const wish = {
            links: [{ of: lee, kind: 'party', to: maria }],
            made: [{ id: 'AAAAAAAAAAA', subject: lee, wrapped: 'aa' }],
            subjects: [lee, maria],
          }
          await run('BEGIN')
          const text = `SELECT * FROM ${schema}.keys_for($1::text, 0)`
          const { rows } = await query({ text, values: [JSON.stringify(wish)] })
          expect(rows.map((row) => row['is_fenced'])).toEqual([0, 0])
          const fence = other.fence({ erasure: id(50), subjects: [maria], at: at(1) })
          expect(await isDone(fence)).toBe(false)
          await run('COMMIT')
          await fence
          expect(await other.links()).toEqual([{ of: lee, to: maria }])
          expect((await other.keyIdsOf([lee])).get(lee)).toEqual(['AAAAAAAAAAA'])
        }),
      ))

    test('that is on its way is waited for, and gives no key', () =>
      atTwo((one, _, schema) =>
        inSession(async ({ run }) => {
          const lock = `hashtextextended('deskledger keys ${schema}', 0)`
          await run(`BEGIN; SELECT pg_advisory_xact_lock(${lock});
            INSERT INTO ${schema}.fences VALUES ('${maria}', '${id(50)}', 0)`)
          const key = keyFor(one, maria)
          expect(await isDone(key)).toBe(false)
          await run('COMMIT')
          expect(await key).toBeUndefined()
        }),
      ))

    test('that races with those who tell gives either the link or a refusal', () =>
      atTwo(async (one, other) => {
        for (let n = 0; n < 40; n += 1) {
          const owner = `party:${id(100 + n)}` as const
          const tells = Array.from({ length: 6 }, async (_, m) => {
            const of = `request:${id(1_000 + 10 * n + m)}` as const
            const wanted = { links: [{ of, to: owner }], owners: [owner], subjects: [of] }
            const refused = await withKeys(one, wanted, (ring) => ring.isFenced(owner))
            return { of, refused }
          })
          await setTimeout(n % 4)
          await other.fence({ erasure: id(50), subjects: [owner], at: at(1) })
          const seen = new Set((await other.links()).map(({ of }) => of))
          const told = await Promise.all(tells)
          expect(told.filter(({ of, refused }) => !refused && !seen.has(of))).toEqual([])
          expect(await keyFor(one, owner)).toBeUndefined()
        }
      }))

    test('is seen by whoever reads at the same moment, before the next page', () =>
      atTwo(async (one, other) => {
        for (let n = 0; n < 20; n += 1) {
          const subject = `party:${id(300 + n)}` as const
          const keyId = (await keyFor(one, subject))?.id ?? ''
          const over = new AbortController()
          const reading = (async () => {
            while (!over.signal.aborted)
              await Promise.all([keyOf(other, keyId), keyOf(other, keyId)])
          })()
          await eraseSubjects(one, subject)
          expect(await keyOf(other, keyId)).toBeUndefined()
          over.abort()
          await reading
          expect(await keyOf(other, keyId)).toBeUndefined()
        }
      }))
  })

  describe('keys that are destroyed', () => {
    /** Which of these stand in any file of the server's tables. */
    const foundAmong = async (boxes: ReadonlyArray<Buffer>): Promise<ReadonlyArray<boolean>> => {
      await local.run('CHECKPOINT')
      const data = join(decodeURIComponent(new URL(local.url()).host), 'data')
      const files = globSync(join(data, 'base/*/*')).map((file) => readFileSync(file))
      return boxes.map((box) => files.some((bytes) => bytes.includes(box)))
    }
    const boxesOf = async (schema: string): Promise<ReadonlyMap<string, Buffer>> => {
      const boxes = new Map<string, Buffer>()
      await inSession(async ({ query }) => {
        const text = `SELECT subject, encode(wrapped, 'hex') AS box FROM ${schema}.keys`
        for (const { subject, box } of (await query({ text })).rows)
          boxes.set(String(subject), Buffer.from(String(box), 'hex'))
      })
      return boxes
    }

    test('stand in no file of the tables any more, and all others do', () =>
      atTwo(async (one, _, schema) => {
        const subjects = Array.from({ length: 60 }, (_, n) => `party:${id(n)}` as const)
        for (const subject of subjects) await keyFor(one, subject)
        const boxes = await boxesOf(schema)
        const inOrder = subjects.map((subject) => boxes.get(subject) ?? Buffer.alloc(60))
        expect(await foundAmong(inOrder)).toEqual(subjects.map(() => true))
        await eraseSubjects(one, ...subjects.filter((_, n) => n % 3 === 0))
        expect(await foundAmong(inOrder)).toEqual(subjects.map((_, n) => n % 3 !== 0))
      }))

    test.each([
      'SELECT 1',
      'SELECT count(*) FROM SCHEMA.keys',
      'LOCK TABLE SCHEMA.keys IN ACCESS SHARE MODE',
    ])('do not count as such while somebody reads an older state: %s', (looking) =>
      atTwo(async (one, other, schema) => {
        const key = await keyFor(one, maria)
        await inSession(async ({ run }) => {
          await run('BEGIN ISOLATION LEVEL REPEATABLE READ')
          await run(looking.replace('SCHEMA', schema))
          const doomed = { subjects: [maria], keyIds: [] }
          expect(await one.destroy(doomed, at(1))).toEqual(
            E.left({ _tag: 'KeysStillRead', file: `the schema ${schema}` }),
          )
          expect(await keyOf(other, key?.id ?? '')).toBeUndefined()
          await run('COMMIT')
          expect(await one.destroy(doomed, at(2))).toEqual(E.right([key?.id]))
        })
      }),
    )
  })

  describe('a server that fails', () => {
    /** The first question after a crash may meet a connection that is gone. */
    const afterCrash = async <A>(ask: () => Promise<A>): Promise<A> => {
      await local.crash()
      return ask().catch(ask)
    }

    test('has every key that it gave, and every link', () =>
      atTwo(async (one, other) => {
        await link(one, [{ of: lee, to: maria }])
        const key = await keyFor(one, maria)
        expect(await afterCrash(() => keyOf(other, key?.id ?? ''))).toBeDefined()
        expect(await other.links()).toEqual([{ of: lee, to: maria }])
      }))

    test('has every fence, and no key that was destroyed', () =>
      atTwo(async (one, other) => {
        const key = await keyFor(one, maria)
        await one.fence({ erasure: id(50), subjects: [lee], at: at(1) })
        expect(await afterCrash(() => isFenced(other, lee))).toBe(true)
        await eraseSubjects(one, maria).catch(() => eraseSubjects(one, maria))
        expect(await afterCrash(() => keyOf(other, key?.id ?? ''))).toBeUndefined()
      }))

    test('tells no value of what it was asked', () =>
      atTwo(async (one) => {
        const canary = `party:canary\u0000` as const
        const why: unknown = await keyFor(one, canary).catch((error: unknown) => error)
        expect(why).toMatchObject({ code: expect.stringMatching(/^22/) })
        expect(inspect(why, { depth: 9 })).not.toContain('canary')
      }))

    test('is told where the keys cannot be opened', async () => {
      const [server] = servers
      await local.run('CREATE SCHEMA taken; CREATE TABLE taken.t(a int)')
      const at = (schema: string) => open(server as PostgresServer, { schema })
      expect(await failure(at('taken'))).toEqual({ _tag: 'NotKeys', file: 'the schema taken' })
      const readOnly = open(server as PostgresServer, { schema: 'nowhere', readOnly: true })
      expect(await failure(readOnly)).toMatchObject({ _tag: 'KeysMissing' })
      await done(at('newer'))
      await local.run(`UPDATE newer.vault SET value = '2' WHERE name = 'format'`)
      expect(await failure(at('newer'))).toMatchObject({ _tag: 'NewerKeys', format: 2, known: 1 })
      await local.run('DROP SCHEMA newer CASCADE; CREATE SCHEMA newer')
      expect(
        await failure(open(server as PostgresServer, { schema: 'newer', isLogEmpty: false })),
      ).toMatchObject({ _tag: 'KeysMissing' })
      const closed = await done(connectPostgres({ connectionString: local.url() }))
      await closed.end()
      expect(await failure(open(closed, {}))).toMatchObject({ _tag: 'KeysUnusable' })
    })
  })
})
