import { describe, expect, test } from '@jest/globals'
import { rmSync } from 'node:fs'
import { asOfDesk, diagnose, problemOf, readDesk, viewsFile } from './index.ts'
import { clerk, maria, newDesk, newFolder } from './samples.ts'

const settled = async () => {
  const desk = await newDesk({ mode: 'still' })
  const told = await maria(desk)
  await desk.settled()
  return { desk, ...told }
}

describe('a named question', () => {
  test('is answered with typed rows and with how fresh they are', async () => {
    const { desk, partyId } = await settled()
    const answer = await desk.ask('Q02', { party: partyId })
    expect(answer).toMatchObject({ ok: true, asOf: { position: await desk.head(), behind: 0 } })
    if (answer.ok) expect(answer.rows[0]?.title).toBe('The boiler leaks again')
  })

  test('has the columns that it declares, whatever its SQL calls them', async () => {
    const { desk: writing } = await settled()
    const desk = await readDesk({ folder: writing.folder })
    for (const { name, params, columns } of desk.questions.values()) {
      const given = Object.entries(params).map(([param, { kind, otherwise }]) => [
        param,
        otherwise === undefined ? (kind === 'text' ? 'x' : 0) : otherwise,
      ])
      const answer = await desk.ask(name as never, Object.fromEntries(given) as never)
      expect(answer).toMatchObject({ ok: true })
      const rows: ReadonlyArray<object> = answer.ok ? answer.rows : []
      for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(columns))
    }
    expect(await desk.ask('Q39')).toMatchObject({
      rows: [{ closed: 0, at_first_contact: 0, share: null }],
    })
    await desk.close()
  })

  test('is refused with what is missing, unknown or wrong', async () => {
    const { desk } = await settled()
    expect(await desk.ask('Q02')).toMatchObject({ error: { _tag: 'MissingParam', param: 'party' } })
    expect(await desk.ask('Q02', { party: 'x', sort: 1 } as never)).toMatchObject({
      error: { _tag: 'UnknownParam', param: 'sort', known: ['party'] },
    })
    expect(await desk.ask('Q16', { from: 'x' as never, to: 1 })).toMatchObject({
      error: { _tag: 'WrongParam', param: 'from', expected: 'instant' },
    })
    expect(await desk.ask('Q2' as never)).toMatchObject({
      error: { _tag: 'UnknownQuestion', didYouMean: 'Q02' },
    })
  })
})

describe('a query', () => {
  test('knows the latest fact as :now, and other parameters by name', async () => {
    const { desk, requestId } = await settled()
    const sql = 'SELECT request_id, :now >= opened_at past FROM request WHERE request_id = :id'
    expect(await desk.query(sql, { id: requestId })).toMatchObject({
      rows: [{ request_id: requestId, past: 1 }],
    })
    expect(await desk.query(sql)).toMatchObject({ error: { _tag: 'MissingParam', param: 'id' } })
  })

  test('says how far it is behind', async () => {
    const { desk } = await settled()
    await desk.as(clerk).send({
      type: 'RegisterParty',
      data: { partyId: desk.newId(), kind: 'person', name: 'Lee' },
    })
    expect(await desk.query('SELECT 1')).toMatchObject({ asOf: { behind: 1 } })
  })

  test.each([
    ['SELECT statuss FROM request', /no such column/, 'status'],
    ['SELECT * FROM requests', /no such table/, 'request'],
    ['SELEC 1', /syntax error/, undefined],
    ['DELETE FROM request', /only read/, undefined],
    ["ATTACH 'other.db' AS other", /only read/, undefined],
    ['SELECT 1; SELECT 2', /more than one statement/, undefined],
  ])('%s is refused, and nothing is changed', async (sql, reason, didYouMean) => {
    const { desk } = await settled()
    const answer = await desk.query(sql)
    expect(answer).toMatchObject({ ok: false, error: { _tag: 'BadQuery' } })
    if (!answer.ok && answer.error._tag === 'BadQuery') {
      expect(answer.error.reason).toMatch(reason)
      expect(answer.error.didYouMean).toBe(didYouMean)
    }
    expect(await desk.query('SELECT count(*) n FROM request')).toMatchObject({ rows: [{ n: 1 }] })
  })
})

describe('a desk that is only read', () => {
  test('answers, and has no way to write', async () => {
    const { desk, partyId } = await settled()
    const reader = await readDesk({ folder: desk.folder })
    expect((await reader.customer(partyId))?.profile.party_id).toBe(partyId)
    expect('as' in reader).toBe(false)
    await reader.close()
  })

  test('is refused where there is none', async () => {
    await expect(readDesk({ folder: newFolder() })).rejects.toMatchObject({
      problem: { code: 'DL1001' },
    })
  })

  test('without read models names the command that builds them', async () => {
    const { desk } = await settled()
    await desk.close()
    for (const end of ['', '-wal', '-shm']) rmSync(viewsFile(desk.folder) + end, { force: true })
    const reader = await readDesk({ folder: desk.folder })
    const answer = await reader.query('SELECT 1')
    expect(answer).toMatchObject({ ok: false, error: { _tag: 'ViewsUnavailable' } })
    if (!answer.ok) expect(problemOf(answer.error).mend).toContain('deskledger project')
    expect(await diagnose(desk.folder)).toContainEqual(
      expect.objectContaining({ ok: false, what: 'read models', mend: 'deskledger project' }),
    )
    await reader.close()
  })

  test('is seen as it was at a position or at an instant of recording', async () => {
    let now = Date.UTC(2026, 0, 1)
    const desk = await newDesk({ mode: 'still', clock: () => (now += 60_000) })
    const { requestId, ana } = await maria(desk)
    const before = await desk.head()
    await ana.send({ type: 'CancelRequest', data: { requestId, reason: 'withdrawn' } })
    await desk.settled()
    const reader = await readDesk({ folder: desk.folder })
    const statusAt = async (when: string) => {
      const then = await asOfDesk(reader, when)
      const answer = await then.query('SELECT status FROM request')
      await then.close()
      return answer
    }
    const recorded = []
    for await (const { recordedAt } of desk.events()) recorded.push(recordedAt)
    const instant = new Date(recorded[before - 1] ?? 0).toISOString()
    expect(await statusAt(String(before))).toMatchObject({ rows: [{ status: 'open' }] })
    expect(await statusAt(instant)).toMatchObject({ rows: [{ status: 'open' }] })
    expect(await statusAt('2099-01-01')).toMatchObject({ rows: [{ status: 'cancelled' }] })
    expect(await statusAt('2000-01-01')).toMatchObject({ rows: [] })
    await expect(asOfDesk(reader, 'yesterday')).rejects.toMatchObject({
      problem: { code: 'DL4106' },
    })
    await reader.close()
  })

  test('is found well where nothing is wrong', async () => {
    const { desk } = await settled()
    const findings = await diagnose(desk.folder)
    expect(findings.filter(({ ok }) => !ok)).toEqual([])
  })
})
