import { describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDesk } from '@deskledger/desk'
import { audit, bytes, desk, folder, key, known, live, tampered } from './audited.samples.ts'

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
           (SELECT stream, revision FROM events WHERE commit_no = 3);
         DELETE FROM streams WHERE id IN (SELECT stream FROM events WHERE commit_no = 3);
         DELETE FROM types WHERE id IN (SELECT type FROM events WHERE commit_no = 3);
         DELETE FROM events WHERE commit_no = 3; DELETE FROM commits WHERE commit_no = 3`,
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
    writeFileSync(forged, readFileSync(note, 'utf8').replace('\n3\n', '\n1\n'))
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
