import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import {
  checkpointText,
  keyOf,
  keyText,
  leafHash,
  openCheckpoint,
  openNote,
  originOf,
  parseCheckpoint,
  parseKey,
  signCheckpoint,
  signedNote,
  type Checkpoint,
  type NoteKey,
  type NoteSigner,
} from './index.ts'

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isRight(either)) return either.right
  throw new Error(`refused: ${JSON.stringify(either.left)}`)
}

/** A secret key that is the same on every run: 32 times the byte. Source of the wrapping: RFC 8410. */
const secret = (byte: number): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.alloc(32, byte),
    ]),
    format: 'der',
    type: 'pkcs8',
  })
const origin = originOf('0192f3a4')
const signer = (byte: number, name = origin): NoteSigner => ({ name, privateKey: secret(byte) })
const keyFor = (byte: number, name = origin): NoteKey => right(keyOf(signer(byte, name)))

const checkpoint: Checkpoint = { origin, size: 41, root: leafHash('root') }
const note = right(signCheckpoint(checkpoint, [signer(1)]))

describe('a note', () => {
  test('of another implementation is read: the sample of the Go library', () => {
    const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    const text = `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n`
    const signature =
      'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM='
    const known = right(parseKey(key))
    expect(openNote(`${text}\n— PeterNeumann ${signature}\n`, [known])).toEqual(
      E.right({ text, signers: ['PeterNeumann'] }),
    )
    expect(keyText(known)).toBe(key)
  })

  test('is opened by whoever knows one of those who signed it', () => {
    const both = right(signCheckpoint(checkpoint, [signer(1), signer(2)]))
    expect(openCheckpoint(both, origin, [keyFor(1)])).toEqual(
      E.right({ ...checkpoint, signers: [origin] }),
    )
    expect(openCheckpoint(both, origin, [keyFor(2)])).toMatchObject(E.right(checkpoint))
    expect(openCheckpoint(both, origin, [keyFor(3)])).toEqual(
      E.left({ _tag: 'UnknownSigner', signers: [origin, origin] }),
    )
    expect(openCheckpoint(both, origin, [])).toMatchObject(E.left({ _tag: 'UnknownSigner' }))
  })

  test('is refused where one known key has not signed it, though another has', () => {
    const other = right(signCheckpoint({ ...checkpoint, size: 42 }, [signer(2)]))
    const forged = note + other.slice(other.indexOf('—'))
    expect(openCheckpoint(forged, origin, [keyFor(1), keyFor(2)])).toEqual(
      E.left({ _tag: 'BadSignature', signer: origin }),
    )
  })

  test.each([
    ['nothing', ''],
    ['no signature', checkpointText(checkpoint)],
    ['no signature below the line', `${checkpointText(checkpoint)}\n`],
    ['no newline at its end', note.slice(0, -1)],
    ['a control character', note.replace('deskledger/', 'desk\tledger/')],
    ['another dash', note.replace('—', '-')],
    ['base64 that nobody writes', note.replace(/=*\n$/, '\n')],
    ['more after it', `${note}more\n`],
    ['too much in it', `${'x'.repeat(70_000)}\n\n${note.slice(note.indexOf('—'))}`],
  ])('is none with %s', (_, text) => {
    expect(openNote(text, [keyFor(1)])).toEqual(E.left({ _tag: 'NotANote' }))
  })

  test('is signed over nothing that could not be read back', () => {
    for (const text of ['', 'no newline', 'tab\t\n', '\ud800\n'])
      expect(signedNote(text, [signer(1)])).toEqual(E.left({ _tag: 'NotANote' }))
    expect(signedNote('text\n', [])).toEqual(E.left({ _tag: 'NotANote' }))
    expect(signedNote('text\n', [signer(1, 'a b')])).toEqual(E.left({ _tag: 'BadKeyName' }))
    const { privateKey } = generateKeyPairSync('x25519')
    expect(signedNote('text\n', [{ name: 'a', privateKey }])).toEqual(
      E.left({ _tag: 'NotANoteKey' }),
    )
  })

  test('does not survive a change of a single bit', () => {
    const bytes = Buffer.from(note)
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const bent = Buffer.from(bytes)
        const at = Math.floor(bit / 8)
        bent[at] = (bent[at] ?? 0) ^ (1 << (bit % 8))
        expect(openCheckpoint(bent.toString(), origin, [keyFor(1)])).toMatchObject({ _tag: 'Left' })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a checkpoint', () => {
  test('says which log, how many commits and what root, in three lines', () => {
    const base64 = Buffer.from(checkpoint.root, 'hex').toString('base64')
    expect(note.split('\n').slice(0, 4)).toEqual([origin, '41', base64, ''])
    expect(openCheckpoint(note, origin, [keyFor(1)])).toMatchObject(E.right(checkpoint))
  })

  test('of another log is refused', () => {
    expect(openCheckpoint(note, originOf('other'), [keyFor(1)])).toEqual(
      E.left({ _tag: 'OtherOrigin', found: origin, expected: originOf('other') }),
    )
  })

  test('may have lines that others add, and none that is empty', () => {
    expect(parseCheckpoint(`${checkpointText(checkpoint)}seen\n`)).toEqual(E.right(checkpoint))
    expect(parseCheckpoint(`${checkpointText(checkpoint)}seen\n\nmore\n`)).toEqual(
      E.left({ _tag: 'NotACheckpoint', line: 5 }),
    )
  })

  test.each([
    ['\n1\nAA==\n', 1],
    ['origin\n', 2],
    ['origin\n-1\n', 2],
    ['origin\n01\n', 2],
    ['origin\n9999999999999999\n', 2],
    ['origin\n1e3\n', 2],
    ['origin\n1\n', 3],
    ['origin\n1\nAAAA\n', 3],
    [`origin\n1\n${'A'.repeat(42)}9=\n`, 3],
  ])('is none where a line is wrong: %j', (text, line) => {
    expect(parseCheckpoint(text)).toEqual(E.left({ _tag: 'NotACheckpoint', line }))
  })

  test('is not signed for an origin of two lines', () => {
    const two = { ...checkpoint, origin: 'origin\n9' }
    expect(signCheckpoint(two, [signer(1)])).toMatchObject(E.left({ _tag: 'NotACheckpoint' }))
  })
})

describe('a key', () => {
  test('is read back from its text', () => {
    const text = keyText(keyFor(1))
    expect(keyText(right(parseKey(text)))).toBe(text)
    expect(right(parseKey(text)).publicKey.equals(keyFor(1).publicKey)).toBe(true)
  })

  test('has another id under another name', () => {
    expect(keyFor(1, 'a').id).not.toBe(keyFor(1, 'b').id)
  })

  test('is refused where its text was mistyped', () => {
    const [name = '', id = '', encoded = ''] = keyText(keyFor(1)).split('+', 3)
    const rest = keyText(keyFor(1)).slice(name.length + 10)
    expect(encoded).not.toBe('')
    expect(parseKey(`${name}x+${id}+${rest}`)).toEqual(E.left({ _tag: 'KeyIdDiffers' }))
    expect(parseKey(`${name}+00000000+${rest}`)).toEqual(E.left({ _tag: 'KeyIdDiffers' }))
    expect(parseKey(`a b+${id}+${rest}`)).toEqual(E.left({ _tag: 'BadKeyName' }))
    for (const text of ['', name, `${name}+${id}`, `${name}+${id}+AQID`, `${name}+${id}+${rest}x`])
      expect(parseKey(text)).toEqual(E.left({ _tag: 'NotANoteKey' }))
  })
})
