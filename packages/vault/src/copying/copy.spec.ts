import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import { startPglite, type Pglite } from '@deskledger/projection/postgres/testing'
import { keyFile } from '../master-key.ts'
import type { Vault } from '../port.ts'
import { keysOnServer } from '../postgres/keys-on-server.ts'
import { openPostgresVault } from '../postgres/vault.ts'
import type { Subject } from '../subject.ts'
import { deskId, done, failure, inFolder, vaultIn } from '../testing/desk.ts'
import { eraseSubjects, keyFor, keyOf, link } from '../testing/keys.ts'
import { copyKeys } from './copy.ts'
import { keysInFile } from './file.ts'
import type { KeysPlace, OpenPlace } from './place.ts'
import type { CopiedRow } from './tables.ts'

let pglite: Pglite
beforeAll(async () => {
  pglite = await startPglite()
}, 60_000)
afterAll(() => pglite.close())

let schemas = 0
const newSchema = (): string => `copied_${++schemas}`
const onPglite = (schema: string): KeysPlace => keysOnServer(pglite.server(), schema)
const fileIn = (folder: string, name = 'keys.db'): KeysPlace => keysInFile(join(folder, name))

const vaultOn = (schema: string, folder: string, isLogEmpty = false) =>
  openPostgresVault({
    server: pglite.server(),
    schema,
    desk: deskId,
    ids: () => deskId,
    provider: keyFile(join(folder, 'desk.key')),
    clock: () => at(0),
    isLogEmpty,
  })
const fileVault = (folder: string, name: string) =>
  vaultIn(folder, { file: join(folder, name), isLogEmpty: false })

const subjects = [1, 2, 3, 4].map((n): Subject => `party:${id(n)}`)
const [maria = 'party:', lee = 'party:'] = subjects
const request = `request:${id(9)}` as const

/** The same place, with its puts done otherwise. */
const putting =
  (place: KeysPlace, put: (open: OpenPlace) => OpenPlace['put']): KeysPlace =>
  async (use) =>
    E.map((open: OpenPlace): OpenPlace => ({ ...open, put: put(open) }))(await place(use))

/** Breaks off at the put of that number. */
const breaking = (place: KeysPlace, at: number): KeysPlace => {
  let puts = 0
  return putting(place, (open) => async (table, rows) => {
    puts += 1
    if (puts === at) throw new Error('the power is gone')
    await open.put(table, rows)
  })
}

/** What anybody can tell of a vault from outside: which key each has, and whether it still opens. */
const told = async (vault: Vault, keyIds: ReadonlyArray<string>) => ({
  desk: vault.desk,
  secret: vault.secret.toString('hex'),
  keys: Object.fromEntries(await vault.keyIdsOf([...subjects, request])),
  links: await vault.links(),
  erasures: await vault.journal.all(),
  opened: await Promise.all(
    keyIds.map(async (each) => (await keyOf(vault, each))?.export().toString('hex')),
  ),
})

/** Keys in every state there is, in the file of a folder. */
const lived = async (folder: string): Promise<ReadonlyArray<string>> => {
  const vault = await done(vaultIn(folder))
  const ids: Array<string> = []
  for (const subject of [...subjects.slice(0, 3), request])
    ids.push((await keyFor(vault, subject))?.id ?? '')
  await link(vault, [{ of: request, to: lee }])
  await eraseSubjects(vault, maria)
  await vault.journal.begin({
    erasure: id(50),
    partyId: id(1),
    basis: 'asked',
    reason: 'asked by letter',
    actor: { kind: 'agent', id: 'ana' },
    at: { begun: at(1), requested: at(2) },
    subjects: [maria],
    keyIds: [],
    events: 0,
    values: 0,
    isEntangled: false,
  })
  vault.close()
  return ids
}

describe('keys that are copied', () => {
  test('to a server and back are the same, erased ones included', () =>
    inFolder(async (folder) => {
      const ids = await lived(folder)
      const schema = newSchema()
      const there = await done(copyKeys(fileIn(folder), onPglite(schema)))
      const back = await done(copyKeys(onPglite(schema), fileIn(folder, 'back.db')))
      expect(back).toEqual(there)
      expect(there).toMatchObject({
        desk: deskId,
        rows: { keys: 4, links: 1, fences: 1, erasures: 1, secret: 1 },
      })
      const [here, server, again] = [
        await done(fileVault(folder, 'keys.db')),
        await done(vaultOn(schema, folder)),
        await done(fileVault(folder, 'back.db')),
      ]
      const expected = await told(here, ids)
      expect(expected.opened.filter((key) => key === undefined)).toHaveLength(1)
      expect(await told(server, ids)).toEqual(expected)
      expect(await told(again, ids)).toEqual(expected)
      for (const vault of [here, server, again]) {
        expect(await keyFor(vault, maria)).toBeUndefined()
        vault.close()
      }
    }))

  test('cannot be opened before all of them are there, and go on where they were', () =>
    inFolder(async (folder) => {
      const ids = await lived(folder)
      const schema = newSchema()
      const whole = await done(copyKeys(fileIn(folder), onPglite(newSchema())))
      for (const isLogEmpty of [true, false])
        for (let n = 1; n < 6; n += 1) {
          const broken = copyKeys(fileIn(folder), breaking(onPglite(schema), n))
          expect(await failure(broken)).toMatchObject({ _tag: 'KeysUnusable' })
          if (n > 1)
            expect(await failure(vaultOn(schema, folder, isLogEmpty))).toMatchObject({
              _tag: 'KeysMissing',
            })
        }
      expect(await done(copyKeys(fileIn(folder), onPglite(schema)))).toEqual(whole)
      expect(await done(copyKeys(fileIn(folder), onPglite(schema)))).toEqual(whole)
      const vault = await done(vaultOn(schema, folder))
      expect((await keyOf(vault, ids[1] ?? ''))?.type).toBe('secret')
    }))

  test('to a file cannot be opened before all of them are there either', () =>
    inFolder(async (folder) => {
      await lived(folder)
      const schema = newSchema()
      await done(copyKeys(fileIn(folder), onPglite(schema)))
      const half = breaking(fileIn(folder, 'back.db'), 3)
      expect(await failure(copyKeys(onPglite(schema), half))).toMatchObject({
        _tag: 'KeysUnusable',
      })
      for (const isLogEmpty of [true, false])
        expect(
          await failure(vaultIn(folder, { file: join(folder, 'back.db'), isLogEmpty })),
        ).toMatchObject({ _tag: 'KeysMissing' })
      await done(copyKeys(onPglite(schema), fileIn(folder, 'back.db')))
      ;(await done(fileVault(folder, 'back.db'))).close()
    }))

  test('are erased in the copy where they were erased meanwhile, and never brought back', () =>
    inFolder(async (folder) => {
      const ids = await lived(folder)
      const schema = newSchema()
      await done(copyKeys(fileIn(folder), onPglite(schema)))
      const here = await done(vaultIn(folder))
      await eraseSubjects(here, lee)
      here.close()
      await done(copyKeys(fileIn(folder), onPglite(schema)))
      const server = await done(vaultOn(schema, folder))
      expect(await keyOf(server, ids[1] ?? '')).toBeUndefined()
      await eraseSubjects(server, subjects[2] ?? lee)
      expect(await failure(copyKeys(fileIn(folder), onPglite(schema)))).toMatchObject({
        _tag: 'KeysDiffer',
        table: 'keys',
        from: 4,
        to: 4,
      })
      expect(await keyOf(server, ids[2] ?? '')).toBeUndefined()
    }))

  test('are refused where others are, and where there are none', () =>
    inFolder(async (folder) => {
      await lived(folder)
      const schema = newSchema()
      const other = { file: join(folder, 'other.db'), desk: id(77) }
      ;(await done(vaultIn(folder, other))).close()
      await done(copyKeys(fileIn(folder, 'other.db'), onPglite(schema)))
      const tag = (copy: ReturnType<typeof copyKeys>) => failure(copy)
      expect(await tag(copyKeys(fileIn(folder), onPglite(schema)))).toMatchObject({
        _tag: 'ForeignKeys',
        found: id(77),
      })
      expect(await tag(copyKeys(fileIn(folder, 'none.db'), onPglite(schema)))).toMatchObject({
        _tag: 'KeysMissing',
      })
      expect(await tag(copyKeys(onPglite('nowhere'), fileIn(folder)))).toMatchObject({
        _tag: 'KeysMissing',
      })
      const own = newSchema()
      await done(vaultOn(own, folder, true))
      expect(await tag(copyKeys(fileIn(folder), onPglite(own)))).toMatchObject({
        _tag: 'KeysDiffer',
        table: 'secret',
      })
    }))

  test('that arrive otherwise than they were sent are found out', () =>
    inFolder(async (folder) => {
      await lived(folder)
      const arriving = (forge: (rows: ReadonlyArray<CopiedRow>) => ReadonlyArray<CopiedRow>) =>
        copyKeys(
          fileIn(folder),
          putting(onPglite(newSchema()), (open) => async (table, rows) => {
            await open.put(table, table.name === 'keys' ? forge(rows) : rows)
          }),
        )
      const differ = { _tag: 'KeysDiffer', table: 'keys', from: 4 }
      const fewer = await failure(arriving((rows) => rows.slice(1)))
      expect(fewer).toMatchObject({ ...differ, to: 3 })
      const other = await failure(
        arriving((rows) =>
          rows.map((row) => row.map((value) => (value === 'active' ? 'spare' : value))),
        ),
      )
      expect(other).toMatchObject({ ...differ, to: 4 })
      expect(await done(arriving((rows) => rows))).toMatchObject({ rows: { keys: 4 } })
    }))

  test('of any number and kind have the same digest at both places', () =>
    inFolder(async (folder) => {
      let n = 0
      const rowOf = fc.record({
        state: fc.constantFrom('spare', 'active', 'erased'),
        subject: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: null }),
        created: fc.nat(2 ** 50),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(rowOf, { maxLength: 20 }), async (rows) => {
          const name = `keys-${(n += 1)}.db`
          ;(await done(vaultIn(folder, { file: join(folder, name) }))).close()
          const db = new Database(join(folder, name))
          const put = db.prepare('INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)')
          for (const { state, subject, created } of rows) {
            const isGone = state === 'erased'
            const wrapped = isGone ? null : randomBytes(60)
            const at = isGone ? created : null
            const keyId = randomBytes(8).toString('base64url')
            put.run(keyId, subject?.replaceAll('\0', ''), state, wrapped, created, at)
          }
          db.close()
          const schema = newSchema()
          const there = await done(copyKeys(fileIn(folder, name), onPglite(schema)))
          const back = await done(copyKeys(onPglite(schema), fileIn(folder, `back-${name}`)))
          expect(there.rows['keys']).toBe(rows.length)
          expect(back).toEqual(there)
        }),
        { numRuns: 12 },
      )
    }))
})
