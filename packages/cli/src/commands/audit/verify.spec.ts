import { describe, expect, test } from '@jest/globals'
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit, bytes, desk, folder, key, known, tampered } from './audited.samples.ts'

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
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ position: known.middle + 1 })
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
