import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { anyRevision, exactly, noStream } from '@deskledger/event-store'
import { inFolder, opened } from './testing/disk.ts'
import { clock, longNote, note, recorded, upTo } from './testing/notes.ts'
import { verified } from './testing/tampering.ts'

/** The commits of a log: where each begins and ends. */
const commitsOf = (file: string): ReadonlyArray<readonly [number, number]> => {
  const db = new Database(file, { readonly: true })
  const sql = 'SELECT first_position, last_position FROM commits ORDER BY commit_no'
  const rows = db.prepare(sql).raw().all() as Array<[number, number]>
  db.close()
  return rows
}

const three = (name: string) => upTo(3).map((n) => note(n, `${name}${n}`))

describe('appends that are made together', () => {
  test('stand in one commit, whatever a transaction takes', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, maxBatch: 2 })
      await Promise.all(['a', 'b', 'c'].map((name) => store.appendAll({ appends: three(name) })()))
      expect(commitsOf(file)).toEqual([
        [1, 6],
        [7, 9],
      ])
      await store.close()()
    }))

  test('leave a log that is whole, and of the same format', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const appends = [...three('a'), note(0, 'again')]
      await Promise.all([store.appendAll({ appends })(), store.append(note(1, 'alone'))()])
      await store.appendAll({ appends: three('b'), checks: [] })()
      await store.close()()
      expect(await verified(file)).toMatchObject({ findings: [], upTo: { position: 8 } })
      const db = new Database(file, { readonly: true })
      expect(db.pragma('user_version', { simple: true })).toBe(1)
      db.close()
    }))

  test('are refused alone, and those that came with them are recorded', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const wrong = { ...note(2, 'wrong'), expected: exactly(9) }
      const answers = await Promise.all([
        store.append(note(1, 'before'))(),
        store.appendAll({ appends: [note(3, 'lost'), wrong] })(),
        store.append(note(1, 'after'))(),
      ])
      expect(answers.map(({ _tag }) => _tag)).toEqual(['Right', 'Left', 'Right'])
      expect((await recorded(store)).map(({ commandId }) => commandId)).toEqual(['before', 'after'])
      await store.close()()
    }))

  test('are looked at behind what the same transaction has written', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      const checks = [{ stream: note(1, '').stream, expected: noStream }]
      const [, answer] = await Promise.all([
        store.append(note(1, 'first'))(),
        store.appendAll({ appends: [note(2, 'a'), note(3, 'b')], checks })(),
      ])
      expect(answer).toMatchObject(E.left({ _tag: 'Conflict', actual: 0 }))
      await store.close()()
    }))

  test('are refused all of them by a log that may only be read', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      await opened({ file, clock }).close()()
      const store = opened({ file, clock, readOnly: true })
      const answer = await store.appendAll({ appends: three('a') })()
      expect(answer).toEqual(E.left({ _tag: 'StoreReadOnly' }))
      await store.close()()
    }))

  test('are taken whole however large they are together', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      const appends = upTo(10).map((n) => longNote(n, `long${n}`, 1_000_000))
      expect(await store.appendAll({ appends })()).toMatchObject(E.right({}))
      expect((await recorded(store)).length).toBe(10)
      expect(anyRevision).toEqual(appends[0]?.expected)
      await store.close()()
    }))
})
