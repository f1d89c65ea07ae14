import { describe, test } from '@jest/globals'
import * as fc from 'fast-check'
import { expectSame, id } from '@deskledger/kernel/testing'
import { get, none, removed, set, values, type ById } from './by-id.ts'

/** Ids that share endings of every length, and one that is the ending of others. */
const anyId = fc.constantFrom(id(1), id(2), id(11), id(12), id(111), id(211), '11', '1', '')
const anyChange = fc.oneof(
  fc.record({ id: anyId, value: fc.nat({ max: 9 }) }),
  fc.record({ id: anyId }),
)
type Change = { readonly id: string; readonly value?: number }

const changed = (map: ById<number>, { id, value }: Change): ById<number> =>
  value === undefined ? removed(map, id) : set(map, id, value)

const plain = (changes: ReadonlyArray<Change>): ReadonlyMap<string, number> => {
  const map = new Map<string, number>()
  for (const { id, value } of changes)
    if (value === undefined) map.delete(id)
    else map.set(id, value)
  return map
}

const sorted = (numbers: ReadonlyArray<number>) => numbers.toSorted((a, b) => a - b)

describe('a map by id', () => {
  test('holds under each id what was set last, unless it was removed', () =>
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), anyId, (changes, id) => {
        const map = changes.reduce(changed, none)
        const expected = plain(changes)
        expectSame(id, get(map, id), expected.get(id))
        expectSame('all', sorted(values(map)), sorted([...expected.values()]))
      }),
    ))

  test('leaves the map that it was made from as it was', () =>
    fc.assert(
      fc.property(fc.array(anyChange), anyChange, (changes, change) => {
        const before = changes.reduce(changed, none)
        const written = JSON.stringify(before)
        changed(before, change)
        expectSame('before', JSON.stringify(before), written)
      }),
    ))

  test('is empty again once everything is removed', () =>
    fc.assert(
      fc.property(fc.array(anyChange), (changes) => {
        const full = changes.reduce(changed, none)
        expectSame('empty', changes.map(({ id }) => id).reduce(removed, full), none)
      }),
    ))
})
