import { beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openDesk } from '@deskledger/desk'
import { deskledger, nowhere, ownSample, problemOf, sharedSample, xes } from '../console.samples.ts'

beforeAll(sharedSample, 120_000)

const imported = async (): Promise<string> => {
  const desk = nowhere()
  await deskledger('import', 'xes', xes, '--desk', desk)
  return desk
}
const digests = async (desk: string, ...args: ReadonlyArray<string>) =>
  (await deskledger('project', ...args, '--digest', '--json', '--quiet', '--desk', desk)).out
const forget = (desk: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(desk, `views.db${end}`), { force: true })
}
const findings = async (desk: string) => {
  const { code, out } = await deskledger('doctor', '--json', '--desk', desk)
  const all = JSON.parse(out) as ReadonlyArray<{ ok: boolean; what: string; mend?: string }>
  return { code, ill: all.filter(({ ok }) => !ok) }
}

describe('the read models', () => {
  test('come out the same, digest by digest, when they are built anew', async () => {
    const desk = await ownSample()
    const before = await digests(desk)
    expect(JSON.parse(before)).toContainEqual(
      expect.objectContaining({ table: 'request', rows: expect.any(Number) }),
    )
    const views = new DatabaseSync(join(desk, 'views.db'))
    views.exec('DELETE FROM request')
    views.close()
    expect(await digests(desk)).not.toBe(before)
    expect(await digests(desk, '--rebuild', 'all')).toBe(before)
    forget(desk)
    expect((await deskledger('query', 'Q39', '--desk', desk)).err).toContain('deskledger project')
    expect(await digests(desk)).toBe(before)
  })

  test('are counted from where they were', async () => {
    const desk = await imported()
    const project = (...args: ReadonlyArray<string>) =>
      deskledger('project', ...args, '--json', '--desk', desk)
    const still = await project()
    const { position } = JSON.parse(still.out) as { position: number }
    expect(JSON.parse(still.out)).toEqual({ projected: 0, position, skipped: 0 })
    expect(still.err).toBe(`projected 0 events; at position ${position}\n`)
    expect(JSON.parse((await project('--rebuild', 'all')).out)).toMatchObject({
      projected: position,
    })
    forget(desk)
    expect(JSON.parse((await project()).out)).toMatchObject({ projected: position })
    forget(desk)
    writeFileSync(join(desk, 'views.db'), 'a letter to somebody')
    expect(JSON.parse((await project()).out)).toMatchObject({ projected: position })
    expect(await project('--quiet')).toMatchObject({ code: 0, err: '' })
  })

  test('that are behind are said to be, with what brings them level', async () => {
    const folder = await imported()
    const desk = await openDesk({ folder, mode: 'still' })
    await desk.as({ kind: 'agent', id: 'ana' }).send({
      type: 'RegisterParty',
      data: { partyId: desk.newId(), kind: 'person', name: 'Lee' },
    })
    await desk.close()
    const { err } = await deskledger('query', 'select 1', '--desk', folder)
    expect(err).toMatch(/\(1 events behind the log: deskledger project\)\n$/)
    expect(await findings(folder)).toMatchObject({ code: 1, ill: [{ what: 'read models' }] })
  })
})

describe('a doctor', () => {
  test('finds a desk well, and prints what was looked at', async () => {
    const desk = await imported()
    const { code, out } = await deskledger('doctor', '--desk', desk)
    expect(code).toBe(0)
    expect(out).toMatch(/^ok {4}versions: Node .*\nok {4}log file: .*, sound\n/)
    expect(out).not.toContain('LOOK')
    expect(await findings(desk)).toEqual({ code: 0, ill: [] })
  })

  test('finds read models that are gone or unreadable, and names what mends them', async () => {
    const desk = await imported()
    forget(desk)
    expect(await findings(desk)).toMatchObject({ code: 1, ill: [{ mend: 'deskledger project' }] })
    writeFileSync(join(desk, 'views.db'), 'a letter to somebody')
    const mend = 'deskledger project --rebuild all'
    expect(await findings(desk)).toMatchObject({ code: 1, ill: [{ what: 'read models', mend }] })
    const { out } = await deskledger('doctor', '--desk', desk)
    expect(out).toContain(`      mend: ${mend}\n`)
    expect((await deskledger('project', '--rebuild', 'all', '--desk', desk)).code).toBe(0)
    expect(await findings(desk)).toEqual({ code: 0, ill: [] })
  })

  test('finds a damaged log, whether it can be opened or not', async () => {
    const damaged = await imported()
    const file = join(damaged, 'events.db')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x5a, 4_096 * 3, 4_096 * 6))
    expect(await findings(damaged)).toMatchObject({ code: 1, ill: [{ what: 'log file' }] })
    const cut = await imported()
    truncateSync(join(cut, 'events.db'), 9_000)
    expect(await findings(cut)).toMatchObject({ code: 1, ill: [{ what: 'log file' }] })
    const other = await imported()
    writeFileSync(join(other, 'events.db'), 'a letter to somebody')
    expect(await findings(other)).toMatchObject({ code: 1, ill: [{ what: 'log file' }] })
  })

  test('finds an index of the log that leads elsewhere', async () => {
    const desk = await imported()
    const file = join(desk, 'events.db')
    const log = new DatabaseSync(file, { readOnly: true })
    const { page } = log
      .prepare(
        `SELECT rootpage page FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'`,
      )
      .get() as { page: number }
    log.close()
    const bytes = readFileSync(file)
    const last = page * 4_096 - 1
    bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last)
    writeFileSync(file, bytes)
    expect(await findings(desk)).toMatchObject({ code: 1, ill: [{ what: 'log file' }] })
  })
})

describe('a log of a newer format', () => {
  test('is refused with both formats, and left as it is', async () => {
    const desk = await imported()
    const log = new DatabaseSync(join(desk, 'events.db'))
    const guards = log.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all()
    for (const { name } of guards) log.exec(`DROP TRIGGER "${String(name)}"`)
    log.exec(`UPDATE desk SET value = '7' WHERE key = 'format'; PRAGMA user_version = 7`)
    log.close()
    const before = readFileSync(join(desk, 'events.db'))
    for (const args of [['query', 'Q16'], ['import', 'xes', xes], ['project'], ['doctor']]) {
      const said = await deskledger(...args, '--desk', desk, '--json')
      expect(said).toMatchObject({ code: 3, out: '' })
      expect(problemOf(said)).toMatchObject({ code: 'DL1006', why: expect.stringContaining('7') })
    }
    expect(readFileSync(join(desk, 'events.db')).equals(before)).toBe(true)
  })
})
