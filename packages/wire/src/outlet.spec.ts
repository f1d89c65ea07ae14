import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { outletOf } from './outlet.ts'

const full = () => {
  const stream = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const gone = new AbortController()
  return { stream, gone, outlet: outletOf<number>(stream, gone.signal) }
}

test('any number of answers wait for room together, and leave no listener behind', async () => {
  const { stream, outlet } = full()
  const write = async (n: number): Promise<boolean> => outlet.write(n)
  const waiting = Promise.all(Array.from({ length: 100 }, (_, n) => write(n)))
  await turn()
  expect(stream.listenerCount('drain')).toBe(1)
  stream.resume()
  expect(await waiting).toEqual(Array.from({ length: 100 }, () => true))
  expect(stream.listenerCount('drain')).toBe(0)
})

test('an answer waits for room each time there is none', async () => {
  const { stream, outlet } = full()
  const written: Array<number> = []
  const writing = (async () => {
    for (let n = 0; n < 3; n += 1) {
      await outlet.write(n)
      written.push(n)
    }
  })()
  for (const n of [0, 1, 2]) {
    await turn()
    expect(written).toHaveLength(n)
    stream.read()
    await turn()
  }
  await writing
})

test('whoever waits when the client goes is told that nobody listens', async () => {
  const { stream, gone, outlet } = full()
  const write = async (n: number): Promise<boolean> => outlet.write(n)
  const waiting = [write(1), write(2)]
  await turn()
  gone.abort()
  expect(await Promise.all(waiting)).toEqual([false, false])
  expect(await outlet.write(3)).toBe(false)
  expect(stream.listenerCount('drain')).toBe(0)
})
