import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { progressFrom } from './progress.ts'

test('a group has come as far as everything before is dealt with, in whatever order it was', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(500), { minLength: 1 }).chain((numbers) => {
        const inOrder = numbers.toSorted((a, b) => a - b)
        return fc.tuple(fc.constant(inOrder), fc.shuffledSubarray(inOrder))
      }),
      ([taken, done]) => {
        const progress = progressFrom(-1)
        for (const number of taken) progress.taken(number)
        for (const number of done) progress.done(number)
        const open = taken.filter((number) => !done.includes(number))
        const before = taken.filter((number) => number < (open[0] ?? Infinity))
        expect(progress.checkpoint()).toBe(before.at(-1) ?? -1)
        expect(progress.open()).toBe(taken.length - before.length)
      },
    ),
  )
})
