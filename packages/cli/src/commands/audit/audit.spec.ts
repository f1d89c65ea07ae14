import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDesk, type Desk } from '@deskledger/desk'
import Database from 'better-sqlite3'
import { run } from '../../main.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskledger-audits-'))
const desk = join(folder, 'desk')
const key = join(folder, 'key')
interface Digested {
  readonly table: string
  readonly rows: number
  readonly facts: string
}
type Tables = Readonly<Record<string, Digested>>
const known = { partyId: '', requestId: '', middle: 0, digests: [] as ReadonlyArray<Digested> }
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a command prints and how it ends. */
const perform = async (...args: ReadonlyArray<string>) => {
  const said = { out: '', err: '' }
  const io = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    isTerminal: false,
  }
  const at = args.includes('--desk') ? [] : ['--desk', desk]
  const code = await run([...args, ...at], io)
  return { code, ...said }
}
const audit = (...args: ReadonlyArray<string>) => perform('audit', ...args)
const asJson = async (...args: ReadonlyArray<string>) => {
  const { code, out } = await audit(...args, '--json')
  return { code, said: JSON.parse(out) as never }
}

/** What tells the bytes of every file in the desk from others. */
const bytes = (at = desk) =>
  readdirSync(at)
    .toSorted()
    .map((name) => [name, hash('sha256', readFileSync(join(at, name)))])

/** A copy of the desk that somebody has had in their hands. */
const tampered = (name: string, file: string, sql: string): string => {
  const copy = join(folder, name)
  cpSync(desk, copy, { recursive: true })
  const db = new Database(join(copy, file))
  for (const trigger of db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
    .pluck()
    .all())
    db.exec(`DROP TRIGGER ${String(trigger)}`)
  db.exec(sql)
  db.close()
  return copy
}

const live = async (open: Desk): Promise<void> => {
  const ana = open.as({ kind: 'agent', id: 'ana' })
  const partyId = open.newId()
  const requestId = open.newId()
  const report = { channel: 'phone', origin: 'inbound', caseType: 'fault' } as const
  await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
  await ana.send({
    type: 'OpenRequest',
    data: { requestId, partyId, ...report, subject: 'The boiler leaks again' },
  })
  await open.caughtUp()
  Object.assign(known, { partyId, requestId, middle: await open.head() })
}

beforeAll(async () => {
  const open = await openDesk({ folder: desk, mode: 'still' })
  await live(open)
  await open.close()
  const { out } = await perform('project', '--digest', '--json')
  Object.assign(known, { digests: JSON.parse(out) as unknown })
  await audit('key', 'new', key)
}, 60_000)

describe('verification', () => {
  test('of a sound log says how much it saw, its tip, its root and what nobody can tell', async () => {
    const { code, out } = await audit('verify')
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('root    ') })
    expect(out).toMatch(/^log {5}\d+ events in \d+ commits/)
    expect(out).toMatch(/\nnot checked: truncation of the tail, whole rewrite\n$/)
  })

  test('changes no byte of the desk, whatever the command', async () => {
    const before = bytes()
    const commands = [
      ['verify'],
      ['diff'],
      ['access'],
      ['replay', '--at', '2'],
      ['explain', 'request', known.requestId],
      ['export', join(folder, 'bundle')],
    ]
    for (const args of commands) expect((await audit(...args)).code).toBe(0)
    expect(bytes()).toEqual(before)
  })

  test('of an altered event exits with 1 and names the commit', async () => {
    const at = tampered(
      'altered',
      'events.db',
      'UPDATE events SET occurred_at = occurred_at + 1 WHERE position = 2',
    )
    const before = bytes(at)
    const { code, out } = await audit('verify', '--desk', at)
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('LOOK    commit 2'),
    })
    expect(bytes(at)).toEqual(before)
    const { code: refused, err } = await audit('checkpoint', '--key', key, '--desk', at)
    expect({ refused, err }).toMatchObject({
      refused: 1,
      err: expect.stringContaining('nothing was signed'),
    })
  })

  test('of a file that SQLite cannot read exits with 1 too', async () => {
    const at = join(folder, 'shredded')
    cpSync(desk, at, { recursive: true })
    const file = join(at, 'events.db')
    const torn = readFileSync(file)
    writeFileSync(file, torn.fill(0x5a, 4096))
    expect((await audit('verify', '--desk', at)).code).toBe(1)
    writeFileSync(file, 'no database at all'.repeat(100))
    expect((await audit('verify', '--desk', at)).code).toBe(1)
  })

  test('of no desk exits with 3', async () =>
    expect(await audit('verify', '--desk', join(folder, 'nowhere'))).toMatchObject({
      code: 3,
      err: expect.stringContaining('DL1001'),
    }))

  test('goes on from where an earlier one ended, outside the desk only', async () => {
    const state = join(folder, 'state.json')
    expect((await audit('verify', '--state', state)).code).toBe(0)
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ position: known.middle })
    expect((await audit('verify', '--state', state)).code).toBe(0)
    writeFileSync(state, '{}')
    expect(await audit('verify', '--state', state)).toMatchObject({
      code: 2,
      err: expect.stringContaining('DL8009'),
    })
    const at = tampered('unsound', 'events.db', 'UPDATE commits SET recorded_at = 1')
    const unsound = join(folder, 'unsound.json')
    expect((await audit('verify', '--state', unsound, '--desk', at)).code).toBe(1)
    expect(existsSync(unsound)).toBe(false)
    expect((await audit('verify', '--state', join(desk, 'state.json'))).err).toContain('DL8002')
    expect(existsSync(join(desk, 'state.json'))).toBe(false)
  })
})

describe('a key', () => {
  test('is for its owner alone, and never written over', async () => {
    expect(statSync(key).mode & 0o777).toBe(0o600)
    const before = readFileSync(key, 'utf8')
    expect((await audit('key', 'new', key)).code).toBe(3)
    expect(readFileSync(key, 'utf8')).toBe(before)
  })

  test('is never put into the desk', async () => {
    expect((await audit('key', 'new', join(desk, 'k'))).err).toContain('DL8002')
    expect(readdirSync(desk)).not.toContain('k')
  })

  test('tells its verifying half', async () =>
    expect((await audit('key', 'show', key)).out).toBe(readFileSync(`${key}.pub`, 'utf8')))
})

describe('a checkpoint', () => {
  const note = join(folder, 'first.note')

  test('anchors the log: then a rewrite and a cut are found', async () => {
    expect((await audit('checkpoint', '--key', key, '--out', note)).code).toBe(0)
    const anchored = ['--note', note, '--key', `${key}.pub`]
    const sound = await audit('verify', ...anchored)
    expect(sound.code).toBe(0)
    expect(sound.out).not.toContain('not checked')
    const cut = tampered(
      'cut',
      'events.db',
      `DELETE FROM checkpoints;
         DELETE FROM commands WHERE (stream, first_revision) IN
           (SELECT stream, revision FROM events WHERE commit_no = 2);
         DELETE FROM streams WHERE id IN (SELECT stream FROM events WHERE commit_no = 2);
         DELETE FROM types WHERE id IN (SELECT type FROM events WHERE commit_no = 2);
         DELETE FROM events WHERE commit_no = 2; DELETE FROM commits WHERE commit_no = 2`,
    )
    const found = await audit('verify', ...anchored, '--desk', cut)
    expect({ code: found.code, out: found.out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('the tail was cut off'),
    })
  })

  test('of another key, or changed, or of another log is refused by name', async () => {
    const other = join(folder, 'other-key')
    await audit('key', 'new', other)
    expect(await audit('verify', '--note', note, '--key', `${other}.pub`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('none of the keys given'),
    })
    const forged = join(folder, 'forged.note')
    writeFileSync(forged, readFileSync(note, 'utf8').replace('\n2\n', '\n1\n'))
    expect((await audit('verify', '--note', forged, '--key', `${key}.pub`)).err).toContain('DL8006')
    writeFileSync(forged, 'no note')
    expect((await audit('verify', '--note', forged, '--key', `${key}.pub`)).code).toBe(2)
    const strange = await openDesk({ folder: join(folder, 'strange'), mode: 'still' })
    await strange.close()
    const answer = await audit('checkpoint', '--key', key, '--desk', join(folder, 'strange'))
    expect(answer).toMatchObject({ code: 2, err: expect.stringContaining('DL8007') })
  })

  test('is signed by the old and the new key when keys change', async () => {
    const next = join(folder, 'next-key')
    const both = join(folder, 'both.note')
    expect((await audit('key', 'rotate', key, next, '--out', both)).code).toBe(0)
    expect(readFileSync(both, 'utf8').match(/^— /gm)).toHaveLength(2)
    const keys = ['--key', `${key}.pub`, `${next}.pub`]
    expect((await audit('verify', '--note', both, ...keys)).code).toBe(0)
  })
})

describe('evidence', () => {
  const verifier = fileURLToPath(
    new URL('../../../../verifier/bin/deskledger-verify.mjs', import.meta.url),
  )
  const check = (...args: ReadonlyArray<string>) =>
    spawnSync(process.execPath, [verifier, ...args, '--key', `${key}.pub`], { encoding: 'utf8' })

  test('that an event is in the log is checked without it', async () => {
    const proof = join(folder, 'proof.json')
    const { code } = await audit('prove', '2', '--key', `${key}.pub`, '--out', proof)
    expect(code).toBe(0)
    expect(check(proof)).toMatchObject({ status: 0 })
    writeFileSync(proof, readFileSync(proof, 'utf8').replace('RequestOpened', 'RequestClosed'))
    expect(check(proof)).toMatchObject({ status: 1 })
  })

  test('that the log has only grown is checked without it', async () => {
    const open = await openDesk({ folder: desk, mode: 'still' })
    const { partyId, requestId, middle } = known
    await live(open)
    await open.close()
    Object.assign(known, { partyId, requestId, middle })
    const newer = join(folder, 'newer.note')
    expect((await audit('checkpoint', '--key', key, '--out', newer)).code).toBe(0)
    const proof = join(folder, 'growth.json')
    const notes = [join(folder, 'first.note'), newer]
    const asked = ['--consistency', ...notes, '--key', `${key}.pub`, '--out', proof]
    expect((await audit('prove', ...asked)).code).toBe(0)
    expect(check(proof)).toMatchObject({ status: 0 })
  })

  test('of the whole log is a bundle, the same bytes each time', async () => {
    const bundles = ['bundle-1', 'bundle-2'].map((name) => join(folder, name))
    const signed = ['--note', join(folder, 'newer.note'), '--key', `${key}.pub`]
    for (const bundle of bundles) expect((await audit('export', bundle, ...signed)).code).toBe(0)
    const [one = '', two = ''] = bundles
    expect(bytes(one)).toEqual(bytes(two))
    expect(readdirSync(one)).toContain('event-dictionary.json')
    expect(check(one)).toMatchObject({ status: 0 })
    expect((await audit('export', one)).err).toContain('DL8014')
  })

  test('is not asked for in a way that cannot be answered', async () => {
    const by = ['--key', `${key}.pub`]
    expect((await audit('prove', ...by)).err).toContain('DL9036')
    expect((await audit('prove', '999', ...by)).err).toContain('DL8010')
    expect((await audit('prove', '1', '--key', join(folder, 'other-key.pub'))).err).toContain(
      'DL8012',
    )
    expect((await audit('prove', '1')).code).toBe(2)
  })

  test('is not given by a log that was altered: that is a finding', async () => {
    const at = tampered(
      'unproved',
      'events.db',
      'UPDATE events SET occurred_at = occurred_at + 1 WHERE position = 2',
    )
    const answer = await audit('prove', '2', '--key', `${key}.pub`, '--desk', at)
    expect(answer).toMatchObject({ code: 1, out: expect.stringContaining('LOOK') })
    const other = tampered(
      'rewritten',
      'events.db',
      'UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 1',
    )
    const note = ['--note', join(folder, 'first.note'), '--key', `${key}.pub`]
    expect((await audit('prove', '2', ...note, '--desk', other)).code).toBe(1)
  })
})

describe('a row', () => {
  test('is explained by the events that touched it, and agrees with the read model', async () => {
    const { code, said } = await asJson('explain', 'request', known.requestId)
    expect({ code, said }).toMatchObject({
      code: 0,
      said: {
        standing: 'agrees',
        touches: [{ type: 'RequestOpened', actor: { kind: 'agent', id: 'ana' } }],
      },
    })
  })

  test('is explained without personal data unless that is asked for', async () => {
    const hidden = await audit('explain', 'customer', known.partyId)
    expect(hidden.out).toContain('(personal)')
    expect(hidden.out).not.toContain('María')
    const shown = await audit('explain', 'customer', `party_id=${known.partyId}`, '--show-personal')
    expect(shown.out).toContain('María Núñez')
  })

  test('of a key of several columns is named by all of them, in any order', async () => {
    const named = [`revision=0`, `request_id=${known.requestId}`]
    expect((await audit('explain', 'process_event', ...named)).code).toBe(0)
    expect((await audit('explain', 'process_event', known.requestId, '0')).code).toBe(0)
    expect((await audit('explain', 'process_event', known.requestId)).err).toContain('DL9035')
    expect((await audit('explain', 'process_event', known.requestId, 'x')).err).toContain('DL9035')
    expect((await audit('explain', 'request', known.requestId, '0')).err).toContain('DL9035')
  })

  test('that is not there, or of no table, is usage; a table nearly named is guessed', async () => {
    expect(await audit('explain', 'request', known.partyId)).toMatchObject({ code: 2 })
    expect((await audit('explain', 'requests', known.requestId)).err).toContain(
      'did you mean request?',
    )
    expect((await audit('explain', 'queue_load', 'x')).err).toContain('DL9034')
  })

  test('that somebody changed is a finding, and so is the difference', async () => {
    const at = tampered('views', 'views.db', `UPDATE customer SET display_name = 'Mario'`)
    const explained = await audit('explain', 'customer', known.partyId, '--desk', at)
    expect(explained).toMatchObject({ code: 1, out: expect.stringContaining('LOOK') })
    const { code, out } = await audit('diff', '--desk', at)
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('display_name: is (personal), the log gives (personal)'),
    })
    expect(out).not.toMatch(/Mario|María/)
    expect((await audit('diff', '--show-personal', '--desk', at)).out).toContain('Mario')
    expect((await audit('diff', '--show-personal', '--json', '--desk', at)).out).toContain('María')
  })
})

describe('a row that no event made', () => {
  test('is a finding', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    const sql = `UPDATE customer SET party_id = '${nobody}' WHERE party_id = '${known.partyId}'`
    const at = tampered('invented', 'views.db', sql)
    const { code, out } = await audit('explain', 'customer', nobody, '--desk', at)
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('LOOK') })
  })
})

describe('read models as they were', () => {
  const factsOf = (tables: Tables) =>
    Object.entries(tables).map(([table, { rows, facts }]) => ({ table, rows, facts }))

  test('have on facts the digests that the desk had then', async () => {
    const { out } = await perform('project', '--digest', '--json')
    const now = JSON.parse(out) as ReadonlyArray<Digested>
    const then = known.digests.map(({ table, rows, facts }) => ({ table, rows, facts }))
    expect(then).not.toEqual(now.map(({ table, rows, facts }) => ({ table, rows, facts })))
    const { said } = await asJson('replay', '--at', String(known.middle))
    expect(factsOf((said as { readonly tables: Tables }).tables)).toEqual(then)
  })

  test('are kept where they are asked to be', async () => {
    const place = join(folder, 'middle')
    expect((await audit('replay', '--at', '2', '--into', place)).code).toBe(0)
    const db = new Database(join(place, 'views.db'), { readonly: true })
    expect(db.prepare('SELECT count(*) FROM request').pluck().get()).toBe(1)
    db.close()
  })

  test('are never put in the place of those of a desk', async () => {
    const before = bytes()
    expect((await audit('replay', '--at', '1', '--into', desk)).err).toContain('DL9031')
    expect(bytes()).toEqual(before)
  })

  test('are asked for by an instant where it matters when things happened', async () => {
    expect((await audit('replay', '--at', '1', '--by', 'occurred')).err).toContain('DL9030')
    const { code, said } = await asJson('replay', '--at', '2001-01-01', '--by', 'occurred')
    expect({ code, said }).toMatchObject({ code: 0, said: { tables: { request: { rows: 0 } } } })
    expect((await audit('replay', '--at', 'soon')).err).toContain('DL4106')
  })
})

describe('whoever was shown a record', () => {
  test('is named with time and purpose', async () => {
    const { partyId } = known
    await perform('customer', partyId, '--as', 'supervisor:chief', '--purpose', 'complaint')
    const { out } = await audit('access', partyId)
    expect(out).toContain('supervisor:chief')
    expect(out).toContain('complaint')
    const { said } = await asJson('access', '--to', 'nobody')
    expect(said).toEqual([])
  })
})
