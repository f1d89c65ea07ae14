import { afterAll, describe, expect, test } from '@jest/globals'
import { openDesk } from '@deskledger/desk'
import { decodeMap, type ImportMap } from '@deskledger/ingest'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-incidents-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const map = ((): ImportMap => {
  const text = readFileSync(new URL('../incidents.map.json', import.meta.url), 'utf8')
  const decoded = decodeMap(JSON.parse(text))
  if (decoded._tag === 'Left') throw new Error(decoded.left._tag)
  return decoded.right
})()

/** Two incidents as the log has them, of its columns those that the map names and one more. */
const incidents = `number,incident_state,sys_updated_at,sys_updated_by,caller_id,contact_type,priority,location
INC1,New,29-02-2016 01:16,Updated by 21,Caller 2403,Phone,3 - Moderate,Location 143
INC1,Active,29-02-2016 01:23,Updated by 4,Caller 2403,Phone,3 - Moderate,Location 143
INC1,Awaiting User Info,29-02-2016 08:53,Updated by 4,Caller 2403,Phone,2 - High,Location 143
INC1,Resolved,29-02-2016 11:29,Updated by 4,Caller 2403,Phone,2 - High,Location 143
INC1,Closed,05-03-2016 12:00,Updated by 908,Caller 2403,Phone,2 - High,Location 143
INC2,New,29-02-2016 04:40,Updated by 746,?,Phone,3 - Moderate,Location 204
`

describe('the map of the incident log', () => {
  test('makes requests of the incidents, each row once', async () => {
    const file = join(scratch, 'incidents.csv')
    writeFileSync(file, incidents)
    const desk = await openDesk({ folder: join(scratch, 'desk'), mode: 'still' })
    const bring = () =>
      desk.importHistory({ file, map, rejectsFile: join(scratch, 'incidents.rejects.ndjson') })

    expect(await bring()).toMatchObject({
      ok: true,
      report: {
        source: 'incidents',
        counts: { cases: 2, recorded: 6, broken: 0, parties: 1, agents: 4 },
        unmapped: { channels: [], priorities: [] },
      },
    })
    expect(await bring()).toMatchObject({ ok: true, report: { counts: { recorded: 0 } } })

    await desk.caughtUp()
    const requests = desk.db.selectFrom('request').select(['number', 'status', 'priority'])
    expect(await requests.orderBy('number').execute()).toEqual([
      { number: 'INC1', status: 'closed', priority: 2 },
      { number: 'INC2', status: 'open', priority: 3 },
    ])
    await desk.close()
  }, 30_000)
})
