import { describe, expect, test } from '@jest/globals'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { newSigner, textsOf } from '@deskledger/audit'
import { readDesk } from '@deskledger/desk'
import { run } from '../../main.ts'
import { audit, desk, folder, key, tampered } from './audited.samples.ts'

const idIn = (file: string): string => readFileSync(`${file}.pub`, 'utf8').split('+')[1] ?? ''

/** What was announced in the desk: each key, and the one that it follows. */
const announcements = async (at = desk) => {
  const reading = await readDesk({ folder: at })
  const all: Array<readonly [string, string?]> = []
  for await (const { type, data } of reading.events())
    if (type === 'SigningKeyAnnounced')
      all.push(data.replaces === undefined ? [data.keyId] : [data.keyId, data.replaces])
  await reading.close()
  return all
}

const next = join(folder, 'second-key')
const note = join(folder, 'second.note')

describe('a key of a desk that is named', () => {
  test('is announced in its log', async () => expect(await announcements()).toEqual([[idIn(key)]]))

  test('is announced with the one it follows, before both sign', async () => {
    expect((await audit('checkpoint', '--key', key)).code).toBe(0)
    expect((await audit('key', 'rotate', key, next, '--out', note)).code).toBe(0)
    expect(await announcements()).toEqual([[idIn(key)], [idIn(next), idIn(key)]])
    const { out } = await audit('verify', '--note', note, '--key', `${key}.pub`)
    expect(out).not.toContain('not checked')
  })

  test('tells who signed, without any key and for one that was lost', async () => {
    const signed = (id: string) => new RegExp(`^key     ${id} signed \\d of the checkpoints`, 'm')
    const { out } = await audit('verify')
    for (const id of [idIn(key), idIn(next)]) expect(out).toMatch(signed(id))
    expect(out).toContain('signatures of checkpoints were not checked')
    const lost = await audit('verify', '--key', `${next}.pub`)
    expect(lost).toMatchObject({ code: 0 })
    expect(lost.out).toMatch(new RegExp(`${idIn(key)} .*only the log itself announces it`))
    expect(lost.out).not.toMatch(new RegExp(`${idIn(next)} .*only the log itself`))
  })

  test('goes with every bundle', async () => {
    const keysOf = async (...args: ReadonlyArray<string>) => {
      const bundle = join(folder, `bundle-${args.length}`)
      expect((await audit('export', bundle, ...args)).code).toBe(0)
      return readFileSync(join(bundle, 'keys.txt'), 'utf8').trimEnd().split('\n')
    }
    const texts = [key, next].map((file) => readFileSync(`${file}.pub`, 'utf8').trimEnd())
    expect(await keysOf()).toEqual(texts)
    expect(await keysOf('--note', note)).toEqual(texts)
    expect(await keysOf('--note', note, '--key', `${next}.pub`)).toEqual(texts.toReversed())
  })

  test('is not announced where the log was altered', async () => {
    const sql = 'UPDATE events SET occurred_at = occurred_at + 1 WHERE position = 2'
    const at = tampered('unannounced', 'events.db', sql)
    const third = join(folder, 'third-key')
    expect(await audit('key', 'rotate', key, third, '--desk', at)).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing was signed'),
    })
    expect(await announcements(at)).toEqual(await announcements())
  })
})

describe('a key made elsewhere', () => {
  test('is announced once', async () => {
    const before = await announcements()
    expect((await audit('key', 'announce', `${key}.pub`)).code).toBe(0)
    expect(await announcements()).toEqual(before)
    const other = join(folder, 'other.pub')
    const texts = textsOf(newSigner('deskledger/other'))
    writeFileSync(other, E.isRight(texts) ? texts.right.verifying : '')
    expect(await audit('key', 'announce', other)).toMatchObject({
      code: 2,
      err: expect.stringContaining('DL8007'),
    })
    expect(await announcements()).toEqual(before)
  })

  test('without a desk named is in files only', async () => {
    const place = join(folder, 'place')
    mkdirSync(place)
    symlinkSync(desk, join(place, 'desk'))
    const before = await announcements()
    const said: Array<string> = []
    const io = { out: () => undefined, err: (text: string) => said.push(text), isTerminal: false }
    const was = process.cwd()
    process.chdir(place)
    const code = await run(['audit', 'key', 'new', join(folder, 'quiet-key')], io)
    const rotate = ['rotate', join(folder, 'quiet-key'), join(folder, 'quieter-key')]
    const known = ['--known', `${key}.pub`, `${next}.pub`]
    expect(await run(['audit', 'key', ...rotate, ...known], io)).toBe(0)
    process.chdir(was)
    expect({ code, said: said.join('') }).toMatchObject({
      code: 0,
      said: expect.stringContaining('not announced in the log'),
    })
    expect(await announcements()).toEqual(before)
  })
})
