import { describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { openDesk, type Migrated } from '@deskledger/desk'
import { deskledger, nowhere, problemOf } from '../console.samples.ts'
import { migratedInWords } from '../output/migration.ts'

const esdb = 'esdb://desk:s3cret@127.0.0.1:1?tls=false'
const views = 'postgres://desk:s3cret@127.0.0.1:1/desk'

describe('deskledger migrate', () => {
  test('goes from a folder to a cluster or back, and not from one to the same', async () => {
    for (const [from, to] of [
      ['acme', 'other'],
      [esdb, 'esdb://elsewhere'],
    ] as const) {
      const said = await deskledger('migrate', '--from', from, '--to', to, '--json')
      expect(said.code).toBe(2)
      expect(problemOf(said)['code']).toBe('DL9027')
    }
  })

  test('needs to know where the read models of the cluster are', async () => {
    const said = await deskledger('migrate', '--from', 'acme', '--to', esdb, '--json')
    expect([said.code, problemOf(said)['code']]).toEqual([2, 'DL9028'])
  })

  test('says that nobody answers, tells no password, and makes nothing', async () => {
    const [from, folder] = [nowhere(), nowhere()]
    await (await openDesk({ folder: from, mode: 'still' })).close()
    const args = ['--from', from, '--to', esdb, '--views', views, '--folder', folder]
    const said = await deskledger('migrate', ...args, '--json')
    expect(said.code).toBe(3)
    expect(problemOf(said)['_tag']).toBe('LogUnreachable')
    expect(said.err + said.out).not.toContain('s3cret')
    expect(existsSync(folder)).toBe(false)
  })

  test('teaches by its help how to go there and back', async () => {
    const { out, code } = await deskledger('migrate', '--help')
    expect(code).toBe(0)
    for (const words of ['--dry-run', '--from acme --to esdb://', '--to acme', 'postgres://'])
      expect(out).toContain(words)
  })
})

describe('what is said of a migration', () => {
  const sums = { events: 1_200, appends: 900, streams: 40, commits: 800, sha256: 'ab'.repeat(32) }
  const done: Migrated = {
    desk: 'd',
    from: { ...sums, name: '/srv/acme', chain: 'cd'.repeat(32) },
    to: { ...sums, name: 'esdb://db:2113' },
    found: 200,
    copied: 1_000,
    rounds: 2,
    erasures: 3,
    readModels: [{ table: 'request', rows: 7, facts: 'ef' }],
  }

  test('counts both sides, and says that nothing changed', () => {
    const words = migratedInWords(done)
    expect(words).toContain('copied 1,000 events; 200 were there already')
    expect(words).toContain('the source was written meanwhile: level at the 2nd time')
    expect(words).toMatch(/events +1,200 +1,200/)
    expect(words).toMatch(/chain +cdcdcdcdcdcdcdcd +has none/)
    expect(words).toContain('nothing changed:')
  })

  test('names what is not the same', () => {
    const log = { what: 'log', stream: 'request-1', revision: 4, field: 'data' } as const
    expect(migratedInWords({ ...done, difference: log })).toContain(
      'not the same: stream request-1, revision 4: data',
    )
    const table = { what: 'readModel', table: 'request', field: 'facts' } as const
    const words = migratedInWords({ ...done, difference: table })
    expect(words).toContain('not the same: the facts of the table request')
    expect(words).not.toContain('nothing changed')
  })
})
