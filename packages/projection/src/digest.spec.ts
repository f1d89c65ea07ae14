import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { integer, nullable, personal, positionColumn, real, text } from './column.ts'
import { digestOf } from './digest.ts'
import { readModel } from './read-model.ts'

const { table } = readModel<{ readonly type: 'Said'; readonly data: object }>()
const words = table('words', {
  doc: 'words',
  key: { a: text('first'), b: text('second') },
  columns: {
    n: nullable(integer('a number')),
    r: real('a measure', 2),
    p: positionColumn('the event'),
    name: personal(text('a name'), 'a'),
  },
})
const row = { a: 'x', b: 'y', n: 1, r: 0.5, p: 3, name: 'María' }

const sha256 = (framed: string): string => createHash('sha256').update(framed).digest('hex')

const anyRow = fc.record({
  a: fc.string({ unit: 'grapheme', maxLength: 3 }),
  b: fc.string({ maxLength: 3 }),
  n: fc.option(fc.integer()),
  r: fc.integer({ min: -100, max: 100 }).map((n) => n / 4),
  p: fc.nat(),
  name: fc.option(fc.string({ maxLength: 2 })),
})

describe('the digest of a table', () => {
  test('does not depend on the order of its rows', () =>
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        expect(digestOf(words, rows.toReversed())).toEqual(digestOf(words, rows))
      }),
    ))

  test('differs where any value of any row does', () =>
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1 }), anyRow, (rows, other) => {
        const changed = rows.with(0, other)
        const isSame = JSON.stringify(changed) === JSON.stringify(rows)
        expect(digestOf(words, changed).all === digestOf(words, rows).all).toBe(isSame)
      }),
    ))

  test('differs where the same characters are cut in another way', () => {
    const apart = digestOf(words, [{ ...row, a: 'xy', b: 'z' }])
    expect(digestOf(words, [{ ...row, a: 'x', b: 'yz' }])).not.toEqual(apart)
  })

  test('tells a number from its text, and nothing from an empty text', () => {
    const all = [
      { ...row, b: '1' },
      { ...row, b: 1 },
      { ...row, b: '' },
      { ...row, b: null },
    ]
    expect(new Set(all.map((each) => digestOf(words, [each]).all)).size).toBe(4)
  })

  test('of its facts leaves out personal data and positions, and nothing else', () => {
    const { facts, all } = digestOf(words, [row])
    const forgotten = digestOf(words, [{ ...row, name: null, p: 99 }])
    expect(forgotten.facts).toBe(facts)
    expect(forgotten.all).not.toBe(all)
    for (const column of ['a', 'b', 'n', 'r'])
      expect(digestOf(words, [{ ...row, [column]: null }]).facts).not.toBe(facts)
  })

  test('tells one row from the same row twice', () => {
    expect(digestOf(words, [row, row]).all).not.toBe(digestOf(words, [row]).all)
    expect(digestOf(words, [row, row]).all).not.toBe(digestOf(words, []).all)
    expect(digestOf(words, [row, row]).rows).toBe(2)
  })

  test('of another table with the same rows is another one', () => {
    expect(digestOf({ ...words, name: 'other' }, [row]).all).not.toBe(digestOf(words, [row]).all)
  })

  test('of one row is the SHA-256 of its values, each with its type and its length', () => {
    expect(digestOf(words, []).all).toBe('0'.repeat(64))
    expect(digestOf(words, [row])).toEqual({
      rows: 1,
      facts: sha256('t5:words;s1:x;s1:y;i1:1;r3:0.5;'),
      all: sha256('t5:words;s1:x;s1:y;i1:1;r3:0.5;i1:3;s5:María;'),
    })
  })
})
