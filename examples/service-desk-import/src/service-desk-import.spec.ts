import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openDesk } from '@deskledger/desk'
import { decodeMap, describeInvalidMap, type ImportMap } from '@deskledger/ingest'
import { spawnSync } from 'node:child_process'
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const minute = 60_000

let scratch = ''
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'deskledger-incidents-'))
})
afterAll(() => rmSync(scratch, { recursive: true }))

const map = ((): ImportMap => {
  const decoded = decodeMap(JSON.parse(readFileSync(here('../incidents.map.json'), 'utf8')))
  if (decoded._tag === 'Left') throw new Error(describeInvalidMap(decoded.left))
  return decoded.right
})()

/** Imports `file` into the desk `name`, as often as told, and gives the last report. */
const imported = async (name: string, file: string, times = 1) => {
  const desk = await openDesk({ folder: join(scratch, name), mode: 'still' })
  const rejectsFile = join(scratch, `${name}.rejects.ndjson`)
  for (let time = 1; time < times; time += 1) await desk.importHistory({ file, map, rejectsFile })
  const last = await desk.importHistory({ file, map, rejectsFile })
  await desk.caughtUp()
  const events = desk.db.selectFrom('process_event').select(['activity', 'at', 'resource'])
  const activities = await events.orderBy('at').execute()
  await desk.close()
  if (!last.ok) throw new Error(last.error._tag)
  return { report: last.report, activities }
}

describe('the map of the incident log', () => {
  const incidents = here('../incidents.csv')

  test('makes an activity of each row, at its time, by whom it was made', async () => {
    const { report, activities } = await imported('once', incidents)
    expect(report).toMatchObject({
      counts: { cases: 3, recorded: 14, broken: 0, parties: 2, agents: 3 },
      unmapped: { channels: [], priorities: [] },
    })
    expect(activities.map(({ activity }) => activity)).toEqual([
      'New',
      'Active',
      'Awaiting User Info',
      'Active',
      'Resolved',
      'New',
      'Awaiting Vendor',
      'New',
      'Awaiting Evidence',
      'Active',
      'Awaiting Problem',
      'Active',
      'Resolved',
      'Closed',
    ])
    expect(activities[0]?.at).toBe(Date.UTC(2020, 4, 4, 8, 5))
    expect(new Set(activities.map(({ resource }) => resource)).size).toBe(3)
  })

  test('makes nothing of rows that were imported before', async () => {
    const { report, activities } = await imported('twice', incidents, 2)
    expect(report).toMatchObject({ before: 'all', counts: { cases: 3, recorded: 0 } })
    expect(activities).toHaveLength(14)
  })

  const { DESKLEDGER_DATA: data } = process.env
  const testIf = data === undefined ? test.skip : test
  const why = data === undefined ? ' (skipped: DESKLEDGER_DATA names no folder with the log)' : ''
  testIf(
    `leaves no row and no label of the public log unread${why}`,
    async () => {
      const file = join(data ?? '', 'servicenow-incidents/incident_event_log_sample.csv')
      const { report, activities } = await imported('public', file)
      expect(report).toMatchObject({
        counts: { cases: 890, recorded: 5_998, broken: 0 },
        unmapped: { channels: [], priorities: [] },
      })
      expect(activities).toHaveLength(5_998)
    },
    minute,
  )
})

test(
  'the command prints what the README says',
  () => {
    for (const file of ['incidents.csv', 'incidents.map.json'])
      cpSync(here(`../${file}`), join(scratch, file))
    const readme = readFileSync(here('../README.md'), 'utf8')
    const sessions = [...readme.matchAll(/^\$ deskledger (.*)\n((?:(?!\$ |```).*\n)+)/gm)]
    expect(sessions).toHaveLength(3)
    for (const [, args = '', promised = ''] of sessions)
      expect(withoutId(printed(args))).toBe(withoutId(promised))
  },
  minute,
)

/** What the command prints on both streams, as a terminal shows it. */
const printed = (args: string): string => {
  const command = here('../../../packages/cli/bin/deskledger.mjs')
  const output = join(scratch, 'output.txt')
  const fd = openSync(output, 'w')
  const words = [...args.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word)
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '100' }
  spawnSync(process.execPath, [command, ...words], { cwd: scratch, stdio: ['ignore', fd, fd], env })
  closeSync(fd)
  return readFileSync(output, 'utf8')
}

/** The id of a batch is the desk's own. */
const withoutId = (text: string): string => text.replace(/batch \S+/, 'batch …')
