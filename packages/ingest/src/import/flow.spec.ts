import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { flow } from './flow.ts'

const done: E.Either<string, void> = E.right(undefined)
const turns = async (n: number): Promise<void> => {
  for (let i = 0; i < n; i += 1) await Promise.resolve()
}

describe('much work at once', () => {
  const anyWork = fc.array(
    fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.integer({ min: 0, max: 5 }) }),
    { maxLength: 30 },
  )

  test('is done in order for each key, all of it, and never more than is allowed', () =>
    fc.assert(
      fc.asyncProperty(anyWork, fc.integer({ min: 1, max: 5 }), async (work, limit) => {
        const { take, settled } = flow<string>(limit)
        const began: Array<number> = []
        const ended: Array<number> = []
        let most = 0
        for (const [i, item] of work.entries()) {
          await take(item.key, async () => {
            began.push(i)
            most = Math.max(most, began.length - ended.length)
            await turns(item.turns)
            ended.push(i)
            return done
          })
          expect(i + 1 - ended.length).toBeLessThan(Math.max(limit, 1))
        }
        await settled()
        expect([...ended].sort((a, b) => a - b)).toEqual(work.map((_, i) => i))
        expect(most).toBeLessThanOrEqual(limit)
        for (const key of ['a', 'b', 'c']) {
          const ofKey = ended.filter((i) => work[i]?.key === key)
          expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b))
        }
      }),
    ))

  test('stops at the first failure, and says which', async () => {
    const { take, settled, failure } = flow<string>(9)
    const begun: Array<string> = []
    const work = (name: string, answer: E.Either<string, void>) => async () => {
      begun.push(name)
      await turns(2)
      return answer
    }
    await take('a', work('one', E.left('no')))
    await take('a', work('two', done))
    await take('b', work('three', E.left('nor this')))
    await settled()
    expect([begun, failure()]).toEqual([['one', 'three'], 'no'])
  })

  test('does not hide a bug', async () => {
    const { take, settled } = flow<string>(9)
    await take('a', async () => {
      throw new Error('a bug')
    })
    await expect(settled()).rejects.toThrow('a bug')
  })
})
