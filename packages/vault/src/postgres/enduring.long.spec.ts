import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import { connectPostgres } from '@deskledger/projection/postgres'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { isFenced } from '../ring.ts'
import { done, failure } from '../testing/desk.ts'
import { eraseSubjects, keyFor, keyOf, link } from '../testing/keys.ts'
import { openOn, startNodes, type Nodes } from '../testing/nodes.ts'

jest.setTimeout(60_000)

const missing = whyNoPostgres()
const where = ['a PostgreSQL server', missing].filter((part) => part !== undefined).join(': ')
const [maria, lee] = [`party:${id(1)}`, `party:${id(2)}`] as const

;(missing === undefined ? describe : describe.skip)(where, () => {
  let nodes: Nodes
  beforeAll(async () => {
    nodes = await startNodes()
  }, 120_000)
  afterAll(() => nodes.stop(), 60_000)
  const atTwo: Nodes['atTwo'] = (work) => nodes.atTwo(work)
  const inSession: Nodes['inSession'] = (work) => nodes.inSession(work)

  describe('keys that are destroyed', () => {
    /** Which of these stand in any file of the server's tables. */
    const foundAmong = async (boxes: ReadonlyArray<Buffer>): Promise<ReadonlyArray<boolean>> => {
      await nodes.local.run('CHECKPOINT')
      const data = join(decodeURIComponent(new URL(nodes.local.url()).host), 'data')
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
      await nodes.local.crash()
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
      const [server] = nodes.servers
      await nodes.local.run('CREATE SCHEMA taken; CREATE TABLE taken.t(a int)')
      const at = (schema: string) => openOn(server, { schema })
      expect(await failure(at('taken'))).toEqual({ _tag: 'NotKeys', file: 'the schema taken' })
      const readOnly = openOn(server, { schema: 'nowhere', readOnly: true })
      expect(await failure(readOnly)).toMatchObject({ _tag: 'KeysMissing' })
      await done(at('newer'))
      await nodes.local.run(`UPDATE newer.vault SET value = '2' WHERE name = 'format'`)
      expect(await failure(at('newer'))).toMatchObject({ _tag: 'NewerKeys', format: 2, known: 1 })
      await nodes.local.run('DROP SCHEMA newer CASCADE; CREATE SCHEMA newer')
      expect(await failure(openOn(server, { schema: 'newer', isLogEmpty: false }))).toMatchObject({
        _tag: 'KeysMissing',
      })
      const closed = await done(connectPostgres({ connectionString: nodes.local.url() }))
      await closed.end()
      expect(await failure(openOn(closed))).toMatchObject({ _tag: 'KeysUnusable' })
    })
  })
})
