import { describe, expect, test } from '@jest/globals'
import { anyOf } from '@deskledger/kernel/testing'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { xesMap } from './built-in.ts'
import { decodeMap, describeInvalidMap, describeMap, ImportMap } from './map.ts'

const issuesOf = (u: unknown) => {
  const decoded = decodeMap(u)
  return E.isLeft(decoded) ? decoded.left.issues : []
}
const small = { format: 'csv', case: 'ticket', activity: 'step', time: { column: 'when' } } as const

describe('a map', () => {
  test('names case, activity and time at least', () => {
    expect(decodeMap(small)).toEqual(E.right(small))
    for (const key of ['format', 'case', 'activity', 'time'])
      expect(issuesOf({ ...small, [key]: undefined }).map(({ path }) => path)).toContain(key)
    expect(issuesOf('case').map(({ path }) => path)).toEqual([''])
  })

  test('is refused with every reason, and the key that was probably meant', () => {
    const wrong = {
      ...small,
      custumer: 'client',
      time: { column: 'when', zonne: 'UTC' },
      scores: [{ column: 'a', instrument: 'service', dimension: 'price', dimenson: 'price' }],
      priorities: { High: 9 },
      zzz: 1,
    }
    expect(issuesOf({ ...wrong, priorities: { High: 1 } })).toEqual([
      { path: 'time.zonne', expected: 'no such field', didYouMean: 'zone' },
      { path: 'custumer', expected: 'no such field', didYouMean: 'customer' },
      { path: 'scores.0.dimenson', expected: 'no such field', didYouMean: 'dimension' },
      { path: 'zzz', expected: 'no such field' },
    ])
    expect(issuesOf(wrong).map(({ path }) => path)).toEqual(['priorities'])
  })

  test('is refused if what it says means nothing', () => {
    const paths = (changes: object) => issuesOf({ ...small, ...changes }).map(({ path }) => path)
    const timed = (time: object) => paths({ time: { column: 'when', ...time } })
    expect(timed({ format: 'HH:mm', zone: 'UTC' })).toEqual(['time.format'])
    expect(timed({ format: 'YYYY-MM-DD' })).toEqual(['time.zone'])
    expect(timed({ format: 'YYYY-MM-DD Z' })).toEqual([])
    expect(timed({ zone: 'Europe/Atlantis' })).toEqual(['time.zone'])
    expect(paths({ csv: { encoding: 'klingon-8' } })).toEqual(['csv.encoding'])
    expect(paths({ csv: { encoding: 'windows-1252' } })).toEqual([])
  })

  test('is refused in words that show what to write', () =>
    expect(
      describeInvalidMap({
        _tag: 'InvalidMap',
        issues: issuesOf({ ...small, custumer: 'client' }),
      }),
    ).toBe('custumer: expected no such field (did you mean "customer"?)'))

  test('can be saved, edited and read again', () => {
    const again = (map: ImportMap) => decodeMap(JSON.parse(describeMap(map)))
    expect(again(xesMap)).toEqual(E.right(xesMap))
    fc.assert(
      fc.property(anyOf(ImportMap), (map) => {
        const known = decodeMap(map)
        fc.pre(E.isRight(known))
        expect(again(map)).toEqual(known)
      }),
    )
  })

  test('of the example is one', () => {
    const text = readFileSync(
      new URL('../../fixtures/service-desk.map.json', import.meta.url),
      'utf8',
    )
    expect(issuesOf(JSON.parse(text))).toEqual([])
  })
})
