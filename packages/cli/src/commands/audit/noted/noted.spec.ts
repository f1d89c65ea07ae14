import { spawn, spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, jest, test } from '@jest/globals'
import {
  audit,
  file,
  folder,
  key,
  note,
  perform,
  record,
  tamper,
  there,
  url,
} from './noted.samples.ts'

jest.setTimeout(60_000)

const verifier = fileURLToPath(
  new URL('../../../../../verifier/bin/deskledger-verify.mjs', import.meta.url),
)
const check = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [verifier, ...args, '--key', `${key}.pub`], { encoding: 'utf8' })
const bytes = () => hash('sha256', readFileSync(file))

describe('a notary of a log on a cluster', () => {
  test('is begun by a command, and begun again it notes what is new', async () => {
    const first = await note()
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^tip {5}commit 6, position 12/),
    })
    expect((await note()).out).toBe(first.out)
    await record(7, 8)
    expect((await note('--json')).out).toMatch(/"position": 16/)
  })

  test('is verified, and left as it was', async () => {
    const before = [bytes(), readdirSync(folder)]
    const { code, out } = await audit('verify')
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^log {5}16 events in 8/),
    })
    expect(out).toMatch(
      /\nok .*\nsignatures .*\nnot checked: what was changed before .*\nnot checked: a rewrite of log and notary\n$/,
    )
    expect((await audit('verify', '--no-streams')).out).toContain('whether each stream shows all')
    expect([bytes(), readdirSync(folder)]).toEqual(before)
  })

  test('is followed until it is told to stop', async () => {
    const bin = fileURLToPath(new URL('../../../../bin/deskledger.mjs', import.meta.url))
    const own = join(folder, 'followed.db')
    const child = spawn(process.execPath, [bin, 'notary', '--log', url(), '--file', own], {
      env: { ...process.env, NO_COLOR: '1' },
    })
    const said = { out: '', err: '' }
    const noted = new Promise<void>((resolve) => {
      child.stderr.on('data', (text) => {
        said.err += String(text)
        if (said.err.includes('noted up to')) resolve()
      })
    })
    child.stdout.on('data', (text) => (said.out += String(text)))
    const ended = new Promise((resolve) => child.on('close', resolve))
    await noted
    child.kill('SIGINT')
    expect({ code: await ended, out: said.out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^tip {5}commit 8, position 16/),
    })
  })
})

describe('evidence of a log on a cluster', () => {
  const signed = join(folder, 'first.note')

  test('is signed, and then nobody rewrites log and notary unseen', async () => {
    expect(await audit('key', 'new', key)).toMatchObject({
      code: 0,
      err: expect.stringContaining('key announce has it there'),
    })
    const kept = await audit('checkpoint', '--key', key, '--out', signed)
    expect(kept).toMatchObject({ code: 0, out: expect.stringMatching(/^deskledger\/.*\n8\n/) })
    const anchored = await audit('verify', '--note', signed, '--key', `${key}.pub`)
    expect(anchored.code).toBe(0)
    expect(anchored.out).not.toContain('a rewrite of')
  })

  test.each(['3', 'request-0@1'])('of event %s is a proof for the verifier', async (event) => {
    const proof = join(folder, `proof-${event}.json`)
    const made = await audit('prove', event, '--key', `${key}.pub`, '--out', proof)
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('one of the 8') })
    expect(check(proof)).toMatchObject({ status: 0 })
  })

  test('of an event by its id is a proof too, and none is given of what is not there', async () => {
    const { out } = await audit('prove', '3', '--key', `${key}.pub`)
    expect(JSON.parse(out)).toMatchObject({ event: { position: 3 } })
    expect((await audit('prove', 'no-such-id', '--key', `${key}.pub`)).err).toContain('DL8010')
    expect((await audit('prove', '99', '--key', `${key}.pub`)).code).toBe(2)
  })

  test('of growth and of the whole log satisfies the verifier', async () => {
    await record(9, 10)
    await note()
    const next = join(folder, 'next-key')
    const newer = join(folder, 'newer.note')
    expect((await audit('key', 'rotate', key, next, '--out', newer)).code).toBe(0)
    expect(readFileSync(newer, 'utf8').match(/^— /gm)).toHaveLength(2)
    const growth = join(folder, 'growth.json')
    const asked = ['--consistency', signed, newer, '--key', `${key}.pub`, '--out', growth]
    expect((await audit('prove', ...asked)).code).toBe(0)
    expect(check(growth)).toMatchObject({ status: 0 })
    const bundle = join(folder, 'bundle')
    const exported = await audit('export', bundle, '--note', newer, '--key', `${key}.pub`)
    expect(exported).toMatchObject({ code: 0, out: expect.stringContaining('20 events in 10') })
    expect(readdirSync(bundle)).toContain('event-dictionary.json')
    expect(check(bundle)).toMatchObject({ status: 0 })
  })

  test('names keys that are announced in the log itself', async () => {
    expect((await audit('key', 'announce', `${key}.pub`)).code).toBe(0)
    expect((await audit('key', 'announce', `${key}.pub`)).code).toBe(0)
    const { out } = await audit('verify')
    expect(out).toContain('only the log itself announces it')
    expect(out).toContain('1 events of the log are not noted yet')
    await note()
  })
})

describe('what is asked for in a wrong way', () => {
  test.each([
    [['audit', 'verify', '--log', 'esdb://h'], 2, 'DL9037'],
    [['audit', 'verify', '--notary', 'n.db'], 2, 'DL9037'],
    [['audit', 'verify', '--log', 'esdb://h', '--notary', 'n.db', '--desk', 'd'], 2, 'DL9038'],
    [['audit', 'verify', '--log', 'esdb://h', '--notary', 'n.db', '--state', 's'], 2, 'DL9039'],
    [['audit', 'verify', '--log', 'esdb://h', '--notary', join(folder, 'none.db')], 3, 'DL8103'],
    [['audit', 'verify', '--log', 'nonsense', '--notary', file], 2, 'DL1101'],
    [['audit', 'verify', '--log', 'esdb://127.0.0.1:1?tls=false', '--notary', file], 3, 'DL8102'],
    [['notary', '--file', 'n.db'], 2, 'DL9037'],
    [['notary', '--log', 'LOG', '--file', file, '--once', '--desk-id', 'other'], 2, 'DL8107'],
    [['notary', '--log', 'LOG', '--file', verifier, '--once'], 3, 'DL8104'],
  ] as const)('%j ends with %d and %s', async (words, code, problem) => {
    const args = words.map((word) => (word === 'LOG' ? url() : word))
    const said = await perform(...args)
    expect({ code: said.code, err: said.err }).toMatchObject({
      code,
      err: expect.stringContaining(problem),
    })
  })

  test('is not a URL that stands in the environment, where no list of processes shows it', async () => {
    process.env['DESKLEDGER_LOG'] = url()
    try {
      expect((await perform('audit', 'verify', '--notary', file)).code).toBe(0)
    } finally {
      delete process.env['DESKLEDGER_LOG']
    }
  })

  test('is told in the help', async () => {
    for (const command of ['verify', 'checkpoint', 'prove', 'export'])
      expect((await perform('audit', command, '--help')).out).toMatch(
        /--notary <file>[^]*--log <url>/,
      )
    expect((await perform('notary', '--help')).out).toContain('deskledger notary --log esdb://')
  })

  test('is a key inside the folder of the notary', async () => {
    const inside = join(folder, 'folder')
    mkdirSync(inside)
    copyFileSync(file, join(inside, 'notary.db'))
    const at = ['--log', url(), '--notary', inside]
    expect((await perform('audit', 'verify', ...at)).code).toBe(0)
    expect((await perform('audit', 'key', 'new', join(inside, 'k'), ...at)).err).toContain('DL8002')
    expect((await perform('audit', 'key', 'new', file, ...there())).err).toContain('DL8002')
  })
})

describe('a log on a cluster that was changed', () => {
  test('is a finding for every command, and is neither signed nor noted any more', async () => {
    await tamper(`UPDATE events SET data = '{"n":99}' WHERE position = 5`)
    const { code, out } = await audit('verify')
    expect({ code, out }).toMatchObject({
      code: 1,
      out: expect.stringContaining('LOOK    position 5: altered, it has another content'),
    })
    const said = await audit('checkpoint', '--key', key, '--known', join(folder, 'next-key.pub'))
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('nothing was signed') })
    expect(await note()).toMatchObject({ code: 1, out: expect.stringContaining('position 5') })
    expect(await audit('prove', '5', '--key', `${key}.pub`)).toMatchObject({
      code: 1,
      out: expect.stringContaining('does not give the event'),
    })
    expect(await audit('prove', '7', '--key', `${key}.pub`)).toMatchObject({ code: 0 })
    expect(await audit('export', join(folder, 'none'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('does not give the event'),
    })
  })

  test('is told where its tail was cut off', async () => {
    await tamper('DELETE FROM events WHERE position > 18')
    const { code, out } = await audit('verify', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      findings: [
        { _tag: 'EventAltered', position: 5 },
        { _tag: 'TailRemoved', position: 19, throughPosition: 21 },
      ],
    })
  })
})
