import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { openDesk } from '@deskledger/desk'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './main.ts'

/** Whole desks are made and erased here, and the machine may be busy. */
jest.setTimeout(60_000)

const parent = mkdtempSync(join(tmpdir(), 'deskledger-keeping-'))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const said = async (...args: ReadonlyArray<string>) => {
  const all = { out: '', err: '' }
  const code = await run([...args, '--json'], {
    out: (text) => void (all.out += text),
    err: (text) => void (all.err += text),
    isTerminal: false,
  })
  return { code, ...all }
}

const phone = '+34600123456'
const deskWithMaria = async (name: string): Promise<string> => {
  const folder = join(parent, name)
  const desk = await openDesk({ folder, mode: 'still' })
  const ana = desk.as({ kind: 'agent', id: 'ana' })
  const partyId = desk.newId()
  await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
  await ana.send({
    type: 'AddContactPoint',
    data: { partyId, pointId: desk.newId(), channel: 'phone', address: phone },
  })
  await desk.caughtUp()
  await desk.close()
  return folder
}

describe('deskledger erase', () => {
  test('says first what it would do, and does it only if that is confirmed', async () => {
    const folder = await deskWithMaria('asked')
    const erase = ['erase', phone, '--reason', 'asked by letter', '--desk', folder]
    const dry = await said(...erase, '--dry-run')
    expect(dry).toMatchObject({ code: 0 })
    expect(JSON.parse(dry.out)).toMatchObject({ values: 3, events: 2 })
    expect(await said(...erase)).toMatchObject({ code: 2, out: '' })
    const done = await said(...erase, '--yes')
    expect(done.code).toBe(0)
    const certificate = JSON.parse(done.out) as { file: string }
    expect(certificate).toMatchObject({ values: 3, search: { status: 'done', found: [] } })
    expect(JSON.parse(readFileSync(certificate.file, 'utf8'))).toMatchObject({ certificate: 1 })
    expect(await said(...erase, '--yes')).toMatchObject({ code: 2 })
  })

  test('does not take a reason that names the person', async () => {
    const folder = await deskWithMaria('named')
    const named = ['erase', phone, '--reason', `called from ${phone}`, '--desk', folder, '--yes']
    const { code, err } = await said(...named)
    expect(code).toBe(2)
    expect(err).toContain('ReasonNamesPerson')
    expect(err).not.toContain(phone)
  })
})

describe('deskledger upgrade', () => {
  test('says what it did, and that nothing is to be done', async () => {
    const folder = await deskWithMaria('upgraded')
    const first = await said('upgrade', '--desk', folder)
    expect(JSON.parse(first.out)).toEqual({ logFormat: 1, readModels: 'asTheyWere', position: 2 })
    rmSync(join(folder, 'views.db'))
    expect((await said('upgrade', '--desk', folder)).out).toContain('"made"')
    expect(await said('upgrade', '--desk', join(parent, 'nowhere'))).toMatchObject({ code: 3 })
  })
})

describe('deskledger backup and restore', () => {
  test('bring a desk back without whoever was erased since', async () => {
    const folder = await deskWithMaria('old')
    const [copy, again] = [join(parent, 'copy'), join(parent, 'again')]
    expect(await said('backup', copy, '--desk', folder)).toMatchObject({ code: 0 })
    await said('erase', phone, '--reason', 'asked', '--desk', folder, '--yes')
    expect(await said('restore', copy, '--desk', again)).toMatchObject({ code: 3 })
    const ledger = join(folder, 'erasures.jsonl')
    const restored = await said('restore', copy, '--desk', again, '--ledger', ledger)
    expect(restored).toMatchObject({ code: 0 })
    expect(JSON.parse(restored.out)).toMatchObject({ head: 2, erasures: 1, keysDestroyed: 1 })
    const events = await said('events', '--data', '--desk', again)
    expect(events.out).not.toContain('María')
    expect(events.out).toContain('$erased')
  })
})
