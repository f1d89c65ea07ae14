import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyEvent } from '@deskledger/kernel/testing'
import { projectorLaws, recorded, type Trials } from '../contract/index.ts'
import { onSqlite } from '../contract/trial.ts'
import { digestOf } from '../digest.ts'
import * as Hostile from '../hostile.samples.ts'
import * as Desk from '../service-desk.samples.ts'
import { testDatabases, trialsOn, type Running } from './testing/index.ts'

const anyLog = fc.array(anyEvent(Hostile.events), { maxLength: 60, size: 'max' }).map(recorded)

/** The digests of what `on` makes of a log, in two batches. */
const digests = (on: Trials, log: ReturnType<typeof recorded>) =>
  on([Hostile.hostile], async (trial) => {
    const half = Math.floor(log.length / 2)
    await trial.fold(log.slice(0, half))
    await trial.fold(log.slice(half))
    const contents = await trial.contents()
    return Hostile.hostile.tables.map((table) => digestOf(table, contents[table.name] ?? []))
  })

for (const { name, isMissing, start } of testDatabases)
  (isMissing === undefined ? describe : describe.skip)(name, () => {
    let running: Running
    beforeAll(async () => {
      running = await start()
    }, 120_000)
    afterAll(() => running.stop(), 60_000)

    const on = trialsOn((schema) => running.server(schema))
    const laws = [
      ...projectorLaws('a read model of every form', {
        ...Hostile.hostile,
        registry: Hostile.events,
        runs: 12,
        on,
      }),
      ...projectorLaws('the service desk', {
        ...Desk.serviceDesk,
        registry: Desk.events,
        anyHistory: fc.array(anyEvent(Desk.events), { maxLength: 40 }).map(recorded<Desk.Event>),
        runs: 12,
        on,
      }),
    ]
    for (const { statement, check } of laws) test(statement, check, 120_000)

    test(
      'has the digests that SQLite has',
      () =>
        fc.assert(
          fc.asyncProperty(anyLog, async (log) => {
            expect(await digests(on, log)).toEqual(await digests(onSqlite, log))
          }),
          { numRuns: 25 },
        ),
      120_000,
    )
  })
