/**
 * The sample in Postgres and in SQLite: the same rows in every table and view, and the same answer to
 * every question. Of three weeks; of the year by `DESKLEDGER_DAYS=365 npm test -- sample-company/src/postgres`.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { orThrow, readDesk, type ReadingDesk } from '@deskledger/desk'
import { digestOf, type AnyView } from '@deskledger/projection'
import {
  postgresProjection,
  postgresViews,
  type PostgresViews,
} from '@deskledger/projection/postgres'
import { testDatabases, type Running } from '@deskledger/projection/postgres/testing'
import { sampleDesk, shortForm } from './testing/index.ts'

const days = Number(process.env['DESKLEDGER_DAYS'] ?? shortForm)

/** Where values for the parameters of a question are found that must be given. */
const values: Readonly<Record<string, string>> = {
  queue: 'SELECT DISTINCT responsible_id FROM request WHERE responsible_id IS NOT NULL ORDER BY 1',
  work: 'SELECT work_id FROM work_item ORDER BY work_id',
  party: 'SELECT party_id FROM customer ORDER BY party_id',
  address:
    'SELECT DISTINCT normalised FROM customer_contact_point WHERE retired_at IS NULL AND normalised IS NOT NULL ORDER BY 1',
  case_type: 'SELECT DISTINCT case_type FROM process_case WHERE case_type IS NOT NULL ORDER BY 1',
}
const many = 12

/** What a question is asked with: nothing but what it needs, and something for what it takes. */
const askings = async (
  desk: ReadingDesk,
  params: Readonly<Record<string, { readonly otherwise?: unknown }>>,
): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> => {
  const all: Array<Readonly<Record<string, unknown>>> = []
  for (const [name, sql] of Object.entries(values).filter(([each]) => each in params)) {
    const found = await desk.query(`SELECT * FROM (${sql}) LIMIT ${many}`)
    if (!found.ok) throw new Error(found.error._tag)
    for (const row of found.rows) all.push({ [name]: Object.values(row)[0] })
  }
  const needs = Object.values(params).some(({ otherwise }) => otherwise === undefined)
  return needs ? all : [{}, ...all]
}

const digestOfView = ({ name, columns }: AnyView, rows: ReadonlyArray<unknown>) =>
  digestOf({ name, key: {}, columns } as never, rows as never)

for (const { name, isMissing, start } of testDatabases)
  (isMissing === undefined ? describe : describe.skip)(
    `the sample of ${days} days on ${name}`,
    () => {
      let running: Running
      let desk: ReadingDesk
      let views: PostgresViews<unknown>
      beforeAll(async () => {
        running = await start()
        desk = await readDesk({ folder: (await sampleDesk(days, { shared: true })).folder })
        const postgres = await running.server()
        const { store, registry, projectors } = desk
        const models = postgresProjection({ postgres, store, registry, projectors })
        const since = performance.now()
        const { position } = orThrow(await models.catchUp()())
        const perSecond = Math.round((position / (performance.now() - since)) * 1_000)
        process.stderr.write(`${name}: ${position} events, ${perSecond} a second\n`)
        await models.close()
        views = postgresViews(postgres)
      }, 300_000)
      afterAll(async () => {
        await desk.close()
        await running.stop()
      }, 60_000)

      test('has the digests that it has in SQLite', async () => {
        const tables = desk.projectors.flatMap((projector) => projector.tables)
        const expected = orThrow(desk.views().digest(tables))
        expect(orThrow(await views.digest(tables)())).toEqual(expected)
      }, 60_000)

      test('has the views that it has in SQLite', async () => {
        for (const view of desk.projectors.flatMap((projector) => projector.views ?? [])) {
          const sql = `SELECT * FROM ${view.name}`
          const [here, there] = [orThrow(await views.query(sql)()), await desk.query(sql)]
          if (!there.ok) throw new Error(there.error._tag)
          expect([view.name, digestOfView(view, here)]).toEqual([
            view.name,
            digestOfView(view, there.rows),
          ])
        }
      }, 60_000)

      test('answers every question as SQLite does, and some with many rows', async () => {
        const answered = new Map<string, number>()
        for (const question of desk.questions.values())
          for (const given of await askings(desk, question.params)) {
            const here = await views.ask(question, given)()
            if (here._tag === 'Left')
              throw new Error(`${question.name}: ${here.left._tag}`, { cause: here.left })
            const there = await desk.ask(question.name as never, given as never)
            if (!there.ok) throw new Error(`${question.name}: ${there.error._tag}`)
            expect([question.name, given, here.right]).toEqual([question.name, given, there.rows])
            const known = answered.get(question.name) ?? 0
            answered.set(question.name, known + here.right.length)
          }
        expect([...answered.keys()].sort()).toEqual([...desk.questions.keys()].sort())
        expect([...answered.values()].filter((rows) => rows > 0).length).toBeGreaterThan(15)
      }, 120_000)
    },
  )
