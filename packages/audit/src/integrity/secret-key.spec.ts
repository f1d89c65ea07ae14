import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { openNote, parseKey, signedNote } from '@deskledger/event-store/integrity'
import { right } from '../testing/log.ts'
import { newSigner, parseSecret, textsOf } from './secret-key.ts'

describe('a signing key', () => {
  test('signs the same after it was kept and read back', () => {
    const { secret, verifying, id } = right(textsOf(newSigner('deskledger/one')))
    const signer = right(parseSecret(secret))
    const key = right(parseKey(verifying.trimEnd()))
    const note = right(signedNote('said\n', [signer]))
    expect(openNote(note, [key])).toMatchObject({ right: { signers: ['deskledger/one'] } })
    expect({ id: key.id, name: key.name }).toEqual({ id, name: 'deskledger/one' })
    expect(secret.endsWith('\n') && verifying.endsWith('\n')).toBe(true)
  })

  test('is never another one', () =>
    expect(textsOf(newSigner('a'))).not.toEqual(textsOf(newSigner('a'))))

  test('is not given away by its verifying text', () => {
    const { secret, verifying } = right(textsOf(newSigner('a')))
    const seed = secret.trimEnd().slice(-44)
    expect(verifying).not.toContain(seed.slice(2, 40))
    expect(E.isLeft(parseSecret(verifying))).toBe(true)
  })

  test('that was changed in one character is refused', () => {
    const { secret } = right(textsOf(newSigner('deskledger/one')))
    for (let i = 0; i < secret.length; i += 1) {
      const changed = `${secret.slice(0, i)}${secret[i] === 'A' ? 'B' : 'A'}${secret.slice(i + 1)}`
      expect(E.isLeft(parseSecret(changed))).toBe(true)
    }
  })

  test('is none where the name is none', () =>
    expect(textsOf(newSigner('two words'))).toEqual(E.left({ _tag: 'BadKeyName' })))
})
