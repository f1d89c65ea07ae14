import { describe, expect, jest, test } from '@jest/globals'
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clerk, customer, tracesOf } from './erasing.samples.ts'
import { backupDesk, ledgerFile, openDesk, ProblemError, readDesk, restoreDesk } from './index.ts'
import { newFolder } from './samples.ts'

/** Whole desks are made and erased here, and the machine may be busy. */
jest.setTimeout(60_000)

const asked = { basis: 'asked', reason: 'asked by letter', actor: clerk } as const

/** A desk with two customers, a backup of it, and then one of the two erased. */
const erasedSinceBackup = async () => {
  const [folder, backup] = [newFolder(), newFolder()]
  const desk = await openDesk({ folder, mode: 'still' })
  const { partyId } = await customer(desk, 'maria')
  await customer(desk, 'lee')
  await desk.caughtUp()
  const made = await backupDesk(folder, backup)
  const erased = await desk.erasures.eraseParty({ partyId, ...asked })
  if (!erased.ok) throw new Error(JSON.stringify(erased.error))
  await desk.close()
  return { folder, backup, made, partyId, ledger: ledgerFile(folder) }
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (caught) {
    if (caught instanceof ProblemError) return caught.problem.error._tag
    throw caught
  }
  return 'nothing was refused'
}

describe('a backup', () => {
  test('restored gives the desk as it was', async () => {
    const [folder, backup, again] = [newFolder(), newFolder(), newFolder()]
    const desk = await openDesk({ folder, mode: 'still' })
    await customer(desk, 'maria')
    const { head, desk: id } = await backupDesk(folder, backup)
    expect(head).toBe(await desk.head())
    await customer(desk, 'lee')
    const events = async (of: AsyncIterable<{ readonly data: unknown }>) => {
      const all: Array<unknown> = []
      for await (const { data } of of) all.push(data)
      return all
    }
    const before = (await events(desk.events())).slice(0, head)
    await desk.close()
    writeFileSync(join(folder, 'erasures.jsonl'), '')
    await restoreDesk({ from: backup, folder: again, ledger: ledgerFile(folder) })
    const reader = await readDesk({ folder: again })
    expect(reader.id).toBe(id)
    expect(await events(reader.events())).toEqual(before)
    await reader.close()
  })

  test('of before an erasure, restored, does not bring the person back', async () => {
    const { backup, ledger, partyId } = await erasedSinceBackup()
    const folder = newFolder()
    expect(await restoreDesk({ from: backup, folder, ledger })).toMatchObject({
      erasures: 1,
      keysDestroyed: 4,
    })
    expect(tracesOf(folder, 'maria')).toEqual([])
    expect(tracesOf(folder, 'lee')).toHaveLength(7)
    const desk = await openDesk({ folder, mode: 'still' })
    const seen: Array<unknown> = []
    for await (const { type, data } of desk.events())
      if (type === 'PartyRegistered' && data.partyId === partyId) seen.push(data.name)
      else if (type === 'PartyErased') seen.push(data.partyId)
    expect(seen).toEqual([{ $erased: true }, partyId])
    const ana = desk.as(clerk)
    const added = { partyId, pointId: desk.newId(), channel: 'phone', address: '+34600' } as const
    expect(await ana.send({ type: 'AddContactPoint', data: added })).toMatchObject({ ok: false })
    await desk.close()
  })

  test('is not restored without the ledger, unless it is said to be lost, which is recorded', async () => {
    const { backup } = await erasedSinceBackup()
    const folder = newFolder()
    expect(await refusal(restoreDesk({ from: backup, folder }))).toBe('LedgerMissing')
    await restoreDesk({ from: backup, folder, ledgerLost: true })
    expect(JSON.parse(readFileSync(ledgerFile(folder), 'utf8'))).toMatchObject({
      basis: 'ledgerLost',
    })
    expect(tracesOf(folder, 'maria')).toHaveLength(7)
  })

  test('is not restored with a ledger that a certificate is newer than', async () => {
    const { backup, ledger } = await erasedSinceBackup()
    const folder = newFolder()
    writeFileSync(ledger, '')
    expect(await refusal(restoreDesk({ from: backup, folder, ledger }))).toBe('LedgerTooOld')
    expect(tracesOf(folder, 'maria')).toEqual([])
  })

  test('is not restored with a ledger that was changed', async () => {
    const { backup, ledger } = await erasedSinceBackup()
    const text = readFileSync(ledger, 'utf8')
    writeFileSync(ledger, text.replace('party:', 'party;'))
    const damaged = restoreDesk({ from: backup, folder: newFolder(), ledger })
    expect(await refusal(damaged)).toBe('LedgerDamaged')
  })

  test('is not restored over a desk, nor if it was changed, nor if it is none', async () => {
    const { folder, backup, ledger } = await erasedSinceBackup()
    expect(await refusal(restoreDesk({ from: backup, folder, ledger }))).toBe('DeskInPlace')
    const other = newFolder()
    cpSync(backup, other, { recursive: true })
    appendFileSync(join(other, 'events.db'), 'x')
    expect(await refusal(restoreDesk({ from: other, folder: newFolder(), ledger }))).toBe(
      'BackupDamaged',
    )
    rmSync(join(other, 'backup.json'))
    expect(await refusal(restoreDesk({ from: other, folder: newFolder(), ledger }))).toBe(
      'NoBackup',
    )
  })

  test('is made into an empty folder, and of a desk', async () => {
    const { folder, backup } = await erasedSinceBackup()
    expect(await refusal(backupDesk(folder, backup))).toBe('NotEmpty')
    expect(await refusal(backupDesk(newFolder(), newFolder()))).toBe('NoDesk')
  })
})
