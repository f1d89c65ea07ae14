import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { bytesOf, hashOf, meter } from './bytes.ts'
import { inFolder, saved, untilBroken } from './writing.samples.ts'

/** Not to be guessed by a packer: 300 kB that stay about as long. */
const noise = Buffer.from(
  Array.from({ length: 9_000 }, (_, i) =>
    createHash('sha256').update(String(i)).digest('hex').slice(0, 33),
  ).join('\n'),
)

describe('the bytes of a file', () => {
  const read = (content: Buffer) =>
    inFolder(async (folder) => {
      const seen = meter()
      const { list, end } = await untilBroken(bytesOf(saved(folder, 'a', content), seen))
      return { content: Buffer.concat(list), end, seen }
    })

  test('are given as they are', async () => {
    const { content, end } = await read(noise)
    expect(content.equals(noise)).toBe(true)
    expect(end).toBeUndefined()
  })

  test('are unpacked if they are packed, in one part or in several', async () => {
    expect((await read(gzipSync(noise))).content.equals(noise)).toBe(true)
    const parts = Buffer.concat([gzipSync(noise.subarray(0, 99)), gzipSync(noise.subarray(99))])
    expect((await read(parts)).content.equals(noise)).toBe(true)
  })

  test('are counted and hashed as they stand on disk', async () => {
    const packed = gzipSync(noise)
    const { seen } = await read(packed)
    expect(seen.bytes).toBe(packed.length)
    const known = await inFolder((folder) => hashOf(saved(folder, 'a', packed)))
    expect(known).toEqual({ hash: seen.hash.digest('hex'), size: packed.length })
    expect(known.hash).toBe(createHash('sha256').update(packed).digest('hex'))
  })

  test('are given up to where a packed file ends too early', async () => {
    const { content, end } = await read(gzipSync(noise).subarray(0, 100_000))
    expect(end).toEqual({ _tag: 'BrokenOff', line: 0, why: 'truncated' })
    expect(content.length).toBeGreaterThan(100_000)
    expect(content.equals(noise.subarray(0, content.length))).toBe(true)
  })

  test('are given up to where a packed file is damaged', async () => {
    const packed = Buffer.from(gzipSync(noise))
    packed.fill(0xaa, 90_000, 90_400)
    const { content, end } = await read(packed)
    expect(end).toEqual({ _tag: 'BrokenOff', line: 0, why: 'damagedGzip' })
    expect(content.length).toBeGreaterThan(30_000)
    expect(content.subarray(0, 30_000).equals(noise.subarray(0, 30_000))).toBe(true)
  })
})
