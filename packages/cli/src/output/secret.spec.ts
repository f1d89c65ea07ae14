import { describe, expect, test } from '@jest/globals'
import { captured } from '../console.samples.ts'
import { askSecret, typed, type Lines } from './secret.ts'

const lines = (isTerminal: boolean, ...all: ReadonlyArray<string>): Lines => {
  const left = [...all]
  return { isTerminal, next: () => Promise.resolve(left.shift()), close: () => undefined }
}

describe('a password', () => {
  test('is asked for twice at a terminal, and must be the same', async () => {
    const { io, said } = captured()
    expect(await askSecret(io, lines(true, 'a sentence', 'a sentence'))).toBe('a sentence')
    expect(said.err).toBe('password: \nagain:    \n')
    expect(await askSecret(io, lines(true, 'a sentence', 'a centence'))).toBeUndefined()
    expect(await askSecret(io, lines(true, 'a sentence'))).toBeUndefined()
    expect(said).toMatchObject({ out: '', err: expect.not.stringContaining('sentence') })
  })

  test('is the first line of anything else, and nothing is asked', async () => {
    const { io, said } = captured()
    expect(await askSecret(io, lines(false, 'a sentence', 'more'))).toBe('a sentence')
    expect(await askSecret(io, lines(false))).toBe('')
    expect(said).toEqual({ out: '', err: '' })
  })

  test('may be mistyped: a letter is taken back, and none of the line before', () => {
    const keys = (...parts: ReadonlyArray<string>) => parts.reduce(typed, '')
    expect(keys('abd', '\u007f', 'c')).toBe('abc')
    expect(keys('a👩\b', 'b')).toBe('ab')
    expect(keys('\u007f', 'a')).toBe('a')
    expect(keys('ab\r', '\u007f\u007f', 'c')).toBe('ab\rc')
    expect(keys('ab\u0004')).toBe('ab\n')
  })
})
