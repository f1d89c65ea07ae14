import { describe, expect, test } from '@jest/globals'
import { isBad, tally, verdictOf, type Counts } from './attack.ts'
import { chanceOf } from './chance.ts'
import { wantedOf } from './arguments.ts'
import { table } from './table.ts'

const counts: Counts = { runs: 1, injected: 1, found: 1, lost: 0, doubled: 0, broken: [] }
const attack = { expects: 'nothing lost' } as const
const control = { expects: 'loss' } as const

describe('the verdict on an attack', () => {
  test('is good if all is there, once, and every promise held', () => {
    expect(verdictOf(attack, counts)).toBe('held')
    expect(isBad('held')).toBe(false)
  })

  test('is bad if anything was lost, doubled or broken, or nothing was looked for', () => {
    const worse = [{ lost: 1 }, { doubled: 1 }, { broken: ['a gap'] }, { found: 0 }]
    for (const worst of worse) expect(verdictOf(attack, { ...counts, ...worst })).toBe('BROKEN')
    expect(isBad('BROKEN')).toBe(true)
  })

  test('is bad if nothing was done', () => {
    expect(verdictOf(attack, { ...counts, injected: 0 })).toBe('NEVER FIRED')
    expect(verdictOf(control, { ...counts, runs: 0, lost: 5 })).toBe('NEVER FIRED')
    expect(isBad('NEVER FIRED')).toBe(true)
  })

  test('on a control is good only if something was lost', () => {
    expect(verdictOf(control, { ...counts, lost: 1 })).toBe('fails as it must')
    expect(verdictOf(control, counts)).toBe('HAS NO TEETH')
    expect(isBad('fails as it must')).toBe(false)
    expect(isBad('HAS NO TEETH')).toBe(true)
  })
})

describe('a tally', () => {
  test('adds up, and keeps the first sentences', () => {
    const seen = tally()
    for (const n of [1, 2, 3, 4, 5, 6]) seen.add({ runs: 1, lost: n, broken: [`${n}`] })
    const { runs, lost, broken } = seen.counts()
    expect({ runs, lost, broken }).toEqual({ runs: 6, lost: 21, broken: ['1', '2', '3', '4', '5'] })
  })
})

describe('chance', () => {
  test('is the same for the same seed, and another for another', () => {
    const rolls = (seed: number) => Array.from({ length: 20 }, chanceOf(seed).below.bind(null, 99))
    expect(rolls(1)).toEqual(rolls(1))
    expect(rolls(1)).not.toEqual(rolls(2))
  })

  test('takes some of many, in their order', () => {
    const all = Array.from({ length: 50 }, (_, i) => i)
    const some = chanceOf(3).some(all, 10)
    expect(some).toHaveLength(10)
    expect(some).toEqual([...some].sort((a, b) => a - b))
    expect(chanceOf(3).some([1, 2], 10)).toEqual([1, 2])
  })
})

describe('what the suite is told', () => {
  test('is understood', () => {
    const args = ['--short', '--only', 'kill,race', '--only', 'io', '--seed', '7']
    expect(wantedOf(args)).toMatchObject({
      right: { isShort: true, isJson: false, only: ['kill', 'race', 'io'], seed: 7 },
    })
  })

  test('is refused if it is not understood', () => {
    expect(wantedOf(['--shrot'])).toMatchObject({ _tag: 'Left' })
    expect(wantedOf(['--seed', 'x'])).toMatchObject({ _tag: 'Left' })
  })
})

test('a table has its numbers at the right', () => {
  const printed = table(
    ['attack', 'lost'],
    [
      ['kill', 0],
      ['power-cut', 12_345],
    ],
  )
  expect(printed).toBe('attack     lost\n---------  -----\nkill           0\npower-cut  12345\n')
})
