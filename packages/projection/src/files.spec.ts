import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
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

/** Makes a page of the database meaningless. */
const overwrite = (file: string, page: number): void => {
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4_096, 0x5a), 0, 4_096, (page - 1) * 4_096)
  closeSync(handle)
}
