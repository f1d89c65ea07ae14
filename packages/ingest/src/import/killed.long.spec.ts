import { describe, expect, test } from '@jest/globals'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { inFolder, saved, xesOf } from '../file/writing.samples.ts'
import { clock, deskOn, logOf, right, streamsOf } from './desk.samples.ts'

const people = ['Ana', 'Ben', 'Cyd', 'Dan']
const log = xesOf(
  Array.from({ length: 150 }, (_, c) => ({
    name: `case ${c}`,
    events: Array.from({ length: 1 + (c % 7) }, (_, e) => ({
      activity: e === 5 ? 'Closed' : `step ${e % 3}`,
      minute: e >> 1,
      fields: { 'org:resource': people[e % 4] ?? '', customer: `customer ${(c + e) % 40}` },
    })),
  })),
)

/** Imports in a process of its own until `commands` are answered; then the process is killed. */
const killedAfter = (folder: string, file: string, commands: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const script = new URL('./child.samples.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [script, folder, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder, SQLITE_TMPDIR: folder },
    })
    let answered = 0
    child.stdout.on('data', (dots: Buffer) => {
      answered += dots.length
      if (answered >= commands) child.kill('SIGKILL')
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL')
      else reject(new Error(`the import ended with ${code}`))
    })
  })

describe('an import whose process is killed', () => {
  test.each([[[1]], [[60, 200]], [[500]], [[90, 90, 300]], [[1_000_000]]])(
    'after %j commands, and started again, has lost nothing and recorded nothing twice',
    (kills) =>
      inFolder(async (folder) => {
        const file = saved(folder, 'a.xes', log)
        const untouched = deskOn(folder)
        right(await untouched.bring(file))

        let deaths = 0
        for (const commands of kills) if (await killedAfter(folder, file, commands)) deaths += 1
        expect(deaths).toBe(kills.filter((commands) => commands < 1_000_000).length)

        const store = right(sqliteEventStore({ file: `${folder}/events.db`, clock }))
        const last = right(await deskOn(folder, store).bring(file))
        const [expected, found] = [await logOf(untouched), await logOf({ store })]
        await store.close()()
        expect(streamsOf(found)).toEqual(streamsOf(expected))
        expect(found.length).toBe(expected.length)
        expect(last.counts.recorded + last.counts.resumed).toBe(last.counts.events)
        expect(readdirSync(folder).sort()).toEqual(['a.xes', 'events.db'])
      }),
    60_000,
  )
})
