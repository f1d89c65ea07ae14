import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { identifier, integer, oneOf, text } from '../codec.ts'
import { event, registry, type AnyEventCodec, type Upcaster } from '../event.ts'
import { isErased, personal } from '../personal.ts'
import { upcastingLaws } from '../testing/index.ts'
import { anyContract } from './contracts.samples.ts'
import {
  describeBreak,
  emptyLock,
  judged,
  lockText,
  parseLock,
  written,
  type Lock,
  type RecordContract,
} from './index.ts'

const VoucherId = identifier('VoucherId')
const own = { voucherId: VoucherId }
const issued = event('VoucherIssued', { ...own, value: integer('value', 0) }, { by: oneOf('ana') })
const redeemed = event('VoucherRedeemed', own)
const of = (...codecs: ReadonlyArray<AnyEventCodec>) => registry(...codecs)
const lock = written(emptyLock, of(issued, redeemed))

/** The type with other fields, and as many upcasters. */
const changed = (required: Parameters<typeof event>[1], ...upcasters: ReadonlyArray<Upcaster>) =>
  event('VoucherIssued', { ...own, ...required }, {}, upcasters)
const cents = changed({ cents: integer('cents', 0) })
const inCents: Upcaster = (data) => {
  const { value, by: _, ...rest } = data as { value: number; by?: string }
  return { ...rest, cents: value * 100 }
}
const bridged = changed({ cents: integer('cents', 0) }, inCents)

describe('the lock', () => {
  test('agrees with the code that it was written from', () =>
    expect(judged(lock, of(redeemed, issued))).toEqual({ breaks: [], outdated: [] }))

  test('asks to be written anew for a new type, a new optional field, a wider choice', () => {
    const voided = event('VoucherVoided', own)
    expect(judged(lock, of(issued, redeemed, voided))).toEqual({
      breaks: [],
      outdated: ['VoucherVoided'],
    })
    const wider = event(
      'VoucherIssued',
      { ...own, value: integer('value', 0) },
      { by: oneOf('ana', 'ben'), note: text('note', 9) },
    )
    expect(judged(lock, of(wider, redeemed))).toEqual({ breaks: [], outdated: ['VoucherIssued'] })
  })

  test('refuses a change that stored events do not bear, by type, field and reason', () =>
    expect(judged(lock, of(cents, redeemed)).breaks).toEqual([
      { type: 'VoucherIssued', version: 1, path: 'value', what: { _tag: 'FieldRemoved' } },
      { type: 'VoucherIssued', version: 1, path: 'by', what: { _tag: 'FieldRemoved' } },
      {
        type: 'VoucherIssued',
        version: 1,
        path: 'cents',
        what: { _tag: 'FieldRequired', was: 'absent' },
      },
    ]))

  test('lets any change pass that an upcaster bridges, and keeps the older version', () => {
    expect(judged(lock, of(bridged, redeemed))).toEqual({ breaks: [], outdated: ['VoucherIssued'] })
    const anew = written(lock, of(bridged, redeemed))
    expect(anew.types['VoucherIssued']).toEqual({
      1: lock.types['VoucherIssued']?.[1],
      2: written(emptyLock, of(cents)).types['VoucherIssued']?.[1],
    })
    expect(judged(anew, of(bridged, redeemed))).toEqual({ breaks: [], outdated: [] })
  })

  test('refuses that upcasters are taken away, and that a type is', () => {
    const anew = written(lock, of(bridged, redeemed))
    expect(judged(anew, of(cents, redeemed)).breaks).toEqual([
      { type: 'VoucherIssued', version: 2, path: '', what: { _tag: 'VersionLowered', to: 1 } },
    ])
    expect(judged(lock, of(issued)).breaks).toEqual([
      { type: 'VoucherRedeemed', version: 1, path: '', what: { _tag: 'TypeRemoved' } },
    ])
  })

  test('forgets no type, though nobody declares it', () =>
    expect(written(lock, of(issued))).toEqual(lock))
})

describe('a break', () => {
  test('is told by type, version, field, what broke and what mends it', () => {
    const [, , required] = judged(lock, of(cents, redeemed)).breaks
    expect(required && describeBreak(required)).toBe(
      'VoucherIssued, version 1, cents: the field is new and required, and stored events lack it. ' +
        'Mend it: add the field as an optional one, or give VoucherIssued an upcaster, which raises its version.',
    )
    const [gone] = judged(lock, of(issued)).breaks
    expect(gone && describeBreak(gone)).toContain('VoucherRedeemed, version 1: the type is not')
  })

  test('says of each kind of change what it was', () => {
    const told = (before: AnyEventCodec, after: AnyEventCodec) =>
      judged(written(emptyLock, of(before)), of(after))
        .breaks.map(describeBreak)
        .join()
    const a = (codec: Parameters<typeof event>[1][string]) => event('A', { ...own, a: codec })
    const word = text('word', 10)
    expect(told(a(word), a(VoucherId))).toContain('it was of kind text and is of kind id now')
    expect(told(a(oneOf('x', 'y')), a(oneOf('y')))).toContain('any more: x.')
    expect(told(a(word), a(text('word', 5)))).toContain(
      'it was from 1 to 10 and is only from 1 to 5',
    )
    expect(told(a(personal(word, 'a')), a(personal(word, 'b')))).toContain('personal data of a')
    expect(told(event('A', own, { a: word }), a(word))).toContain('the field was optional')
  })
})

describe('the file of a lock', () => {
  test('is read back as it was written, whatever is locked', () => {
    const anyRecord = anyContract.filter(
      ({ kind }) => kind === 'record',
    ) as fc.Arbitrary<RecordContract>
    const anyLock: fc.Arbitrary<Lock> = fc.record({
      lock: fc.constant(1 as const),
      types: fc.dictionary(
        fc.constantFrom('A', 'B'),
        fc.dictionary(fc.constantFrom('1', '2'), anyRecord, { noNullPrototype: true }),
        { noNullPrototype: true },
      ),
    })
    fc.assert(
      fc.property(anyLock, (each) => expect(parseLock(lockText(each))).toEqual(E.right(each))),
    )
  })

  test('is refused where it is none', () => {
    for (const text of ['', '{}', '{"lock":2,"types":{}}', lockText(lock).replace('"id"', '"it"')])
      expect(parseLock(text)).toEqual(E.left({ _tag: 'NotALock' }))
  })

  test('has a line for each field', () =>
    expect(lockText(lock).split('\n')).toContain(
      `          "value": {"kind":"integer","min":0,"max":${Number.MAX_SAFE_INTEGER}},`,
    ))
})

describe('an upcaster', () => {
  const verdictOn = (upcaster: Upcaster) => {
    const now = of(changed({ cents: integer('cents', 0) }, upcaster), redeemed)
    return upcastingLaws(now, written(lock, now), { runs: 100 })
  }

  test('is held against whatever its version could hold', () => {
    const laws = verdictOn(inCents)
    expect(laws.map(({ statement }) => statement)).toEqual([
      'VoucherIssued of version 1 is read as version 2',
    ])
    for (const { check } of laws) check()
  })

  test('that throws, forgets a field, tells another story or rewrites what is stored is found', () => {
    let told = 0
    const bad: ReadonlyArray<Upcaster> = [
      (data) => data,
      () => ({}),
      (data) => {
        if ('by' in (data as object)) throw new Error('by')
        return inCents(data)
      },
      (data) => ({ ...(inCents(data) as object), cents: (told += 1) }),
      (data) => Object.assign(data as object, inCents(data)),
    ]
    for (const upcaster of bad) for (const { check } of verdictOn(upcaster)) expect(check).toThrow()
  })

  test('is given personal data that is gone by now, too', () => {
    const named = (upcasters: ReadonlyArray<Upcaster>) =>
      of(event('Named', { ...own, name: personal(text('name', 99), 'voucherId') }, {}, upcasters))
    const before = written(emptyLock, named([]))
    const loud: Upcaster = (data) => {
      const { name, ...rest } = data as { name: string }
      return { ...rest, name: name.toUpperCase() }
    }
    const quiet: Upcaster = (data) =>
      isErased((data as { name: unknown }).name) ? data : loud(data)
    const [first] = upcastingLaws(named([loud]), before)
    const [second] = upcastingLaws(named([quiet]), before)
    expect(first?.check).toThrow()
    expect(second?.check).not.toThrow()
  })

  test('of a type that has none is nobody’s business', () =>
    expect(upcastingLaws(of(issued, redeemed), lock)).toEqual([]))
})
