import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import SQLite from 'better-sqlite3'
import { atDesk, done, tell } from './testing/desk.ts'
import { digestsOf, rowsOf, within } from './testing/looking.ts'
import * as S from './testing/story.ts'

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
