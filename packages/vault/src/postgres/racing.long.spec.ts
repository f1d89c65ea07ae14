import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { setTimeout } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { withKeys } from '../ring.ts'
import { done } from '../testing/desk.ts'
import { eraseSubjects, keyFor, keyOf } from '../testing/keys.ts'
import { isDone, openOn, startNodes, type Nodes } from '../testing/nodes.ts'

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

  describe('keys that two nodes make at the same moment', () => {
    test('belong to one desk with one secret, whichever was first', async () => {
      const ids = [id(71), id(72)]
      for (let n = 0; n < 5; n += 1) {
        const schema = `begun_${n}_keys`
        const both = await Promise.all(
          nodes.servers.map((server, i) =>
            done(openOn(server, { schema, ids: () => ids[i] ?? '' })),
          ),
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
          nodes.servers.map((server, i) => openOn(server, { schema, desk: desks[i] ?? '' })()),
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
})
