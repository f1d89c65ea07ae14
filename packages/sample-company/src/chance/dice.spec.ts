import { describe, expect, test } from '@jest/globals'
import { PartyId } from '@deskledger/domain/primitives'
import * as fc from 'fast-check'
import { diceOf } from './dice.ts'

const times = <A>(n: number, draw: () => A): ReadonlyArray<A> => Array.from({ length: n }, draw)
const anySeed = fc.integer()
const anyName = fc.string()

describe('a stream of chance', () => {
  test('is the one that it always was', () => {
    expect(times(4, diceOf(1, 'request', 17).word)).toEqual([
      1_909_365_789, 4_105_403_809, 1_760_368_811, 3_173_970_715,
    ])
    expect(diceOf(1, 'request', 17).uuid()).toBe('71ce9c1d-f4b3-4da1-a8ed-18abbd2ef31b')
  })

  test('is the same again under the same name, and another one under another', () =>
    fc.assert(
      fc.property(anySeed, anyName, (seed, name) => {
        const words = (...path: ReadonlyArray<string>) => times(5, diceOf(seed, ...path).word)
        expect(words(name)).toEqual(words(name))
        expect(words(name)).not.toEqual(words(name, 'else'))
        expect(times(5, diceOf(seed + 1, name).word)).not.toEqual(words(name))
      }),
    ))

  test('is not stirred by what others draw', () => {
    const [one, other] = [diceOf(1, 'one'), diceOf(1, 'other')]
    other.word()
    expect(one.word()).toBe(diceOf(1, 'one').word())
  })
})

describe('what is drawn', () => {
  test('is within its limits, and reaches them', () =>
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: -50, max: 50 }),
        fc.nat({ max: 6 }),
        (seed, min, more) => {
          const dice = diceOf(seed)
          const drawn = new Set(times(400, () => dice.between(min, min + more)))
          expect(drawn.size).toBe(more + 1)
          expect(Math.min(...drawn)).toBe(min)
          expect(Math.max(...drawn)).toBe(min + more)
        },
      ),
    ))

  test('falls on each side about equally often', () => {
    const dice = diceOf(7, 'sides')
    const sides = [0, 0, 0, 0, 0, 0]
    for (const side of times(12_000, () => dice.below(6))) sides[side] = (sides[side] ?? 0) + 1
    for (const n of sides) expect(Math.abs(n - 2_000)).toBeLessThan(150)
  })

  test('comes as often as it weighs, and never if it weighs nothing', () => {
    const dice = diceOf(7, 'weights')
    const drawn = times(10_000, () =>
      dice.weighted([
        [3, 'often'],
        [0, 'never'],
        [1, 'seldom'],
      ]),
    )
    const often = drawn.filter((each) => each === 'often').length
    expect(Math.abs(often - 7_500)).toBeLessThan(200)
    expect(drawn).not.toContain('never')
  })

  test('is certain or impossible at the ends', () => {
    const dice = diceOf(7, 'ends')
    expect(new Set(times(500, () => dice.percent(100)))).toEqual(new Set([true]))
    expect(new Set(times(500, () => dice.percent(0)))).toEqual(new Set([false]))
  })

  test('is nothing where there is nothing to draw from', () =>
    expect(() => diceOf(1).pick([])).toThrow('nothing to draw from'))

  test('as an id is one of the domain', () =>
    fc.assert(
      fc.property(anySeed, (seed) => {
        const dice = diceOf(seed, 'ids')
        const ids = times(20, dice.uuid)
        expect(ids.every(PartyId.is)).toBe(true)
        expect(ids.every((id) => /^.{14}4.{4}[89ab]/.test(id))).toBe(true)
        expect(new Set(ids).size).toBe(20)
      }),
    ))
})
