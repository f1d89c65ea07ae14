import { closeSync, existsSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import SQLite from 'better-sqlite3'
import { at } from '@deskledger/kernel/testing'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serviceDesk } from './service-desk.samples.ts'
import { atDesk, done, failure, tell } from './testing/desk.ts'
import { digestsOf, rowsOf, within } from './testing/looking.ts'
import * as S from './testing/story.ts'

const nextVersion = { ...serviceDesk, version: 2 }

describe('a read model file', () => {
  test('of another version of its projectors is built anew and put in its place', () =>
    atDesk(async ({ folder, file, store, project }) => {
      const last = await tell(store, ...S.busyDay(20))
      const old = project()
      await done(old.catchUp())
      await old.close()
      const before = digestsOf(file)
      const phases = new Set<string>()
      const next = project({
        projectors: [nextVersion],
        onProgress: ({ phase }) => phases.add(phase),
      })
      expect((await done(next.catchUp())).position).toBe(last)
      expect([...phases]).toEqual(['rebuild'])
      expect(digestsOf(file)).toEqual(before)
      await next.close()
      expect(readdirSync(folder)).toEqual(['views.db'])
    }))

  test('is read as it was until the new one is level', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(20))
      const old = project()
      await done(old.catchUp())
      await old.close()
      within(file, (db) => db.exec('DELETE FROM handling'))
      const seen: Array<number> = []
      const look = () => seen.push(rowsOf(file, 'handling').length)
      const next = project({ projectors: [nextVersion], onProgress: look, batchSize: 10 })
      await done(next.catchUp())
      expect(seen.length).toBeGreaterThan(4)
      expect(new Set(seen)).toEqual(new Set([0]))
      expect(rowsOf(file, 'handling')).toHaveLength(20)
    }))

  test('is built anew where it is damaged from its first page on', () =>
    atDesk(async ({ file, store, project }) => {
      const last = await tell(store, ...S.busyDay(5))
      writeFileSync(file, 'these are not the rows you are looking for'.repeat(300))
      expect((await done(project().catchUp())).position).toBe(last)
      expect(rowsOf(file, 'request')).toHaveLength(5)
    }))

  test('is built anew where damage is met later', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(50))
      const old = project()
      await done(old.catchUp())
      await old.close()
      const root = within(file, (db) =>
        db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'request'`).pluck().get(),
      )
      overwrite(file, Number(root))
      const last = await tell(store, S.noted(3, 'still there?'))
      expect((await done(project().catchUp())).position).toBe(last)
      expect(rowsOf(file, 'request')).toHaveLength(50)
    }))

  test('is built anew where a table is missing', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      const old = project()
      await done(old.catchUp())
      await old.close()
      within(file, (db) => db.exec('DROP TABLE handling'))
      await done(project().catchUp())
      expect(rowsOf(file, 'handling')).toHaveLength(5)
    }))

  test('of a newer format is built anew', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      const old = project()
      await done(old.catchUp())
      await old.close()
      within(file, (db) => db.exec('PRAGMA user_version = 99; DELETE FROM request'))
      await done(project().catchUp())
      expect(rowsOf(file, 'request')).toHaveLength(5)
    }))

  test('of another application is set aside, whole', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      within(file, (db) => db.exec('CREATE TABLE recipe(name); INSERT INTO recipe VALUES (1)'))
      await done(project().catchUp())
      expect(rowsOf(file, 'request')).toHaveLength(5)
      expect(rowsOf(`${file}.foreign-1`, 'recipe')).toEqual([{ name: 1 }])
    }))

  test('of another log is built anew', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      const old = project({ log: 'one' })
      await done(old.catchUp())
      await old.close()
      within(file, (db) => db.exec('DELETE FROM handling'))
      await done(project({ log: 'another' }).catchUp())
      expect(rowsOf(file, 'handling')).toHaveLength(5)
    }))

  test('is built anew where the log was put back to an earlier state', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      const old = project()
      await done(old.catchUp())
      await old.close()
      const histories = [S.busyDay(3), S.busyDay(9).slice(8)]
      for (const [n, history] of histories.entries()) {
        const restored = memoryEventStore({ clock: () => at(0) })
        const last = await tell(restored, ...history)
        await done(project({ store: restored, file: `${file}.${n}` }).catchUp())
        const desk = project({ store: restored })
        expect((await done(desk.catchUp())).position).toBe(last)
        expect(digestsOf(file)).toEqual(digestsOf(`${file}.${n}`))
        await desk.close()
      }
    }))

  test('is not taken for another one where a view has changed: only the view is made again', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.opened(2), S.closed(2))
      const old = project()
      await done(old.catchUp())
      await old.close()
      const [openRequest] = serviceDesk.views
      const all = 'SELECT request_id, opened_at FROM request'
      const views = [{ ...openRequest, sql: { sqlite: all, postgres: all } }]
      const phases = new Set<string>()
      const next = project({
        projectors: [{ ...serviceDesk, views }],
        onProgress: ({ phase }) => phases.add(phase),
      })
      await done(next.catchUp())
      expect(rowsOf(file, 'open_request')).toHaveLength(2)
      expect(phases.size).toBe(0)
    }))

  test('of another version that takes its place while a projection runs ends the projection', () =>
    atDesk(async ({ store, project }) => {
      await tell(store, S.opened(1))
      const old = project()
      await done(old.catchUp())
      await done(project({ projectors: [nextVersion] }).catchUp())
      await tell(store, S.opened(2))
      expect(await failure(old.catchUp())).toMatchObject({ _tag: 'ViewsReplaced' })
    }))

  test('that cannot be made or read is an answer, and no crash', () =>
    atDesk(async ({ folder, project }) => {
      const taken = project({ file: folder })
      expect(await failure(taken.catchUp())).toMatchObject({ code: 'SQLITE_CANTOPEN' })
      const nowhere = project({ file: `${folder}/no/such/folder/views.db` })
      expect(await failure(nowhere.catchUp())).toMatchObject({ _tag: 'ViewsUnavailable' })
    }))
})

describe('a crash while files change places', () => {
  test('is gone on with: the finished file moves in, and nothing is left of the old one', () =>
    atDesk(async ({ folder, file, store, project }) => {
      const last = await tell(store, ...S.busyDay(5))
      const building = project({ file: `${file}.building` })
      await done(building.catchUp())
      await building.close()
      writeFileSync(`${file}.replaced`, 'María')
      const folded: Array<number> = []
      const desk = project({ onProgress: ({ position }) => folded.push(position) })
      expect((await done(desk.catchUp())).position).toBe(last)
      expect(folded).toEqual([])
      await desk.close()
      expect(readdirSync(folder)).toEqual(['views.db'])
    }))
})

describe('what a crash has left of an old file', () => {
  test('goes with the next catch-up', () =>
    atDesk(async ({ folder, file, project }) => {
      await done(project().catchUp())
      writeFileSync(`${file}.replaced`, 'María')
      const desk = project()
      await done(desk.catchUp())
      expect(readdirSync(folder)).not.toContain('views.db.replaced')
    }))
})

describe('a rebuild', () => {
  test('folds the whole log into another file and puts it in place', () =>
    atDesk(async ({ folder, file, store, project }) => {
      const last = await tell(store, ...S.busyDay(20))
      const desk = project({ batchSize: 10 })
      await done(desk.catchUp())
      const before = digestsOf(file)
      within(file, (db) => db.exec(`DELETE FROM request; UPDATE handling SET minutes = 99`))
      expect((await done(desk.rebuild())).position).toBe(last)
      expect(digestsOf(file)).toEqual(before)
      expect(readdirSync(folder).filter((name) => name.includes('building'))).toEqual([])
    }))

  test('beside a projection that runs loses nothing of what is recorded meanwhile', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(30))
      const desk = project({ batchSize: 5 })
      const running = desk.run()()
      await done(desk.waitFor(120))
      const rebuilt = desk.rebuild()()
      let last = 0
      for (let n = 200; n < 230; n += 1) last = await tell(store, S.opened(n), S.assigned(n))
      await rebuilt
      last = await tell(store, S.opened(300))
      await done(desk.waitFor(last))
      expect(rowsOf(file, 'request')).toHaveLength(61)
      await desk.close()
      await running
    }))

  test('by another process than the one that follows is followed on', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(10))
      const leader = project({ leaseMs: 300 })
      const running = leader.run()()
      await done(leader.waitFor(40))
      await done(project({ leaseMs: 300 }).rebuild())
      const last = await tell(store, S.opened(300))
      await done(leader.waitFor(last))
      expect(rowsOf(file, 'request')).toHaveLength(11)
      await leader.close()
      await running
    }))

  test('takes nothing over from one that was broken off', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      const building = project({ file: `${file}.building` })
      await done(building.catchUp())
      await building.close()
      within(`${file}.building`, (db) => db.exec('DELETE FROM request'))
      await done(project().rebuild())
      expect(rowsOf(file, 'request')).toHaveLength(5)
    }))

  test('is whole when it moves in, even while somebody has it open', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(20))
      const readers: Array<SQLite.Database> = []
      const look = (): void => {
        if (readers.length > 0) return
        readers.push(new SQLite(`${file}.building`, { readonly: true }))
        readers[0]?.exec('SELECT count(*) FROM request')
      }
      await done(project({ onProgress: look, batchSize: 10 }).rebuild())
      expect(readers).toHaveLength(1)
      for (const reader of readers) reader.close()
      expect(rowsOf(file, 'request')).toHaveLength(20)
    }))

  test('that nobody goes on with leaves nothing behind', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(5))
      await done(project().catchUp())
      await done(project({ file: `${file}.building` }).catchUp())
      await done(project().catchUp())
      expect(existsSync(`${file}.building`)).toBe(false)
    }))
})

/** Makes a page of the database meaningless. */
const overwrite = (file: string, page: number): void => {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4_096, 0x5a), 0, 4_096, (page - 1) * 4_096)
  closeSync(handle)
}
