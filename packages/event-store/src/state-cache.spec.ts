import { describe, expect, test } from '@jest/globals'
import type { StreamName } from '@deskledger/kernel'
import { stateCache } from './state-cache.ts'

const name = (n: number): StreamName => `voucher-${n}`
const kept = (cache: ReturnType<typeof stateCache<number>>, all: number) =>
  Array.from({ length: all }, (_, n) => n).filter((n) => cache.get(name(n)) !== undefined)

describe('the states that are kept in mind', () => {
  test('are the last that were put, and those only', () => {
    const cache = stateCache<number>(3)
    for (const revision of [0, 1, 2]) cache.put(name(1), { state: revision * 10, revision })
    expect(cache.get(name(1))).toEqual({ state: 20, revision: 2 })
    expect(cache.get(name(2))).toBeUndefined()
  })

  test('are never more than twice as many as asked for, and never fewer of the latest', () => {
    const cache = stateCache<number>(10)
    for (let n = 0; n < 1_000; n += 1) cache.put(name(n), { state: n, revision: 0 })
    const all = kept(cache, 1_000)
    expect(all.length).toBeLessThanOrEqual(20)
    expect(all.slice(-10)).toEqual(Array.from({ length: 10 }, (_, n) => 990 + n))
  })

  test('stay as long as they are asked for', () => {
    const cache = stateCache<number>(10)
    cache.put(name(0), { state: 0, revision: 0 })
    for (let n = 1; n < 500; n += 1) {
      cache.put(name(n), { state: n, revision: 0 })
      expect(cache.get(name(0))).toEqual({ state: 0, revision: 0 })
    }
  })

  test('are never older than what was put last', () => {
    const cache = stateCache<number>(4)
    for (let n = 0; n < 200; n += 1) {
      cache.put(name(0), { state: n, revision: n })
      for (let i = 0; i <= n % 7; i += 1) cache.put(name(1 + i), { state: 0, revision: 0 })
      expect([undefined, n]).toContain(cache.get(name(0))?.revision)
    }
  })

  test('are none if none are asked for', () => {
    const cache = stateCache<number>(0)
    cache.put(name(1), { state: 1, revision: 0 })
    expect(cache.get(name(1))).toBeUndefined()
  })
})
