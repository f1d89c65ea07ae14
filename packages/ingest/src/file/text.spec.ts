import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { textOf, undecodable } from './text.ts'
import { all, inPieces, untilBroken } from './writing.samples.ts'

const read = async (bytes: Buffer, encoding?: string, size = 3) =>
  (await all(textOf(inPieces(bytes, size), () => encoding))).join('')

describe('text', () => {
  test('is what was written, wherever the file is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\uFEFF')),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          fc.pre(text.isWellFormed() && !text.includes(undecodable))
          expect(await read(Buffer.from(text), undefined, size)).toBe(text)
        },
      ),
    ))

  test('is read without its byte order mark', async () => {
    expect(await read(Buffer.from('\uFEFFaño'))).toBe('año')
    expect(await read(Buffer.from('\uFEFFaño', 'utf16le'))).toBe('año')
    expect(await read(Buffer.from('\uFEFFaño', 'utf16le').swap16())).toBe('año')
  })

  test('is read in the encoding that is named, unless a byte order mark says otherwise', async () => {
    expect(await read(Buffer.from('año €', 'latin1'), 'iso-8859-1')).toBe('año \u00ac')
    expect(await read(Buffer.from([0x61, 0x80]), 'windows-1252')).toBe('a€')
    expect(await read(Buffer.from('\uFEFFaño', 'utf16le'), 'windows-1252')).toBe('año')
  })

  test('has a mark where bytes are no text, and goes on', async () => {
    const damaged = Buffer.concat([
      Buffer.from('añ'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('o\n€'),
    ])
    for (const size of [1, 2, 3, 100])
      expect(await read(damaged, undefined, size)).toBe(`añ${undecodable}${undecodable}o\n€`)
  })

  test('has no mark where somebody wrote the sign for lost text', async () => {
    const lost = Buffer.concat([Buffer.from('a\uFFFD'), Buffer.from([0xff]), Buffer.from('b')])
    expect(await read(lost, undefined, 100)).toBe(`a\uFFFD${undecodable}b`)
    expect(await read(Buffer.from('a\uFFFDb'), undefined, 2)).toBe('a\uFFFDb')
  })

  test('that ends within a character has a mark at its end', async () =>
    expect(await read(Buffer.from('añ').subarray(0, 2))).toBe(`a${undecodable}`))

  test('in an encoding that nobody knows is not read', async () => {
    const { end } = await untilBroken(textOf(inPieces(Buffer.from('a')), () => 'klingon-8'))
    expect(end).toEqual({ _tag: 'BrokenOff', line: 1, why: 'unknownEncoding' })
  })
})
