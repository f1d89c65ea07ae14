import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { text } from '../column.ts'
import { integerParam, question, textParam } from '../question.ts'
import { arrayOf, asked, literal, parserOf, queried, shortened } from './dialect.ts'
import { onConnection } from './server.ts'
import { testDatabases, type Running } from './testing/index.ts'

describe('a value that Postgres tells', () => {
  test('is a number where it is a whole one', () => expect(parserOf(20)('-12')).toBe(-12))
  test('is refused where no number holds it', () =>
    expect(() => parserOf(20)('9007199254740993')).toThrow('2^53'))
  test('is a number where it is a sum or a mean', () => expect(parserOf(1700)('9.50')).toBe(9.5))
  test('is 1 or 0 where it is true or false', () =>
    expect(['t', 'f', 'true', 'false'].map(parserOf(16))).toEqual([1, 0, 1, 0]))
  test('is text where it is anything else', () =>
    expect(parserOf(3802)('{"a": 1}')).toBe('{"a": 1}'))
})

describe('a question for Postgres', () => {
  const asking = question('Q', {
    asks: 'a?',
    doc: 'b',
    params: { name: textParam('a name'), days: integerParam('days') },
    columns: { a: text('a') },
    sql: `SELECT ':name' || "a:b" || :name::text || :name, :days -- :days
      FROM t WHERE at < :now /* :now */`,
  })

  test('gives parameters by place and with their types, and leaves text and remarks alone', () =>
    expect(asked(asking, { name: 'x', days: 3, now: 9 })).toEqual({
      text: `SELECT ':name' || "a:b" || CAST($1 AS text)::text || CAST($1 AS text), CAST($2 AS bigint) -- :days
      FROM t WHERE at < CAST($3 AS bigint) /* :now */`,
      values: ['x', 3, 9],
    }))

  test('takes the types of values where nothing else is known', () =>
    expect(queried('SELECT :a, :b, :c, :d', { a: 1, b: 0.5, c: 'x', d: null })).toEqual({
      text: 'SELECT CAST($1 AS bigint), CAST($2 AS double precision), CAST($3 AS text), $4',
      values: [1, 0.5, 'x', null],
    }))
})

describe('a name', () => {
  test('that fits stays, and a longer one is cut and told from others', () => {
    expect(shortened('a'.repeat(63))).toBe('a'.repeat(63))
    expect(shortened('a'.repeat(64))).toHaveLength(63)
    expect(shortened('a'.repeat(64))).not.toBe(shortened('a'.repeat(65)))
  })
})

const anyText = fc
  .string({ unit: 'grapheme', maxLength: 6 })
  .map((value) => value.replaceAll('\0', ''))
const anyTricky = fc.oneof(
  anyText,
  fc.constantFrom('', 'NULL', '"', '\\', '{}', ',', ' a ', "'", '\n'),
)
const anyReal = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)

for (const { name, isMissing, start } of testDatabases)
  (isMissing === undefined ? describe : describe.skip)(`values on ${name}`, () => {
    let running: Running
    beforeAll(async () => {
      running = await start()
    }, 120_000)
    afterAll(() => running.stop(), 60_000)

    const readBack = async (sql: string, values: ReadonlyArray<unknown>) =>
      onConnection(await running.server(), 'read', ({ lists }) => lists({ text: sql, values }))

    test(
      'are read back from arrays as they were written',
      () =>
        fc.assert(
          fc.asyncProperty(
            fc.array(
              fc.tuple(fc.option(anyTricky), fc.option(fc.maxSafeInteger()), fc.option(anyReal)),
            ),
            async (rows) => {
              const at = (i: 0 | 1 | 2) => rows.map((row) => row[i])
              const sql = 'SELECT * FROM unnest($1::text[], $2::bigint[], $3::double precision[])'
              const values = [
                arrayOf('TEXT', at(0)),
                arrayOf('INTEGER', at(1)),
                arrayOf('REAL', at(2)),
              ]
              expect(await readBack(sql, values)).toEqual(rows)
            },
          ),
          { numRuns: 60 },
        ),
      60_000,
    )

    test('are read back from quoted text as they were written', () =>
      fc.assert(
        fc.asyncProperty(anyTricky, async (value) => {
          expect(await readBack(`SELECT ${literal(value)}`, [])).toEqual([[value]])
        }),
        { numRuns: 40 },
      ))
  })
