/**
 * The bytes of a file, unpacked if they are gzip; counted and hashed as they stand on disk.
 *
 * Everything that can be unpacked before a damage is given before the reading is broken off.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { brokenOff } from './broken-off.ts'

/** How much of the file has been read. */
export interface Meter {
  bytes: number
  readonly hash: Hash
}

export const meter = (): Meter => ({ bytes: 0, hash: createHash('sha256') })

/** The SHA-256 of a file and its size, read in a pass of its own. */
export const hashOf = async (
  file: string,
): Promise<{ readonly hash: string; readonly size: number }> => {
  const seen = meter()
  for await (const _ of stored(file, seen));
  return { hash: seen.hash.digest('hex'), size: seen.bytes }
}

/** The content of the file. */
export async function* bytesOf(file: string, seen: Meter): AsyncGenerator<Buffer> {
  let isFirst = true
  const chunks = stored(file, seen)
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === 0x1f && chunk[1] === 0x8b) {
      yield* unpacked(chunk, chunks)
      return
    }
    isFirst = false
    yield chunk
  }
}

async function* stored(file: string, seen: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: 32_768 })) {
    if (!Buffer.isBuffer(chunk)) continue
    seen.bytes += chunk.length
    seen.hash.update(chunk)
    yield chunk
  }
}

/** One chunk in, all that it holds out: a chunk of 32 KiB unpacks to 32 MiB at most. */
async function* unpacked(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  let ready: Array<Buffer> = []
  let failure: { readonly code: string } | undefined
  const isOver = new Promise<void>((resolve) => {
    gunzip.once('end', resolve)
    gunzip.once('error', (error) => {
      failure = { code: 'code' in error ? String(error.code) : '' }
      resolve()
    })
  })
  gunzip.on('data', (chunk: Buffer) => ready.push(chunk))
  const given = (): ReadonlyArray<Buffer> => {
    const chunks = ready
    ready = []
    return chunks
  }
  const write = (chunk: Buffer): Promise<void> =>
    Promise.race([isOver, new Promise<void>((resolve) => gunzip.write(chunk, () => resolve()))])

  try {
    await write(first)
    yield* given()
    for await (const chunk of rest) {
      if (failure !== undefined) break
      await write(chunk)
      yield* given()
    }
    if (failure === undefined) gunzip.end()
    await isOver
    yield* given()
  } finally {
    gunzip.destroy()
  }
  if (failure !== undefined)
    throw brokenOff(failure.code === 'Z_BUF_ERROR' ? 'truncated' : 'damagedGzip', 0)
}
