import { describe, expect, test } from '@jest/globals'
import { cpSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { at } from '@deskledger/kernel/testing'
import { keysFile, logFile, openDesk, upgradeDesk, viewsFile } from './index.ts'
import { newFolder } from './samples.ts'

const golden = fileURLToPath(new URL('../golden/desk-1', import.meta.url))
const goldenDesk = (): string => {
  const folder = newFolder()
  cpSync(golden, folder, { recursive: true })
  return folder
}

/** Somebody with a SQL prompt, or an older version of the library. */
const within = (file: string, sql: string): void => {
  const db = new Database(file)
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck()
  for (const name of triggers.all()) db.exec(`DROP TRIGGER ${String(name)}`)
  db.exec(sql)
  db.close()
}

const outcome = async (folder: string) => (await upgradeDesk({ folder })).readModels

describe('an upgrade', () => {
  test('makes read models where there are none, and then has nothing to do', async () => {
    const folder = goldenDesk()
    expect(await upgradeDesk({ folder })).toEqual({
      logFormat: 1,
      readModels: 'made',
      position: 11,
    })
    expect(await outcome(folder)).toBe('asTheyWere')
  })

  test('brings read models level that are behind', async () => {
    const folder = goldenDesk()
    await upgradeDesk({ folder })
    const desk = await openDesk({ folder, mode: 'still', clock: () => at(60) })
    const data = { partyId: desk.newId(), kind: 'person', name: 'Carla' } as const
    await desk.as({ kind: 'agent', id: 'ana' }).send({ type: 'RegisterParty', data })
    await desk.close()
    expect(await upgradeDesk({ folder })).toMatchObject({
      readModels: 'broughtLevel',
      position: 12,
    })
  })

  test('builds read models anew that other projectors made, or that are damaged', async () => {
    const folder = goldenDesk()
    await upgradeDesk({ folder })
    const older = await openDesk({
      folder,
      mode: 'still',
      modules: [{ name: 'vouchers', version: 1, tables: [] }],
    })
    await older.caughtUp()
    await older.close()
    expect(await outcome(folder)).toBe('builtAnew')
    expect(await outcome(folder)).toBe('asTheyWere')
    writeFileSync(viewsFile(folder), 'no database at all'.repeat(1_000))
    expect(await outcome(folder)).toBe('builtAnew')
  })

  test('changes no stored event', async () => {
    const folder = goldenDesk()
    await upgradeDesk({ folder })
    const desk = await openDesk({ folder, mode: 'still' })
    expect(await desk.head()).toBe(11)
    await desk.close()
  })

  test('refuses a log from before the chain, and names the new import', async () => {
    const folder = goldenDesk()
    within(
      logFile(folder),
      `PRAGMA user_version = 0; UPDATE desk SET value = '0' WHERE key = 'format'`,
    )
    await expect(upgradeDesk({ folder })).rejects.toMatchObject({
      problem: { code: 'DL1010', mend: expect.stringContaining('import') },
    })
  })

  test('refuses what a newer version wrote, and where there is no desk', async () => {
    const newer = goldenDesk()
    within(
      logFile(newer),
      `PRAGMA user_version = 2; UPDATE desk SET value = '2' WHERE key = 'format'`,
    )
    await expect(upgradeDesk({ folder: newer })).rejects.toMatchObject({
      problem: { code: 'DL1006' },
    })
    const keys = goldenDesk()
    within(keysFile(keys), 'PRAGMA user_version = 2')
    await expect(upgradeDesk({ folder: keys })).rejects.toMatchObject({
      problem: { code: 'DL7008' },
    })
    await expect(upgradeDesk({ folder: newFolder() })).rejects.toMatchObject({
      problem: { code: 'DL1001' },
    })
  })
})
