import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import type { EventStore } from '@deskledger/event-store'
import { atDesk, done, tell } from './testing/desk.ts'
import { digestsOf, rowsOf, within } from './testing/looking.ts'
import * as S from './testing/story.ts'

const worker = join(import.meta.dirname, 'testing', 'worker.ts')

const start = (log: string, file: string, how = 'catchUp'): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', worker, log, file, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Resolves when a process has said `text`, or ended. */
const says = (child: ChildProcess, text: string): Promise<void> =>
  new Promise((resolve) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes(text)) resolve()
    })
    child.on('exit', () => resolve())
  })

const openLog = (file: string): EventStore => {
  const store = sqliteEventStore({ file, clock: () => at(0), durability: 'normal' })
  if (E.isRight(store)) return store.right
  throw new Error(store.left._tag)
}

describe('a process that is killed while it catches up', () => {
  test(
    'leaves a read model that the next one goes on with, as if nothing had happened',
    () =>
      atDesk(async ({ folder, file, project }) => {
        const log = join(folder, 'events.db')
        const store = openLog(log)
        await tell(store, ...S.busyDay(400), S.partyErased(S.lee), ...S.busyDay(450).slice(1600))
        await done(project({ store, file: `${file}.whole` }).catchUp())
        for (const killAt of [200, 600, 900, 1_300]) {
          const child = start(log, file)
          await says(child, `folded ${killAt}`)
          child.kill('SIGKILL')
          await once(child, 'exit')
        }
        const last = start(log, file)
        const [code] = (await once(last, 'exit')) as [number]
        expect(code).toBe(0)
        expect(digestsOf(file)).toEqual(digestsOf(`${file}.whole`))
        await store.close()()
      }),
    60_000,
  )

  test(
    'leaves a file half built beside, which the next one goes on with',
    () =>
      atDesk(async ({ folder, file, project }) => {
        const log = join(folder, 'events.db')
        const store = openLog(log)
        await tell(store, ...S.busyDay(200))
        await done(project({ store, file: `${file}.whole` }).catchUp())
        within(file, (db) => db.exec('PRAGMA application_id = 1146309462; CREATE TABLE a(b)'))
        const child = start(log, file)
        await says(child, 'folded 400')
        child.kill('SIGKILL')
        await once(child, 'exit')
        expect(rowsOf(file, 'a')).toEqual([])
        const next = start(log, file)
        let said = ''
        next.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
        await once(next, 'exit')
        expect(said).not.toContain('folded 20\n')
        expect(digestsOf(file)).toEqual(digestsOf(`${file}.whole`))
        await store.close()()
      }),
    60_000,
  )
})

describe('of two processes on one read model', () => {
  test(
    'one writes, and the other goes on when it is gone',
    () =>
      atDesk(async ({ folder, file, project }) => {
        const log = join(folder, 'events.db')
        const store = openLog(log)
        const first = await tell(store, ...S.busyDay(10))
        const child = start(log, file, 'run')
        await says(child, `folded ${first}`)
        const desk = project({ store })
        const running = desk.run()()
        const second = await tell(store, S.opened(50))
        await done(desk.waitFor(second))
        expect((await done(desk.checkpoint())).holder).toContain(`/${child.pid}/`)
        child.kill('SIGKILL')
        await once(child, 'exit')
        const third = await tell(store, S.opened(51))
        await done(desk.waitFor(third))
        expect((await done(desk.checkpoint())).holder).toContain(`/${process.pid}/`)
        await desk.close()
        await running
        expect(rowsOf(file, 'request')).toHaveLength(12)
        await store.close()()
      }),
    60_000,
  )
})
