import { describe, expect, test } from '@jest/globals'
import { figureOf } from '../results.ts'
import { atLeast, atMostMore, compared } from '../row.ts'
import { digits, times } from './figures.ts'
import { failuresOf, goalsOf, peersTableOf, tableOf } from './table.ts'

const head = { workload: 'W1', measured: 'commands', where: 'disk' }
const row = (raw: ReadonlyArray<number>, ours: ReadonlyArray<number>) =>
  compared(head, { raw: figureOf(raw), ours: figureOf(ours), unit: '/s' }, atLeast(0.8))

describe('a figure', () => {
  test('is the median of its repetitions', () => {
    expect(figureOf([9, 1, 5]).value).toBe(5)
    expect(figureOf([1, 3]).value).toBe(2)
  })
  test('has no more than three digits that count', () => {
    expect([141_372, 999, 12.34, 0.123_4].map(digits)).toEqual(['141,000', '999', '12.3', '0.123'])
  })
  test('is marked where repetitions are more than twice apart', () => {
    expect(row([10, 20], [10, 10]).isUneven).toBe(false)
    expect(row([10, 21], [10, 10]).isUneven).toBe(true)
    expect(times(0.5, true)).toBe('~ 0.50 ×')
  })
})

describe('a goal', () => {
  test('is met from the ratio on that it names', () => {
    expect(row([100], [80]).isMet).toBe(true)
    expect(row([100], [79]).isMet).toBe(false)
  })
  test('of memory is met up to so many megabytes more', () => {
    const { isMet } = atMostMore(50)
    expect([isMet(100, 150), isMet(100, 151)]).toEqual([true, false])
  })
  test('that is missed is named', () => {
    expect(goalsOf([row([100], [80]), row([100], [79])])).toBe(
      '1 of 2 goals are met; not met: W1 commands',
    )
    expect(goalsOf([row([100], [80])])).toBe('1 of 1 goals are met')
  })
})

describe('the table', () => {
  test('is Markdown whose columns are as wide as their words', () => {
    expect(tableOf([row([4_310], [3_950])])).toBe(
      [
        '|     | measured | where |     raw |    ours |  ratio |    goal | is it |',
        '| --- | -------- | ----- | ------: | ------: | -----: | ------: | ----: |',
        '| W1  | commands | disk  | 4,310/s | 3,950/s | 0.92 × | ≥ 0.8 × |   met |',
        '',
      ].join('\n'),
    )
  })
  test('of the peers says who failed, and of what', () => {
    const failed = { theirs: null, ratio: null, isUneven: false, failure: 'database is locked' }
    const rows = [{ ...head, peer: 'some-peer', ours: 5_000, ...failed }]
    expect(peersTableOf(rows)).toContain('| some-peer | failed | 5,000/s |')
    expect(failuresOf(rows)).toEqual(['W1, commands: some-peer failed: database is locked'])
  })
})
