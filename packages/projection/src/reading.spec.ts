import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { Page, StoredEvent } from '@deskledger/event-store'
import { slices } from './reading.ts'

const pageOf = (positions: ReadonlyArray<number>, through: number): Page => ({
  events: positions.map((position) => ({ position }) as StoredEvent),
  through,
  isLast: false,
})

test('a page is cut into slices that follow each other and leave nothing out', () =>
  fc.assert(
    fc.property(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 6 }), fc.nat(3), (n, size, more) => {
      const positions = Array.from({ length: n }, (_, i) => 2 * i + 2)
      const through = 2 * n + more
      const all = [...slices(pageOf(positions, through), 0, size)]
      expect(all.flatMap(({ stored }) => stored.map(({ position }) => position))).toEqual(positions)
      expect(all.at(-1)?.through).toBe(through)
      let end = 0
      for (const { stored, after, through: upTo } of all) {
        expect(stored.length).toBeLessThanOrEqual(size)
        expect(after).toBe(end)
        expect(stored.every(({ position }) => position > after && position <= upTo)).toBe(true)
        end = upTo
      }
    }),
  ))
