import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { pauseOf } from './retry.ts'

const settings = { patienceMs: 1_000, firstPauseMs: 20, longestPauseMs: 500 }
const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

describe('a pause before trying again', () => {
  test('doubles with each failure up to the longest, at least half of that', () =>
    fc.assert(
      fc.property(fc.nat(2_000), chance, (failures, random) => {
        const longest = Math.min(500, 20 * 2 ** Math.min(failures, 20))
        const ms = pauseOf({ ...settings, random: () => random }, failures)
        expect(ms).toBeGreaterThanOrEqual(longest / 2)
        expect(ms).toBeLessThanOrEqual(longest)
      }),
    ))

  test('differs for those who failed together', () => {
    const all = [0, 0.25, 0.5, 0.75].map((n) => pauseOf({ ...settings, random: () => n }, 9))
    expect(all).toEqual([250, 313, 375, 438])
  })
})
