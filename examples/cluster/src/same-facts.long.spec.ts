import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  assembled,
  connectDesk,
  keysFile,
  masterKeyFile,
  openDesk,
  orThrow,
  readDesk,
  type Desk,
} from '@deskledger/desk'
import { xesMap } from '@deskledger/ingest'
import { whyNoPostgres } from '@deskledger/projection/postgres/testing'
import { builtInSeed } from '@deskledger/sample-company'
import {
  commandIds,
  expected,
  played,
  shortForm,
  yearBegins,
} from '@deskledger/sample-company/testing'
import { effectsIn, factsIn, factsOf } from './checks.ts'
import { threeNodes } from './nodes.ts'
import { startServers, type Servers } from './servers.ts'
import { busyDay } from './busy-day.ts'

const missing = whyNoPostgres()
const { DESKLEDGER_DATA: data, DESKLEDGER_DAYS, DESKLEDGER_SEED } = process.env
const seed = Number(DESKLEDGER_SEED ?? Math.floor(Math.random() * 1_000_000))
const days = Number(DESKLEDGER_DAYS ?? shortForm)
const long = (days > shortForm ? 240 : 30) * 60_000

const say = (text: string): void => void process.stderr.write(`${text}\n`)

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-same-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

;(missing === undefined ? describe : describe.skip)(
  [`a desk on three nodes that are killed, seed ${seed}`, missing]
    .filter((part) => part !== undefined)
    .join(': '),
  () => {
    let servers: Servers
    // Each its own: a node that is killed every few seconds must not read a year of others first.
    beforeEach(async () => {
      servers = await startServers()
    }, 120_000)
    afterEach(async () => {
      await Promise.all(open.splice(0).map((desk) => desk.close()))
      await servers.stop()
    }, 60_000)
    const open: Array<Desk> = []
    const connected = async (settings: Parameters<typeof connectDesk<readonly []>>[0]) => {
      const desk = await connectDesk(settings)
      open.push(desk)
      return desk
    }

    /** While the nodes are killed, until the read models are level. */
    const amidKills = async (settings: object, { desk, everyMs, work }: Amid): Promise<void> => {
      const nodes = threeNodes(settings, { everyMs, seed })
      await work(desk)
      while ((await desk.freshness().catch(() => ({ behind: 1 }))).behind > 0) await setTimeout(100)
      const { nodes: killed, leaders } = nodes.killed()
      say(`seed ${seed}: killed ${killed} nodes, ${leaders} of them leading`)
      expect(await nodes.stop()).toEqual([0, 0, 0])
    }

    test(
      `has the facts that the sample has in a folder, of ${days} days`,
      async () => {
        const { settings } = servers
        const form = { seed: builtInSeed, days }
        const clock = { now: yearBegins }
        const { uuid: ids } = commandIds(form)
        const how = { clock: () => clock.now, ids, mode: 'still' } as const
        const desk = await connected({ ...settings, ...how })
        const setClock = (at: number): void => {
          clock.now = at
        }
        const work = async (): Promise<void> => void (await played({ desk, setClock, ...form }))
        await amidKills({ ...settings, policies: 'rest' }, { desk, everyMs: 10_000, work })
        expect(await factsIn(settings.postgres)).toEqual(factsOf(expected(days).tables))
        const effects = await effectsIn(desk)
        say(`${effects.sent} effects`)
        expect(effects).toEqual({ ...effects, markedTwice: [], notOnce: [] })
      },
      long,
    )

    test(
      'carries every effect of its policies out exactly once',
      async () => {
        const { settings } = servers
        const desk = await connected({ ...settings, mode: 'still' })
        await amidKills(settings, { desk, everyMs: 4_000, work: (on) => busyDay(on, 40_000) })
        const { sent } = await effectsIn(desk)
        expect(sent).toBeGreaterThan(50)
        // What the nodes had no time for any more, or had begun when they were killed.
        await desk.react()
        const effects = await effectsIn(desk)
        say(`${effects.sent} effects, ${sent} of them by the nodes`)
        expect(effects).toEqual({ ...effects, markedTwice: [], notOnce: [] })
      },
      long,
    )

    ;(data === undefined ? test.skip : test)(
      `has the facts that an imported history has in a folder${data === undefined ? ' (DESKLEDGER_DATA is not set)' : ''}`,
      async () => {
        const { settings } = servers
        const folder = join(scratch, 'desk')
        const file = join(data ?? '', 'event-logs/helpdesk.xes.gz')
        const clock = (): number => Date.UTC(2026, 0, 1)
        const here = await openDesk({ folder, mode: 'still', clock })
        const bring = async (desk: Desk): Promise<void> => {
          const rejectsFile = join(scratch, 'rejects.ndjson')
          const answer = await desk.importHistory({ file, map: xesMap, rejectsFile })
          if (!answer.ok) throw new Error(answer.error._tag)
        }
        await bring(here)
        await here.caughtUp()
        await here.close()
        // Ids of imported things are cut from a secret that is kept with the keys.
        mkdirSync(settings.folder, { recursive: true })
        cpSync(keysFile(folder), keysFile(settings.folder))
        cpSync(masterKeyFile(folder), masterKeyFile(settings.folder))
        const desk = await connected({ ...settings, mode: 'still', clock })
        await amidKills({ ...settings, policies: 'rest' }, { desk, everyMs: 10_000, work: bring })
        expect(await factsIn(settings.postgres)).toEqual(await factsInFolder(folder))
      },
      long,
    )
  },
)

interface Amid {
  readonly desk: Desk
  readonly everyMs: number
  readonly work: (desk: Desk) => Promise<void>
}

const factsInFolder = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const desk = await readDesk({ folder })
  const tables = assembled().projectors.flatMap((projector) => projector.tables)
  const digests = orThrow(desk.views().digest(tables))
  await desk.close()
  return factsOf(digests)
}
