import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { openDesk, readDesk } from '@deskledger/desk'
import { buildSampleYear, type Progress, type SampleYear } from './build.ts'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-build-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let n = 0
const fresh = (): string => join(scratch, `desk-${(n += 1)}`)
const build = (year: SampleYear) => buildSampleYear({ seed: 1, days: 2, ...year })
const refused = async (year: SampleYear) => {
  const refusal = await build(year).catch((error: unknown) => error)
  return (refusal as { problem?: unknown }).problem
}
const logOf = (folder: string) => readFileSync(join(folder, 'events.db'))

/** Everything of the log that does not differ from desk to desk. */
const historyOf = async (folder: string): Promise<ReadonlyArray<unknown>> => {
  const desk = await readDesk({ folder })
  const all: Array<unknown> = []
  for await (const { id, position, recordedAt, occurredAt, type, data, actor } of desk.events())
    all.push({ id, position, recordedAt, occurredAt, type, data, actor })
  await desk.close()
  return all
}

describe('a sample', () => {
  test('is built where nothing is', async () => {
    const folder = fresh()
    const { status, events } = await build({ folder })
    expect(status).toBe('built')
    expect(await historyOf(folder)).toHaveLength(events)
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('is there once, and left alone afterwards', async () => {
    const folder = fresh()
    const { events } = await build({ folder })
    const log = logOf(folder)
    expect(await build({ folder })).toEqual({ status: 'alreadyThere', events })
    expect(logOf(folder).equals(log)).toBe(true)
  })

  test('stays one when its owner goes on with it', async () => {
    const folder = fresh()
    const { events } = await build({ folder })
    const desk = await openDesk({ folder, mode: 'still' })
    const data = { partyId: desk.newId(), kind: 'person', name: 'Alba Hollis' } as const
    await desk.as({ kind: 'agent', id: 'owner' }).send({ type: 'RegisterParty', data })
    await desk.close()
    expect(await build({ folder })).toEqual({ status: 'alreadyThere', events: events + 1 })
  })

  test('is the same whenever and wherever it is built, and another one for another seed', async () => {
    const [one, same, other] = [fresh(), fresh(), fresh()]
    await build({ folder: one })
    await build({ folder: same })
    await build({ folder: other, seed: 2 })
    expect(await historyOf(same)).toEqual(await historyOf(one))
    expect(await historyOf(other)).not.toEqual(await historyOf(one))
  })

  test('is told of day by day', async () => {
    const told: Array<Progress> = []
    await build({ folder: fresh(), onProgress: (progress) => told.push(progress) })
    expect(told.map(({ day, days }) => [day, days])).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(told[1]?.events).toBeGreaterThan(told[0]?.events ?? 0)
  })

  test('is shown whole: its read models are level with its log', async () => {
    const folder = fresh()
    const { events } = await build({ folder })
    const desk = await readDesk({ folder })
    const answer = await desk.query('SELECT count(*) AS n FROM agent')
    await desk.close()
    expect(answer).toMatchObject({
      ok: true,
      rows: [{ n: 40 }],
      asOf: { position: events, behind: 0 },
    })
  })
})

describe('no sample', () => {
  test('is built over another desk', async () => {
    const folder = fresh()
    const desk = await openDesk({ folder, mode: 'still' })
    const data = { partyId: desk.newId(), kind: 'person', name: 'Alba Hollis' } as const
    await desk.as({ kind: 'agent', id: 'owner' }).send({ type: 'RegisterParty', data })
    await desk.close()
    const log = logOf(folder)
    expect(await refused({ folder })).toMatchObject({ error: { _tag: 'NotTheSample', folder } })
    expect(logOf(folder).equals(log)).toBe(true)
  })

  test('is built over a sample of another seed or of other days', async () => {
    const folder = fresh()
    await build({ folder })
    for (const other of [{ seed: 2 }, { days: 3 }])
      expect(await refused({ folder, ...other })).toMatchObject({ error: { _tag: 'NotTheSample' } })
  })

  test('is built over an empty desk', async () => {
    const folder = fresh()
    await (await openDesk({ folder, mode: 'still' })).close()
    expect(await refused({ folder })).toMatchObject({ error: { _tag: 'NotTheSample' } })
  })

  test('is built among other things', async () => {
    const folder = fresh()
    mkdirSync(folder)
    writeFileSync(join(folder, 'diary.txt'), 'mine')
    expect(await refused({ folder })).toMatchObject({
      error: { _tag: 'FolderInUse', found: ['diary.txt'] },
    })
    expect(readdirSync(folder)).toEqual(['diary.txt'])
  })

  test('is built where another process is at it', async () => {
    const folder = fresh()
    mkdirSync(folder)
    writeFileSync(join(folder, '.building.pid'), String(process.ppid))
    expect(await refused({ folder })).toMatchObject({
      error: { _tag: 'BeingBuilt', pid: process.ppid },
    })
  })

  test('has no days, or more than a year', async () => {
    for (const days of [0, 366, 1.5])
      expect(await refused({ folder: fresh(), days })).toMatchObject({
        error: { _tag: 'NoSuchForm' },
      })
  })
})
