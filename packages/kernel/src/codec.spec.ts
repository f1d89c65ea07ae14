import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { identifier, list, mapOf, oneOf, record, text } from './codec.ts'

const PartyId = identifier('PartyId')

describe('an id', () => {
  test('is any UUID in lower case', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => expect(PartyId.is(uuid)).toBe(true)))
  })

  test('is nothing that has one other character', () => {
    const character = fc.string({ minLength: 1, maxLength: 1, unit: 'binary' })
    fc.assert(
      fc.property(fc.uuid(), fc.nat(35), character, (uuid, place, other) => {
        const changed = uuid.slice(0, place) + other + uuid.slice(place + 1)
        const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
        expect(PartyId.is(changed)).toBe(form.test(changed))
      }),
    )
  })

  test('is neither shorter nor longer, nor in capitals, nor a number', () => {
    const uuid = '0192f3a4-5b6c-4d7e-8f90-a1b2c3d4e5f6'
    for (const other of [uuid.slice(1), `${uuid}0`, uuid.toUpperCase(), '', 1])
      expect(PartyId.is(other)).toBe(false)
  })
})

describe('a text', () => {
  const note = text('note', 10)

  test('may hold tabs, line feeds and any script', () => {
    for (const good of ['a', '\ta\nb', 'María', '日本', '🙂', '\u0080\ud7ff\ue000\uffff'])
      expect(note.is(good)).toBe(true)
  })

  test('holds no control characters and no half of a pair', () => {
    for (const bad of ['\u0000', 'a\u0008', '\u000b', '\u001f', '\u007f', '\ud83d', '\ude42\ud83d'])
      expect(note.is(bad)).toBe(false)
    expect(note.is('🙂\u0007')).toBe(false)
  })

  test('is neither empty nor too long', () => {
    expect(note.is('')).toBe(false)
    expect(note.is('1234567890')).toBe(true)
    expect(note.is('12345678901')).toBe(false)
  })

  test('is valid exactly if it comes back the same from bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }), (given) => {
        if (!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(given))
          expect(note.is(given)).toBe(isValid(given))
      }),
    )
  })
})

describe('a record', () => {
  const point = record({ channel: oneOf('phone', 'email') }, { note: text('note', 10) })

  test('has all that it must have, and nothing that it does not know', () => {
    expect(point.is({ channel: 'phone' })).toBe(true)
    expect(point.is({ channel: 'phone', note: 'home' })).toBe(true)
    for (const bad of [{}, { note: 'home' }, { channel: 'fax' }, { channel: 'phone', age: 1 }])
      expect(point.is(bad)).toBe(false)
    for (const bad of [undefined, null, [], 'phone', { channel: 'phone', note: undefined }])
      expect(point.is(bad)).toBe(false)
  })

  test('is read without what a newer writer added', () =>
    expect(point.decode({ channel: 'phone', age: 1 })).toMatchObject({
      right: { channel: 'phone' },
    }))

  test('names the field that is wrong, and never the value', () => {
    const [error] = (point.decode({ channel: 'secret' }) as unknown as { left: [{ context: [] }] })
      .left
    expect(error.context.map(({ key }) => key).join('.')).toBe('.channel')
  })
})

/** Only what is valid can be written as UTF-8. */
const isValid = (given: string): boolean => {
  try {
    return encodeURIComponent(given) !== ''
  } catch {
    return false
  }
}

test('a list has no more and no fewer than it may have', () => {
  const few = list(PartyId, { min: 1, max: 1 })
  const id = '0192f3a4-5b6c-4d7e-8f90-a1b2c3d4e5f6'
  expect([[id], [], [id, id], ['x']].map((ids) => few.is(ids))).toEqual([true, false, false, false])
})

test('a map has free keys, but not that of all objects', () => {
  const map = mapOf(text('value', 10), 2)
  expect(map.is({ colour: 'red' })).toBe(true)
  expect(map.is(JSON.parse('{"__proto__":"x"}'))).toBe(false)
  expect(map.is({ a: '1', b: '2', c: '3' })).toBe(false)
})
