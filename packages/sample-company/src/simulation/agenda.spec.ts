import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { agenda, type Agenda } from './agenda.ts'

const all = <A>({ take }: Agenda<A>): ReadonlyArray<A> => {
  const taken: Array<A> = []
  for (let next = take(); next !== undefined; next = take()) taken.push(next.what)
  return taken
}

describe('an agenda', () => {
  test('gives the earliest first, and of equals the one that was put first', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 })), (times) => {
        const plan = agenda<readonly [number, number]>()
        const entries = times.map((at, order) => [at, order] as const)
        for (const entry of entries) plan.put(entry[0], entry)
        expect(all(plan)).toEqual([...entries].sort(([a, i], [b, j]) => a - b || i - j))
      }),
    ))

  test('takes in what comes up meanwhile', () => {
    const plan = agenda<string>()
    plan.put(2, 'later')
    plan.put(1, 'first')
    expect(plan.take()).toMatchObject({ at: 1, what: 'first' })
    plan.put(1, 'in between')
    expect(all(plan)).toEqual(['in between', 'later'])
  })

  test('is empty at the end', () => expect(agenda().take()).toBeUndefined())
})
