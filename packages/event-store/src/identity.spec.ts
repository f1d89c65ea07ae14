import { describe, expect, test } from '@jest/globals'
import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { v5 } from 'uuid'
import { canonical, eventIdOf, fingerprintOf, hmacWith, uuidOf } from './identity.ts'

describe('an id made of a name', () => {
  test('is a UUID of version 5, as any other library makes it', () => {
    const namespace = v5('urn:deskledger', v5.URL)
    const long = fc.string({ unit: 'binary', minLength: 90, maxLength: 400 })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), long), (name) =>
        expect(uuidOf(name)).toBe(v5(name, namespace)),
      ),
    )
  })

  test('tells the events of a command apart', () => {
    const ids = [0, 1, 2].map((index) => eventIdOf('request-1', 'c', index))
    expect(new Set(ids).size).toBe(3)
  })
})

describe('canonical JSON', () => {
  test('is the same whatever the order of the keys', () => {
    expect(canonical({ b: [1, { y: null, x: 'é' }], a: undefined })).toBe(
      '{"b":[1,{"x":"é","y":null}]}',
    )
  })

  test('says what JSON says', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    ))
})

describe('a fingerprint', () => {
  test('differs with the type and with the data, and not with the order of its fields', () => {
    const print = fingerprintOf({ type: 'A', data: { x: 1, y: 2 } })
    expect(fingerprintOf({ type: 'A', data: { y: 2, x: 1 } })).toBe(print)
    expect(fingerprintOf({ type: 'B', data: { x: 1, y: 2 } })).not.toBe(print)
    expect(fingerprintOf({ type: 'A', data: { x: 1, y: 3 } })).not.toBe(print)
  })
})

describe('a keyed hash', () => {
  test('is HMAC-SHA-256, for keys of any length', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.string(), (key, text) =>
        expect(hmacWith(key)(text)).toBe(
          createHmac('sha256', key).update(text).digest('base64url'),
        ),
      ),
    ))
})
