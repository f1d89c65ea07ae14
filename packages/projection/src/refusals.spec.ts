import { describe, expect, test } from '@jest/globals'
import * as K from '@deskledger/kernel'
import {
  count,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  real,
  rounded,
} from './column.ts'
import { text, type Column } from './column.ts'
import { fits, rowCheck } from './engine/check-row.ts'
import { keyIdOf } from './engine/key.ts'
import { planOf } from './engine/plan.ts'
import { readModel } from './read-model.ts'
import { request, agentLoad, serviceDesk } from './service-desk.samples.ts'
import type { AnyTable } from './table.ts'
import { view } from './view.ts'

interface Said {
  readonly type: 'Said'
  readonly data: { readonly id: string }
}
const { table, log, tallyOf } = readModel<Said>()
const key = { id: text('which') }
const at = (e: { readonly data: Said['data'] }) => ({ id: e.data.id })
const shape = { doc: 'things said', key, columns: { n: count('how many') } }
const said = table('said', shape).on(at, { Said: () => ({ n: 1 }) })

const plan = (...tables: ReadonlyArray<AnyTable>) => planOf([{ name: 'p', version: 1, tables }])

describe('a read model is refused', () => {
  const refused: ReadonlyArray<readonly [why: string, tables: () => ReadonlyArray<AnyTable>]> = [
    ['agent_load does not come after request, which it follows', () => [agentLoad, request]],
    ['agent_load does not come after request, which it follows', () => [agentLoad]],
    ['said is there twice', () => [said, said]],
    ['Said is no name for a table', () => [{ ...said, name: 'Said' }]],
    ['projection_said is no name for a table', () => [{ ...said, name: 'projection_said' }]],
    ['said: has no doc line', () => [{ ...said, doc: ' ' }]],
    ['said: n has no doc line', () => [{ ...said, columns: { n: count('') } }]],
    ['said: has no key', () => [{ ...said, key: {} }]],
    ['said: hears no event', () => [table('said', shape)]],
    ['said: id is there twice', () => [{ ...said, columns: { id: text('which') } }]],
    ['said: N is no name for a column', () => [{ ...said, columns: { N: count('n') } }]],
    ['said: id of the key may be null', () => [{ ...said, key: { id: nullable(text('w')) } }]],
    [
      'id of the key is neither text nor a whole number',
      () => [{ ...said, key: { id: real('w', 1) } }],
    ],
    ['name is personal and may not be null', () => [bad({ ...text('n'), personalOf: 'id' })]],
    ['name is personal data of owner, which is no id', () => [bad(personal(text('n'), 'owner'))]],
    ['name is personal data of name, which is no id', () => [bad(personal(text('n'), 'name'))]],
    ['there is no nope to index', () => [{ ...said, indexes: [['nope']] }]],
    ['sums: x is no sum of whole numbers', () => [said, sums]],
  ]
  const bad = (name: Column<unknown>): AnyTable => ({ ...said, columns: { name } })
  const sums = tallyOf('sums', said, {
    doc: 'sums',
    key,
    columns: { x: real('a measure', 1) },
    at: ({ id }) => ({ id }),
    measure: () => ({ x: 1 }),
  })
  for (const [why, tables] of refused)
    test(`because ${why}`, () => expect(() => plan(...tables())).toThrow(why))

  test('and not otherwise', () => expect(plan(request, agentLoad, said).stages).toHaveLength(3))

  test('because a table hears a type twice', () => {
    expect(() => said.on(at, { Said: () => undefined })).toThrow('Said is heard twice')
    const all = log('all', shape).onAny(at, () => ({ n: 1 }))
    expect(() => all.onAny(at, () => ({ n: 1 }))).toThrow('heard twice')
  })

  test('because a view has no doc line', () => {
    const views = [view('v', { doc: '', columns: { n: count('n') }, sql: 'SELECT 1' })]
    expect(() => planOf([{ ...serviceDesk, views }])).toThrow('v: has no doc line')
  })
})

describe('a view', () => {
  const of = (sql: string) => () => view('v', { doc: 'd', columns: { n: count('n') }, sql })
  for (const ambient of [
    `SELECT date('now')`,
    'SELECT CURRENT_TIMESTAMP',
    'SELECT now()',
    'SELECT unixepoch()',
    `SELECT strftime('%s', 'now')`,
    'SELECT random()',
    'SELECT n FROM said WHERE n < :now',
    'SELECT n FROM said WHERE n < ?',
    `SELECT strftime('%s')`,
    'SELECT localtimestamp',
  ])
    test(`is refused if it says ${ambient}`, () => expect(of(ambient)).toThrow('the view v reads'))

  test('may name a column as it likes', () =>
    expect(of(`SELECT now AS current, n::int, "random" FROM said -- why?`)).not.toThrow())

  test('may hold any text', () =>
    expect(of(`SELECT 'at :now, really?', strftime('%m', n, 'unixepoch') FROM said`)).not.toThrow())

  test('has one text for each dialect', () => {
    const sql = { sqlite: 'SELECT 1', postgres: 'SELECT 2' }
    expect(view('v', { doc: 'd', columns: { n: count('n') }, sql }).sql).toEqual(sql)
  })
})

describe('a value', () => {
  const good: ReadonlyArray<readonly [Column<unknown>, unknown]> = [
    [text('t'), ''],
    [text('t'), 'ñ 🙂'],
    [integer('i'), -3],
    [count('c'), Number.MAX_SAFE_INTEGER],
    [instant('a'), 0],
    [flag('f'), 1],
    [real('r', 2), 0.25],
    [oneOf('o', ['a', 'b']), 'b'],
    [nullable(text('t')), null],
    [personal(text('t'), 'id'), null],
  ]
  const bad: ReadonlyArray<readonly [Column<unknown>, unknown]> = [
    [text('t'), null],
    [text('t'), undefined],
    [nullable(text('t')), undefined],
    [text('t'), 'a\0b'],
    [text('t'), 'half a pair \ud800'],
    [text('t'), 1],
    [integer('i'), 1.5],
    [integer('i'), -0],
    [integer('i'), NaN],
    [integer('i'), '1'],
    [count('c'), 2 ** 53],
    [instant('a'), new Date(0)],
    [flag('f'), true],
    [flag('f'), 2],
    [real('r', 2), 0.255],
    [real('r', 2), Infinity],
    [real('r', 2), -0],
    [oneOf('o', ['a', 'b']), 'c'],
  ]
  for (const [column, value] of good)
    test(`${JSON.stringify(value)} may stand in a ${column.kind} column`, () =>
      expect(fits(column, value)).toBe(true))
  for (const [column, value] of bad)
    test(`${String(value)} may not stand in a ${column.kind} column`, () =>
      expect(fits(column, value)).toBe(false))

  test('that may not stand in its column is named by the column alone', () => {
    const check = rowCheck({ ...said, columns: { name: text('n') } })
    expect(() => check({ id: 'a', name: 'María\0' })).toThrow(
      'said.name is not text of valid Unicode without NUL',
    )
    expect(() => check({ id: 'a', name: 'b', other: 'María' })).toThrow('said has no column other')
  })

  test('is rounded as its column is', () => {
    expect(rounded(1 / 3, 2)).toBe(0.33)
    expect(Object.is(rounded(-0.001, 2), 0)).toBe(true)
  })
})

describe('a column of words', () => {
  test('takes them from the field of an event', () =>
    expect(oneOf('how', K.oneOf('phone', 'letter')).values).toEqual(['phone', 'letter']))

  test('takes none from a field of any other kind', () =>
    expect(() => oneOf('how', K.text('words', 9))).toThrow('is no closed list of words'))
})

describe('a key', () => {
  test('is told from every other one', () => {
    const id = keyIdOf({ a: text('a'), b: text('b'), n: integer('n') })
    const all = [
      { a: 'x', b: 'yz', n: 1 },
      { a: 'xy', b: 'z', n: 1 },
      { a: 'x', b: 'yz', n: 11 },
    ]
    expect(new Set(all.map(id)).size).toBe(3)
  })

  test('holds no NUL, which would make two keys one', () => {
    expect(() => keyIdOf({ a: text('a') })({ a: 'x\0y' })).toThrow('a of a key')
    expect(() => keyIdOf({ a: text('a'), b: text('b') })({ a: 'x', b: 'y\0' })).toThrow(
      'b of a key',
    )
  })

  test('has a value in every column', () => {
    expect(() => keyIdOf({ a: text('a') })({ a: null })).toThrow('a of a key')
    expect(() => keyIdOf({ a: text('a') })({})).toThrow('a of a key')
    expect(() => keyIdOf({ a: integer('a') })({ a: 0.5 })).toThrow('a of a key')
  })
})
