import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { erased } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { done, failure, inFolder, right, sealedWith, vaultIn } from '../testing/desk.ts'
import { dataIn, inMemory, secret, told } from '../testing/notes.ts'
import { destroyKeys, fence } from './destroying.ts'

describe('a subject that is erased in one process', () => {
  test('is erased in every other one at once, and is given no key there', () =>
    inFolder(async (folder) => {
      const below = memoryEventStore({ clock: () => at(0) })
      const [one, other] = [await done(vaultIn(folder)), await done(vaultIn(folder))]
      const store = sealedWith(below, other)
      await done(store.append(told({ text: secret })))
      expect(await dataIn(store)).toEqual([{ text: secret }])
      const subjects = [`request:${id(1)}`, `party:${id(7)}`] as const
      fence(one, id(50), subjects, at(1))
      right(destroyKeys(one, { subjects, keyIds: [] }, at(1)))
      expect(await dataIn(store)).toEqual([{ text: erased }])
      const late = told({ text: 'late' }, { commandId: id(92) })
      expect(E.isLeft(await store.append(late)())).toBe(true)
      const linked = told(
        { text: 'late', partyId: id(7) },
        { commandId: id(93), stream: `request-${id(3)}` },
      )
      expect(await failure(store.append(linked))).toMatchObject({ subject: `party:${id(7)}` })
      one.close()
      other.close()
    }))

  test('is told nothing more from the moment of the fence on, though its keys are there', () =>
    inMemory(async ({ store, vault }) => {
      await done(store.append(told({ text: secret })))
      fence(vault, id(50), [`request:${id(1)}`], at(1))
      const next = told({ text: 'again' }, { commandId: id(92) })
      expect(await failure(store.append(next))).toMatchObject({ _tag: 'SubjectErased' })
      expect(await dataIn(store)).toEqual([{ text: secret }])
    }))

  test('is not said to be erased while a copy of its key is left', () =>
    inFolder(async (folder) => {
      const vault = await done(vaultIn(folder))
      const subject = `party:${id(1)}` as const
      const { id: keyId } = vault.keyFor(subject) ?? { id: '' }
      const wrapped = vault.db.prepare('SELECT wrapped FROM keys WHERE key_id = ?').pluck()
      const needle = wrapped.get(keyId) as Buffer
      vault.db.pragma('wal_checkpoint(TRUNCATE)')
      const reader = new Database(join(folder, 'keys.db'), { readonly: true })
      reader.exec('BEGIN')
      reader.prepare('SELECT count(*) FROM keys').get()
      vault.db.pragma('secure_delete = OFF')
      vault.db.pragma('busy_timeout = 20')
      const doomed = { subjects: [subject], keyIds: [] }
      const still = E.left({ _tag: 'KeysStillRead', file: join(folder, 'keys.db') })
      expect(destroyKeys(vault, doomed, at(1))).toEqual(still)
      expect(destroyKeys(vault, doomed, at(2))).toEqual(still)
      reader.close()
      expect(E.isRight(destroyKeys(vault, doomed, at(3)))).toBe(true)
      const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      expect(bytes.some((file) => file.includes(needle))).toBe(false)
      vault.close()
    }))

  test('leaves no copy of its key even where SQLite was told to keep what is deleted', () =>
    inFolder(async (folder) => {
      const vault = await done(vaultIn(folder))
      vault.db.pragma('secure_delete = OFF')
      const subjects = Array.from({ length: 60 }, (_, n) => `party:${id(n)}` as const)
      for (const subject of subjects) vault.keyFor(subject)
      const read = vault.db.prepare('SELECT wrapped FROM keys WHERE subject IS NOT NULL').pluck()
      const needles = read.all() as ReadonlyArray<Buffer>
      expect(E.isRight(destroyKeys(vault, { subjects, keyIds: [] }, at(1)))).toBe(true)
      const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      const left = needles.filter((needle) => bytes.some((file) => file.includes(needle)))
      expect([needles.length, left.length]).toEqual([60, 0])
      vault.close()
    }))

  test('leaves its key in no byte of the file or beside it', () =>
    inFolder(async (folder) => {
      const vault = await done(vaultIn(folder))
      const subjects = Array.from({ length: 300 }, (_, n) => `party:${id(n)}` as const)
      for (const subject of subjects) vault.keyFor(subject)
      const read = vault.db.prepare('SELECT subject, wrapped FROM keys WHERE subject IS NOT NULL')
      const rows = read.all() as ReadonlyArray<{ subject: string; wrapped: Buffer }>
      const gone = subjects.filter((_, n) => n % 3 === 0)
      fence(vault, id(50), gone, at(1))
      right(destroyKeys(vault, { subjects: gone, keyIds: [] }, at(1)))
      const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      const isThere = (key: Buffer) => bytes.some((file) => file.includes(key))
      for (const { subject, wrapped } of rows)
        expect([subject, isThere(wrapped)]).toEqual([subject, !gone.includes(subject as never)])
      vault.close()
      const db = new Database(join(folder, 'keys.db'))
      expect(() => db.exec("DELETE FROM keys WHERE state = 'erased'")).toThrow('never vanishes')
      expect(() => db.exec("UPDATE keys SET state = 'active', wrapped = x'00'")).toThrow('erased')
      expect(() => db.exec('DELETE FROM fences')).toThrow('a fence stays')
      db.close()
    }))
})
