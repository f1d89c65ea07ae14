import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { bytes, double, flag, int, sint, text, uint, wide } from './kinds.ts'
import { many, mapOf, message, one } from './message.ts'

const Inner = message({ name: one(1, text), size: one(2, uint) })
const Whole = message({
  count: one(1, uint),
  change: one(2, int),
  folded: one(3, sint),
  isOpen: one(4, flag),
  label: one(5, text),
  body: one(6, bytes),
  half: one(7, wide),
  rate: one(8, double),
  inner: one(9, Inner),
  list: many(10, Inner),
  names: many(11, text),
  map: mapOf(12, text),
  far: one(2_047, uint),
})

const safe = fc.maxSafeNat()
const well = fc.string({ unit: 'binary' })
const anInner = fc.record({ name: well, size: safe }, { requiredKeys: [] })
const anything = fc.record(
  {
    count: safe,
    change: fc.maxSafeInteger(),
    folded: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
    isOpen: fc.boolean(),
    label: well,
    body: fc.uint8Array().map((array) => Buffer.from(array)),
    half: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    rate: fc.double({ noNaN: true }),
    inner: anInner,
    list: fc.array(anInner, { minLength: 1 }),
    names: fc.array(well, { minLength: 1 }),
    map: fc
      .array(fc.tuple(well, well), { minLength: 1 })
      .map((entries): ReadonlyMap<string, string> => new Map(entries)),
    far: safe,
  },
  { requiredKeys: [] },
)

const hex = (value: Parameters<typeof Whole.encode>[0]) => Whole.encode(value).toString('hex')

describe('a message', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(Whole.decode(Whole.encode(value))).toEqual(value)
      }),
    )
  })

  test('has the bytes that the specification gives as examples', () => {
    expect(hex({ count: 150 })).toBe('089601')
    expect(hex({ label: 'testing' })).toBe('2a0774657374696e67')
    expect(hex({ inner: { size: 150 } })).toBe('4a03109601')
    expect(hex({ change: -2 })).toBe('10feffffffffffffffff01')
    expect([0, -1, 1, -2].map((folded) => hex({ folded }))).toEqual([
      '1800',
      '1801',
      '1802',
      '1803',
    ])
    expect(hex({ map: new Map([['a', 'b']]) })).toBe('62060a0161120162')
    expect(hex({ count: 1, label: 'x', names: ['a', 'b'] })).toBe('08012a01785a01615a0162')
  })

  test('tells zero from nothing', () => {
    expect(Whole.decode(Whole.encode({ count: 0, isOpen: false, label: '' }))).toEqual({
      count: 0,
      isOpen: false,
      label: '',
    })
    expect(Whole.decode(Buffer.alloc(0))).toEqual({})
  })

  test('is read by a table that knows less', () => {
    const Less = message({ label: one(5, text) })
    fc.assert(
      fc.property(anything, ({ label, ...others }) => {
        const read = Less.decode(Whole.encode({ ...others, label: label ?? 'x' }))
        expect(read).toEqual({ label: label ?? 'x' })
      }),
    )
  })

  test('that is cut short, or is none, is refused and reads nothing beyond its end', () => {
    const whole = Whole.encode({ label: 'testing', inner: { name: 'x', size: 7 } })
    for (let end = 1; end < whole.length; end += 1) {
      if (end === 9) continue
      expect(() => Whole.decode(whole.subarray(0, end))).toThrow(RangeError)
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        try {
          Whole.decode(Buffer.from(noise))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })

  test('holds numbers beyond 53 bits as near as it can', () => {
    const end = Buffer.from('08ffffffffffffffffff01', 'hex')
    expect(Whole.decode(end).count).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })
})
