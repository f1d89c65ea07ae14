import { expect, test } from '@jest/globals'
import { type Instant, later } from './primitives.ts'
import { at } from './testing/index.ts'

test('an instant later than another is so many milliseconds after it', () => {
  expect(later(at(0), 60_000)).toBe(at(1))
  expect(later(at(1), -60_000)).toBe(at(0))
})

test('no instant is later than the last one there is', () => {
  const last = 8.64e15 as Instant
  expect(later(last, 1)).toBe(last)
  expect(later(later(last, -1), 1)).toBe(last)
})
