import { expect, test } from '@jest/globals'
import { remembered } from './statement-cache.ts'

test('a statement is prepared once', () => {
  const made: Array<string> = []
  const prepare = remembered((sql) => made.push(sql))
  prepare('a')
  prepare('b')
  expect(prepare('a')).toBe(1)
  expect(made).toEqual(['a', 'b'])
})

test('of too many statements the one that was not asked for the longest is let go', () => {
  const made: Array<string> = []
  const prepare = remembered((sql) => made.push(sql), 2)
  for (const sql of ['a', 'b', 'a', 'c', 'a', 'b']) prepare(sql)
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})
