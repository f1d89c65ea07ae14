/**
 * Desks to test with, in folders of their own that go when the tests end.
 */
import { afterAll } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDesk, type Desk, type DeskSettings } from './index.ts'

const folders: Array<string> = []
const open: Array<Desk> = []

afterAll(async () => {
  await Promise.all(open.map((desk) => desk.close()))
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that does not exist yet. */
export const newFolder = (): string => {
  const parent = mkdtempSync(join(tmpdir(), 'deskledger-desk-'))
  folders.push(parent)
  return join(parent, 'desk')
}

/** A desk that is closed when the tests end, if it was not before. */
export const newDesk = async (settings: Partial<DeskSettings<readonly []>> = {}): Promise<Desk> => {
  const desk = await openDesk({ folder: newFolder(), ...settings })
  open.push(desk)
  return desk
}

export const clerk = { kind: 'agent', id: 'ana' } as const

/** María, who can be reached by phone, and her boiler, which leaks. */
export const maria = async (desk: Desk) => {
  const ana = desk.as(clerk)
  const partyId = desk.newId()
  const requestId = desk.newId()
  await ana.send({
    type: 'RegisterParty',
    data: { partyId, kind: 'person', name: 'María Núñez' },
  })
  await ana.send({
    type: 'AddContactPoint',
    data: { partyId, pointId: desk.newId(), channel: 'phone', address: '+34 600 123 456' },
  })
  await ana.send({
    type: 'OpenRequest',
    data: {
      requestId,
      partyId,
      channel: 'phone',
      origin: 'inbound',
      caseType: 'fault',
      subject: 'The boiler leaks again',
    },
  })
  return { ana, partyId, requestId }
}
