import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import type { Database } from '../database.ts'
import { serviceDesk } from '../service-desk.samples.ts'
import { done, failure, tell } from '../testing/desk.ts'
import * as S from '../testing/story.ts'
import { digest } from './digest.ts'
import { replace } from './schemas.ts'
import { atPostgresDesk, type PostgresDesk } from './testing/desk.ts'
import { testDatabases, type Running } from './testing/index.ts'
import { postgresViews } from './views.ts'

const { tables } = serviceDesk

for (const { name, isMissing, start } of testDatabases)
  (isMissing === undefined ? describe : describe.skip)(name, () => {
    let running: Running
    beforeAll(async () => {
      running = await start()
    }, 120_000)
    afterAll(() => running.stop(), 60_000)
    const atDesk = (work: (desk: PostgresDesk) => Promise<void>) => atPostgresDesk(running, work)

    describe('a projection', () => {
      test('holds what the log tells once it has caught up', () =>
        atDesk(async ({ postgres, store, project, rows }) => {
          const last = await tell(store, S.opened(1), S.assigned(1), S.opened(2, S.lee))
          expect((await done(project().catchUp())).position).toBe(last)
          expect(await rows('SELECT * FROM agent_load')).toEqual([
            { agent_id: S.ana, held: 1, closed: 0 },
          ])
          const { db } = postgresViews<Database<typeof tables>>(postgres)
          const found = await db
            .selectFrom('request')
            .leftJoin('agent_load', 'agent_load.agent_id', 'request.agent_id')
            .select(['subject', 'opened_at', 'held'])
            .where('party_id', '=', S.lee)
            .execute()
          expect(found).toEqual([{ subject: 'the pump leaks', opened_at: at(2), held: null }])
        }))

      test('goes on where it stopped, and folds nothing twice', () =>
        atDesk(async ({ store, project, rows }) => {
          await tell(store, ...S.busyDay(30))
          await done(project().catchUp())
          const last = await tell(store, S.opened(40))
          const folded: Array<number> = []
          await done(project({ onProgress: ({ position }) => folded.push(position) }).catchUp())
          expect(folded).toEqual([last])
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 31 }])
        }))

      test('tells those who wait on another node, who need not look', () =>
        atDesk(async ({ store, project }) => {
          const [leader, other] = [project(), project()]
          void leader.run()()
          await done(other.waitFor(await tell(store, S.opened(1))))
          const since = performance.now()
          for (let n = 2; n < 12; n += 1) await done(other.waitFor(await tell(store, S.opened(n))))
          // Looking once a second, ten times, takes longer.
          expect(performance.now() - since).toBeLessThan(5_000)
          expect([leader.leads(), other.leads()]).toEqual([true, false])
        }))

      test('gives up waiting when it has taken too long', () =>
        atDesk(async ({ project }) => {
          const desk = project()
          await done(desk.catchUp())
          expect(await failure(desk.waitFor(9, 30))).toEqual({
            _tag: 'NotReached',
            position: 9,
            reached: 0,
          })
        }))

      test('is led by another once its leader lets go', () =>
        atDesk(async ({ store, project }) => {
          const [one, other] = [project(), project()]
          const first = one.run()()
          await done(one.waitFor(await tell(store, S.opened(1))))
          const second = other.run()()
          await one.close()
          await done(other.waitFor(await tell(store, S.opened(2))))
          expect(other.leads()).toBe(true)
          await other.close()
          expect([await first, await second]).toMatchObject([{ _tag: 'Right' }, { _tag: 'Right' }])
        }))

      test('is built anew where the log is another one', () =>
        atDesk(async ({ store, project, run, rows }) => {
          await tell(store, S.opened(1), S.opened(2))
          await done(project().catchUp())
          await run(
            `UPDATE projection_checkpoint SET seen_id = 'of another log'; DELETE FROM request`,
          )
          await done(project().catchUp())
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 2 }])
        }))

      test('orders text by its bytes, as SQLite does', () =>
        atDesk(async ({ store, project, rows }) => {
          await tell(store, ...['b', 'B', 'a', 'é'].map((text, n) => S.opened(n, S.lee, text)))
          await done(project().catchUp())
          const sorted = await rows('SELECT subject FROM request ORDER BY subject')
          expect(sorted.map((row) => row['subject'])).toEqual(['B', 'a', 'b', 'é'])
        }))

      test('lists what could not be read, and goes on where that is wanted', () =>
        atDesk(async ({ store, project, rows }) => {
          await tell(store, S.opened(1), { type: 'RequestOpened', data: {} }, S.opened(3))
          expect(await failure(project().catchUp())).toMatchObject({
            _tag: 'CannotDecode',
            position: 2,
          })
          const { position, incompleteSince } = await done(
            project({ onUndecodable: 'park' }).catchUp(),
          )
          expect([position, incompleteSince]).toEqual([3, 2])
          expect(await rows('SELECT position, type, reason FROM projection_parked')).toEqual([
            { position: 2, type: 'RequestOpened', reason: expect.stringContaining('Malformed') },
          ])
        }))

      test('stops at a row that its table refuses, and tells no value of it', () =>
        atDesk(async ({ store, project, run, rows }) => {
          const desk = project()
          await done(desk.catchUp())
          await run(`INSERT INTO timeline VALUES ('${S.maria}', 1, 0, 'noted', 'the pump leaks')`)
          await tell(store, S.opened(1))
          const why = await failure(desk.catchUp())
          expect(why).toMatchObject({ _tag: 'RowRefused', table: 'timeline' })
          expect(JSON.stringify(why) + String('cause' in why && why.cause)).not.toMatch(
            new RegExp(`leaks|${S.maria}`),
          )
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 0 }])
        }))

      test('empties what was erased', () =>
        atDesk(async ({ store, project, rows }) => {
          await tell(store, S.opened(1), S.opened(2, S.lee), S.partyErased())
          const desk = project({ batchSize: 1 })
          await done(desk.catchUp())
          await done(desk.scrub())
          const kept = await rows('SELECT party_id FROM request WHERE subject IS NOT NULL')
          expect(kept).toEqual([{ party_id: S.lee }])
        }))
    })

    describe('a rebuild', () => {
      test('folds the whole log beside, and puts it in place', () =>
        atDesk(async ({ postgres, store, project, run, rows }) => {
          const last = await tell(store, ...S.busyDay(20))
          const desk = project({ batchSize: 10 })
          await done(desk.catchUp())
          const before = await digest(postgres, tables)
          await run('DELETE FROM request; UPDATE handling SET minutes = 99')
          expect((await done(desk.rebuild())).position).toBe(last)
          expect(await digest(postgres, tables)).toEqual(before)
          const schemas = await rows(
            `SELECT nspname FROM pg_namespace WHERE nspname = '${postgres.schema}_building'`,
          )
          expect(schemas).toEqual([])
        }))

      test('beside a projection that runs loses nothing of what is recorded meanwhile', () =>
        atDesk(async ({ store, project, rows }) => {
          await tell(store, ...S.busyDay(30))
          const desk = project({ batchSize: 5 })
          void desk.run()()
          await done(desk.waitFor(120))
          const rebuilt = desk.rebuild()()
          for (let n = 200; n < 215; n += 1) await tell(store, S.opened(n))
          await rebuilt
          await done(desk.waitFor(await tell(store, S.opened(300))))
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 46 }])
        }))

      test('is done once by two that begin together', () =>
        atDesk(async ({ store, project, rows }) => {
          const last = await tell(store, ...S.busyDay(30))
          await done(project().catchUp())
          const folded: Array<number> = []
          const next = () =>
            project({
              projectors: [{ ...serviceDesk, version: 2 }],
              batchSize: 10,
              onProgress: ({ position }) => folded.push(position),
            })
          const both = await Promise.all([done(next().catchUp()), done(next().catchUp())])
          expect(both.map(({ position }) => position)).toEqual([last, last])
          expect(folded).toEqual([...new Set(folded)])
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 30 }])
        }))

      test('that somebody else has put in place already changes nothing', () =>
        atDesk(async ({ postgres, store, project, rows }) => {
          await tell(store, S.opened(1))
          await done(project().catchUp())
          await replace(postgres, `${postgres.schema}_building`)
          expect(await rows('SELECT count(*) AS n FROM request')).toEqual([{ n: 1 }])
        }))

      test('of a new version is read once it is level, and the old one follows no more', () =>
        atDesk(async ({ store, project }) => {
          await tell(store, ...S.busyDay(10))
          const old = project()
          await done(old.catchUp())
          const folded: Array<string> = []
          const next = project({
            projectors: [{ ...serviceDesk, version: 2 }],
            onProgress: ({ phase }) => folded.push(phase),
          })
          await done(next.catchUp())
          expect(new Set(folded)).toEqual(new Set(['rebuild']))
          await tell(store, S.opened(50))
          expect(await failure(old.catchUp())).toMatchObject({ _tag: 'ViewsReplaced' })
        }))
    })

    describe('a schema', () => {
      test('of a newer version is not touched', () =>
        atDesk(async ({ postgres, project, run }) => {
          await done(project().catchUp())
          await run('UPDATE projection_format SET format = 2')
          expect(await failure(project().catchUp())).toEqual({
            _tag: 'ViewsNewer',
            schema: postgres.schema,
            format: 2,
            known: 1,
            remedy: expect.stringContaining('version'),
          })
        }))

      test('that holds tables of somebody else is not touched', () =>
        atDesk(async ({ postgres: { schema }, project, run, rows }) => {
          await run(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.request(a text)`)
          expect(await failure(project().catchUp())).toMatchObject({ _tag: 'SchemaTaken', schema })
          expect(await rows('SELECT * FROM request')).toEqual([])
        }))

      test('takes null only where a column is declared so', () =>
        atDesk(async ({ postgres: { schema }, project, rows }) => {
          await done(project().catchUp())
          const found = await rows(
            `SELECT table_name || '.' || column_name AS name, is_nullable = 'YES' AS nullable
             FROM information_schema.columns WHERE table_schema = '${schema}'`,
          )
          const nullable = new Map(found.map((row) => [row['name'], row['nullable']]))
          for (const { name: table, key, columns } of tables)
            for (const [column, type] of Object.entries({ ...key, ...columns })) {
              const is = nullable.get(`${table}.${column}`)
              expect([table, column, is]).toEqual([table, column, type.nullable ? 1 : 0])
            }
        }))

      test('that is there and empty is used', () =>
        atDesk(async ({ postgres: { schema }, project, run }) => {
          await run(`CREATE SCHEMA ${schema}`)
          expect(await done(project().catchUp())).toMatchObject({ position: 0 })
        }))
    })

    describe('a reader', () => {
      test('writes nothing', () =>
        atDesk(async ({ postgres, project }) => {
          await done(project().catchUp())
          const { query } = postgresViews(postgres)
          expect(await failure(query('DELETE FROM request'))).toMatchObject({
            _tag: 'RightsMissing',
          })
        }))

      test('gives parameters by name, with the types of their values', () =>
        atDesk(async ({ postgres, project }) => {
          await done(project().catchUp())
          const { query } = postgresViews(postgres)
          const sql = `SELECT :n / 2 AS half, :x * 2 AS twice, :t || ':t' AS text, CAST(:none AS text) IS NULL AS none`
          const rows = await done(query(sql, { n: 5, x: 0.25, t: 'a', none: null }))
          expect(rows).toEqual([{ half: 2, twice: 0.5, text: 'a:t', none: 1 }])
        }))

      test('is told where there is no read model', () =>
        atDesk(async ({ postgres }) => {
          expect(await failure(postgresViews(postgres).checkpoint())).toMatchObject({
            _tag: 'ViewsUnavailable',
            code: '42P01',
          })
        }))
    })
  })
