import { describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openDesk } from '@deskledger/desk'
import {
  asJson,
  audit,
  bytes,
  desk,
  folder,
  known,
  live,
  perform,
  tampered,
  type Digested,
  type Tables,
} from './audited.samples.ts'

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
    const { partyId, requestId, middle } = known
    const open = await openDesk({ folder: desk, mode: 'still' })
    await live(open)
    await open.close()
    Object.assign(known, { partyId, requestId, middle })
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
