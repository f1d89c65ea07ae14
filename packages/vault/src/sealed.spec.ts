import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as O from 'fp-ts/lib/Option.js'
import { erased } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import type { Append, EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { destroyKeys, fence } from './erasure/destroying.ts'
import { compressFrom } from './sealed-value.ts'
import { done, failure, inFolder, logIn, right, sealedWith, vaultIn } from './testing/desk.ts'
import { dataIn, inMemory, secret, stream, told } from './testing/notes.ts'

describe('personal data', () => {
  test('is read as it was told, and stands in no file of the desk', () =>
    inFolder(async (folder) => {
      const log = logIn(folder)
      const vault = await done(vaultIn(folder, { desk: log.deskId }))
      const store = sealedWith(log, vault)
      await done(store.append(told({ text: secret })))
      expect(await dataIn(store)).toEqual([{ text: secret }])
      const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
      expect(files.some((bytes) => bytes.includes(secret))).toBe(false)
      expect(files.some((bytes) => bytes.includes('$sealed'))).toBe(true)
      await store.close()()
      vault.close()
    }))

  test('of any length comes back, also where it is compressed', () =>
    inMemory(async ({ below, store }) => {
      const long = 'ñandú '.repeat(compressFrom)
      await done(store.append(told({ text: long })))
      expect(await dataIn(store)).toEqual([{ text: long }])
      expect(JSON.stringify(await dataIn(below)).length).toBeLessThan(500)
    }))

  test('that was erased before it is recorded stays so', () =>
    inMemory(async ({ store }) => {
      await done(store.append(told({ text: erased })))
      expect(await dataIn(store)).toEqual([{ text: erased }])
    }))

  test('is sealed under the key of whose it is', () =>
    inMemory(async ({ store, vault }) => {
      await done(store.append(told({ text: secret, name: 'María', partyId: id(7) })))
      const keys = vault.db
        .prepare("SELECT subject FROM keys WHERE state = 'active' ORDER BY 1")
        .pluck()
      expect(keys.all()).toEqual([`party:${id(7)}`, `request:${id(1)}`])
      expect(vault.db.prepare('SELECT subject, owner FROM links').all()).toEqual([
        { subject: `request:${id(1)}`, owner: `party:${id(7)}` },
      ])
    }))

  test('that looks sealed already is refused', () =>
    inMemory(async ({ store }) => {
      const forged = { text: { $sealed: '1:AAAAAAAAAAA:AAAA' } }
      expect(await failure(store.append(told(forged)))).toMatchObject({
        _tag: 'InvalidAppend',
        reason: 'malformed',
      })
    }))
})

describe('what is sealed', () => {
  /** Stores `text` and reads it back with its stored form changed. */
  const tampered = (change: (sealed: string) => unknown) =>
    inMemory(async ({ below, store, vault }) => {
      await done(store.append(told({ text: secret })))
      const [data] = (await dataIn(below)) as [{ text: { $sealed: string } }]
      const other = memoryEventStore({ clock: () => at(0) })
      const forged = { ...data, text: { $sealed: change(data.text.$sealed) } }
      await done(other.append(told(forged)))
      try {
        return await dataIn(sealedWith(other, vault))
      } catch (caught) {
        return caught
      }
    })
  const damaged = { _tag: 'StoreDamaged', cause: { _tag: 'SealBroken', stream, field: 'text' } }

  test('is opened where nobody has touched it', async () =>
    expect(await tampered((sealed) => sealed)).toEqual([{ text: secret }]))

  test('is damaged if any of its characters is another', async () => {
    const box = 'xxxxxxxxxxxxxx'.length
    for (const place of [box, box + 10, box + 20, box + 60])
      expect(
        await tampered(
          (sealed) =>
            `${sealed.slice(0, place)}${sealed[place] === 'A' ? 'B' : 'A'}${sealed.slice(place + 1)}`,
        ),
      ).toMatchObject(damaged)
  })

  test('is damaged if it is cut short, or has not its form', async () => {
    expect(await tampered((sealed) => sealed.slice(0, 30))).toMatchObject(damaged)
    expect(await tampered((sealed) => sealed.replace('1:', '1z:'))).toMatchObject(damaged)
    for (const other of ['', '1', '2:AAAAAAAAAAA:AAAA', 7, null, {}])
      expect(await tampered(() => other)).toMatchObject(damaged)
  })

  test('is erased where its key is not known', async () =>
    expect(await tampered((sealed) => `1:AAAAAAAAAAA${sealed.slice(13)}`)).toEqual([
      { text: erased },
    ]))

  test('does not open in another event, field or stream', () =>
    inMemory(async ({ below, store, vault }) => {
      await done(store.append(told({ text: secret })))
      const [data] = (await dataIn(below)) as [{ text: unknown }]
      const moves: ReadonlyArray<Append> = [
        told(data, { commandId: id(91) }),
        told({ name: data.text }),
        told(data, { stream: `request-${id(2)}` }),
      ]
      for (const move of moves) {
        const other = memoryEventStore({ clock: () => at(0) })
        await done(other.append(move))
        await expect(dataIn(sealedWith(other, vault))).rejects.toMatchObject({
          _tag: 'StoreDamaged',
        })
      }
    }))
})

describe('a command with personal data', () => {
  test('is known again although nothing is sealed twice the same', () =>
    inMemory(async ({ store }) => {
      await done(store.append(told({ text: secret })))
      expect(await done(store.append(told({ text: secret })))).toMatchObject({ repeated: true })
      expect(await dataIn(store)).toHaveLength(1)
    }))

  test('is known again when its subject has got another key meanwhile', () =>
    inMemory(async ({ below, store, vault }) => {
      await done(store.append(told({ text: secret })))
      vault.close()
      await inFolder(async (folder) => {
        const another = await done(vaultIn(folder))
        const again = sealedWith(below, another)
        expect(await done(again.append(told({ text: secret })))).toMatchObject({ repeated: true })
        another.close()
      })
    }))

  test('is told from another one under the same id', () =>
    inMemory(async ({ store }) => {
      await done(store.append(told({ text: secret })))
      const other = told({ text: 'other' }, { fingerprint: 'of another' })
      expect(await failure(store.append(other))).toMatchObject({ _tag: 'CommandIdReused' })
    }))

  test('leaves no fingerprint that could be compared once it is erased', () =>
    inMemory(async ({ below, store, vault }) => {
      const wish = told({ text: secret })
      await done(store.append(wish))
      const heard = async (from: EventStore) =>
        O.toUndefined(await done(from.heard(wish.stream, wish.commandId)))
      expect((await heard(store))?.fingerprint).toBe(wish.fingerprint)
      const subjects = [`request:${id(1)}`] as const
      fence(vault, id(50), subjects, at(1))
      right(destroyKeys(vault, { subjects, keyIds: [] }, at(1)))
      expect((await heard(below))?.fingerprint).toMatch(/^\$sealed:1:/)
      expect(await heard(store)).toMatchObject({
        isForgotten: true,
        events: [{ data: { text: erased } }],
      })
      expect(await done(store.append(wish))).toMatchObject({ repeated: true, lastRevision: 0 })
      const next = told({ text: 'again' }, { commandId: id(92) })
      expect(await failure(store.append(next))).toEqual({
        _tag: 'SubjectErased',
        stream,
        subject: `request:${id(1)}`,
      })
    }))
})

describe('appends that are made together', () => {
  const both = [
    told({ text: secret }),
    { ...told({ text: `${secret}, too` }), stream: `request-${id(2)}` as const },
  ]
  const together = (store: EventStore, appends: ReadonlyArray<Append>) => {
    if (store.appendAll === undefined) throw new Error('the log below can')
    return store.appendAll({ appends })
  }

  test('are sealed like any other', () =>
    inMemory(async ({ below, store }) => {
      await done(together(store, both))
      expect(await dataIn(store)).toEqual([{ text: secret }, { text: `${secret}, too` }])
      expect(JSON.stringify(await dataIn(below))).not.toContain(secret)
    }))

  test('are known again, although nothing is sealed twice the same, and after an erasure', () =>
    inMemory(async ({ store, vault }) => {
      const first = await done(together(store, both))
      const again = first.map((place) => ({ ...place, repeated: true }))
      expect(await done(together(store, both))).toEqual(again)
      const subjects = [`request:${id(2)}`] as const
      fence(vault, id(50), subjects, at(1))
      right(destroyKeys(vault, { subjects, keyIds: [] }, at(1)))
      expect(await done(together(store, both))).toEqual(again)
    }))

  test('are known again when their subjects have got other keys meanwhile', () =>
    inMemory(async ({ below, store, vault }) => {
      await done(together(store, both))
      vault.close()
      await inFolder(async (folder) => {
        const another = await done(vaultIn(folder))
        const again = await done(together(sealedWith(below, another), both))
        expect(again.map(({ repeated }) => repeated)).toEqual([true, true])
        another.close()
      })
    }))

  test('are not written, none of them, once the subject of one is erased', () =>
    inMemory(async ({ store, vault }) => {
      fence(vault, id(50), [`request:${id(2)}`], at(1))
      expect(await failure(together(store, both))).toMatchObject({ _tag: 'SubjectErased' })
      expect(await dataIn(store)).toEqual([])
    }))
})
