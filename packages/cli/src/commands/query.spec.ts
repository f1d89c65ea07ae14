import { beforeAll, describe, expect, test } from '@jest/globals'
import { readDesk } from '@deskledger/desk'
import { deskledger, problemOf, rowsIn, sharedSample } from '../console.samples.ts'

beforeAll(sharedSample, 120_000)

const query = async (...args: ReadonlyArray<string>) =>
  deskledger('query', ...args, '--desk', await sharedSample())
const statuses = 'select status, count(*) n from request group by 1 order by 1'

const expected = async (sql: string) => {
  const desk = await readDesk({ folder: await sharedSample() })
  const answer = await desk.query(sql)
  await desk.close()
  if (!answer.ok) throw new Error(sql)
  return answer.rows as ReadonlyArray<{ readonly status: string; readonly n: number }>
}

describe('an answer', () => {
  test('is a table of the rows, and its freshness a remark beside it', async () => {
    const { code, out, err } = await query(statuses)
    const rows = await expected(statuses)
    expect(code).toBe(0)
    expect(rows.length).toBeGreaterThan(1)
    expect(rowsIn(out)).toEqual([['status', 'n'], ...rows.map(({ status, n }) => [status, `${n}`])])
    expect(err).toMatch(/^as of position [\d,]+, facts up to 2025-01-21T\d\d:\d\d:\d\d\.\d{3}Z\n$/)
  })

  test('is the same in every format', async () => {
    const rows = await expected(statuses)
    const printed = async (format: string) => (await query(statuses, '--format', format)).out
    expect(JSON.parse(await printed('json'))).toEqual(rows)
    expect((await query(statuses, '--json')).out).toBe(await printed('json'))
    const lines = (await printed('ndjson')).trimEnd().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows)
    const cells = rows.map(({ status, n }) => `${status},${n}\n`)
    expect(await printed('csv')).toBe(`status,n\n${cells.join('')}`)
    const marked = rows.map(({ status, n }) => `| ${status} | ${n} |\n`)
    expect(await printed('md')).toBe(`| status | n |\n| --- | --- |\n${marked.join('')}`)
  })

  test('comes without remarks where quiet was asked for', async () => {
    expect(await query(statuses, '--quiet')).toMatchObject({ code: 0, err: '' })
  })

  test('without rows says so, and keeps the columns that it knows', async () => {
    const named = await query('Q02', '--param', 'party=nobody')
    expect(named.out).toMatch(/^ {2}at {2}kind {2}event /)
    expect(named.err).toMatch(/^no rows\n/)
    const free = await query('select status from request where 0', '--format', 'csv')
    expect(free).toMatchObject({ code: 0, out: '' })
    expect((await query('select status from request where 0', '--json')).out).toBe('[]\n')
  })
})

describe('a named question', () => {
  test('is answered as the desk answers it, with instants in ISO 8601', async () => {
    const desk = await readDesk({ folder: await sharedSample() })
    const from = Date.UTC(2025, 0, 10)
    const answer = await desk.ask('Q16', { from })
    await desk.close()
    const { out } = await query('Q16', '--param', 'from=2025-01-10', '--json')
    expect(answer).toMatchObject({ ok: true })
    if (answer.ok) expect(JSON.parse(out)).toEqual(answer.rows)
    expect((await query('Q16', '--param', `from=${from}`, '--json')).out).toBe(out)
    expect((await query('Q16', '--json')).out).not.toBe(out)
  })

  test('is in the list with what it asks and takes, without a desk', async () => {
    const { code, out } = await deskledger('query', '--list', '--desk', '/nowhere')
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}Q16 .*satisfied.*\[from\] \[to\] \[batch\]$/m)
    const listed = JSON.parse((await deskledger('query', '--list', '--json')).out) as Array<object>
    expect(rowsIn(out)).toHaveLength(listed.length + 1)
    expect(listed).toContainEqual(expect.objectContaining({ question: 'Q02', parameters: 'party' }))
  })

  test('shows its SQL, which answers the same', async () => {
    const { out } = await query('Q17', '--show')
    expect(out).toMatch(/^-- Q17: .*\n--/)
    const told = JSON.parse((await query('Q17', '--show', '--json')).out) as {
      readonly sql: string
    }
    expect(out).toContain(told.sql)
    expect(told).toMatchObject({ name: 'Q17', params: { from: { kind: 'instant' } } })
    const { sql } = JSON.parse((await query('Q39', '--show', '--json')).out) as typeof told
    const free = await query(sql, '--param', 'repeat_days=7', '--format', 'ndjson', '--quiet')
    const named = await query('Q39', '--format', 'ndjson', '--quiet')
    const values = ({ out: text }: { readonly out: string }) => Object.values(JSON.parse(text))
    expect(free.code).toBe(0)
    expect(values(free)).toEqual(values(named))
  })
})

describe('a question that cannot be answered', () => {
  test.each([
    [[], 'DL9001'],
    [['Q99'], 'DL4101'],
    [['Q99', '--show'], 'DL4101'],
    [['selct 1'], 'DL4102'],
    [['select nothing_such from request'], 'DL4102'],
    [['delete from request'], 'DL4102'],
    [["update request set status = 'open'"], 'DL4102'],
    [['select 1; delete from request'], 'DL4102'],
    [['Q02'], 'DL4103'],
    [['select :who'], 'DL4103'],
    [['Q16', '--param', 'colour=red'], 'DL4104'],
    [['Q16', '--param', 'from=yesterday'], 'DL4105'],
    [['Q39', '--param', 'repeat_days=1.5'], 'DL4105'],
    [['Q16', '--at', 'yesterday'], 'DL4106'],
    [['Q02', '--param', 'party'], 'DL9002'],
    [['Q02', 'party=x'], 'DL9014'],
  ])('%j is wrong usage with the code %s', async (args, code) => {
    const said = await query(...args, '--json')
    expect(said).toMatchObject({ code: 2, out: '' })
    const problem = problemOf(said)
    expect(problem['code']).toBe(code)
    for (const part of ['what', 'why', 'mend']) expect(problem[part]).not.toBe('')
  })

  test('has changed nothing', async () => {
    const before = await query(statuses)
    await query('delete from request')
    expect(await query(statuses)).toEqual(before)
  })

  test('names the option that gives what is missing', async () => {
    expect((await query('Q02')).err).toContain('--param party=VALUE')
  })
})

describe('the past', () => {
  test('is what the desk knew at a position or at a time', async () => {
    const sql = 'select count(*) n from request'
    const now = JSON.parse((await query(sql, '--json')).out) as [{ n: number }]
    const then = await query(sql, '--json', '--at', '2025-01-07')
    const [{ n }] = JSON.parse(then.out) as [{ n: number }]
    expect(n).toBeGreaterThan(0)
    expect(n).toBeLessThan(now[0].n)
    expect(then.err).toMatch(/^as of position [\d,]+, facts up to 2025-01-07T00:00:00.000Z\n$/)
    const [, position = ''] = /position ([\d,]+)/.exec(then.err) ?? []
    const same = await query(sql, '--json', '--at', position.replaceAll(',', ''))
    expect(same.out).toBe(then.out)
  })

  test('before the first fact is empty', async () => {
    const { out, err } = await query('select count(*) n from request', '--at', '0')
    expect(out).toBe('  n\n  0\n')
    expect(err).toBe('as of position 0, no facts yet\n')
  })
})
