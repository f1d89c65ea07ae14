import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { flag, identifier, integer, list, mapOf, oneOf, pattern, record, text } from '../codec.ts'
import { personal } from '../personal.ts'
import { anyOf, isSame } from '../testing/index.ts'
import { anyContract, anyEdit } from './contracts.samples.ts'
import { codecOf, contractOf, type Contract } from './contract.ts'
import { narrowed } from './narrowing.ts'

type Codec = Parameters<typeof contractOf>[0]

/** What of `before` is not accepted by `after`. */
const lost = (before: Codec, after: Codec) => narrowed(contractOf(before), contractOf(after))
const one = (what: object, path = '') => [{ path, what }]

const PartyId = identifier('PartyId')
const word = text('word', 10)

describe('a contract', () => {
  test('may get more choices, and lose none', () => {
    const channel = oneOf('phone', 'email')
    expect(lost(channel, oneOf('email', 'phone', 'fax'))).toEqual([])
    expect(lost(channel, oneOf('phone', 'fax'))).toEqual(
      one({ _tag: 'ValuesRemoved', values: ['email'] }),
    )
  })

  test('may take in larger and smaller numbers, and refuse none', () => {
    const year = integer('year', 1900, 2100)
    const from = { min: 1900, max: 2100 }
    expect(lost(year, integer('year', 1899, 2101))).toEqual([])
    for (const to of [
      { min: 1901, max: 2100 },
      { min: 1900, max: 2099 },
    ])
      expect(lost(year, integer('year', to.min, to.max))).toEqual(
        one({ _tag: 'RangeNarrowed', from, to }),
      )
  })

  test('may let texts be longer, and never shorter or of another form', () => {
    expect(lost(word, text('word', 11))).toEqual([])
    expect(lost(word, text('word', 9))).toEqual(
      one({ _tag: 'RangeNarrowed', from: { min: 1, max: 10 }, to: { min: 1, max: 9 } }),
    )
    const code = pattern('code', /^[A-Z]{3}$/, 'EUR')
    expect(lost(code, pattern('code', /^[A-Z]{3}$/, 'USD'))).toEqual([])
    const other = one({ _tag: 'FormChanged' })
    expect(lost(code, pattern('code', /^[A-Z]{3,4}$/, 'EUR'))).toEqual(other)
    expect(lost(code, pattern('code', /^[A-Z]{3}$/i, 'EUR'))).toEqual(other)
    expect(lost(word, code)).toEqual(other)
    expect(lost(code, text('code', 320))).toEqual(other)
  })

  test('may let lists and maps hold more, and never fewer', () => {
    const few = list(word, { min: 1, max: 2 })
    expect(lost(few, list(word, { min: 0, max: 3 }))).toEqual([])
    const from = { min: 1, max: 2 }
    for (const to of [
      { min: 2, max: 2 },
      { min: 1, max: 1 },
    ])
      expect(lost(few, list(word, to))).toEqual(one({ _tag: 'RangeNarrowed', from, to }))
    expect(lost(mapOf(word, 2), mapOf(word, 3))).toEqual([])
    expect(lost(mapOf(word, 2), mapOf(word, 1))).toEqual(
      one({ _tag: 'RangeNarrowed', from: { min: 0, max: 2 }, to: { min: 0, max: 1 } }),
    )
  })

  test('is looked through: lists, maps, records and personal data', () => {
    const [before, after] = [oneOf('a', 'b'), oneOf('a')]
    const gone = { _tag: 'ValuesRemoved', values: ['b'] }
    const wraps: ReadonlyArray<(codec: Codec) => Codec> = [
      list,
      (codec) => mapOf(codec, 2),
      (codec) => personal(codec, 'partyId'),
    ]
    for (const wrap of wraps) {
      expect(lost(wrap(before), wrap(after))).toEqual(one(gone))
      expect(lost(wrap(after), wrap(before))).toEqual([])
    }
    const lines = (codec: Codec) => record({ lines: list(record({ qty: codec })) })
    expect(lost(lines(before), lines(after))).toEqual(one(gone, 'lines.qty'))
  })

  test('keeps every kind as it is', () => {
    const kinds: ReadonlyArray<Codec> = [
      PartyId,
      flag,
      oneOf('a'),
      integer('n'),
      word,
      list(word),
      mapOf(word, 3),
      record({}),
      personal(word, 'partyId'),
    ]
    for (const before of kinds)
      for (const after of kinds)
        if (before === after) expect(lost(before, after)).toEqual([])
        else
          expect(lost(before, after)).toMatchObject(
            one({ _tag: 'KindChanged', to: contractOf(after).kind }),
          )
  })

  test('keeps whose its personal data is, and that it is personal', () => {
    const name = personal(word, 'partyId')
    expect(lost(name, personal(text('name', 20), 'partyId'))).toEqual([])
    expect(lost(name, personal(word, 'requestId'))).toEqual(
      one({ _tag: 'SubjectChanged', from: 'partyId', to: 'requestId' }),
    )
    expect(lost(name, word)).toMatchObject(one({ _tag: 'KindChanged' }))
    expect(lost(word, name)).toMatchObject(one({ _tag: 'KindChanged' }))
  })

  test('that tells no shape keeps its name', () => {
    const other = (name: string): Contract => ({ kind: 'other', name })
    expect(narrowed(other('string'), other('string'))).toEqual([])
    expect(narrowed(other('string'), other('number'))).toEqual(
      one({ _tag: 'CodecChanged', from: 'string', to: 'number' }),
    )
    expect(narrowed(other('string'), { kind: 'id' })).toMatchObject(one({ _tag: 'KindChanged' }))
  })
})

describe('a field', () => {
  const before = record({ a: word }, { b: word })

  test('may be added if it is optional, or become optional', () => {
    expect(lost(before, record({ a: word }, { b: word, c: word }))).toEqual([])
    expect(lost(before, record({}, { a: word, b: word }))).toEqual([])
  })

  test('is never added as one that stored events lack', () => {
    expect(lost(before, record({ a: word, c: word }, { b: word }))).toEqual(
      one({ _tag: 'FieldRequired', was: 'absent' }, 'c'),
    )
    expect(lost(before, record({ a: word, b: word }))).toEqual(
      one({ _tag: 'FieldRequired', was: 'optional' }, 'b'),
    )
  })

  test('is never taken away', () => {
    expect(lost(before, record({ a: word }))).toEqual(one({ _tag: 'FieldRemoved' }, 'b'))
    expect(lost(before, record({}, { b: word }))).toEqual(one({ _tag: 'FieldRemoved' }, 'a'))
  })
})

describe('any contract', () => {
  test('is made into a codec of that contract', () =>
    fc.assert(
      fc.property(anyContract, (contract) =>
        expect(isSame(contractOf(codecOf(contract)), contract)).toBe(true),
      ),
    ))

  test('is no narrower than itself', () =>
    fc.assert(
      fc.property(anyContract, (contract) => expect(narrowed(contract, contract)).toEqual([])),
    ))

  test('that is not narrower reads whatever was written, as it was written', () => {
    const written = anyContract.chain((before) =>
      fc.record({
        before: fc.constant(before),
        after: anyEdit(before),
        value: anyOf(codecOf(before), { erasure: true }),
      }),
    )
    let compared = 0
    fc.assert(
      fc.property(written, ({ before, after, value }) => {
        if (narrowed(before, after).length > 0) return
        compared += isSame(before, after) ? 0 : 1
        expect(codecOf(after).decode(value)).toEqual(E.right(value))
      }),
      { numRuns: 3_000, seed: 1 },
    )
    expect(compared).toBeGreaterThan(300)
  })
})
