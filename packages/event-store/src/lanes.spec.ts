import { describe, expect, test } from '@jest/globals'
import { lanes } from './lanes.ts'

const turns = (n: number) => new Promise<void>((resolve) => setTimeout(resolve, n))

describe('works of one key', () => {
  test('are done one after the other, in the order in which they came', async () => {
    const { run } = lanes()
    const diary: Array<string> = []
    const work = (name: string, ms: number) => async () => {
      diary.push(`${name} begins`)
      await turns(ms)
      diary.push(`${name} ends`)
    }
    await Promise.all([run('a', work('first', 3)), run('a', work('second', 1))])
    expect(diary).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  })

  test('go on after one that failed, which alone is told', async () => {
    const { run } = lanes()
    const failed = run('a', () => Promise.reject(new Error('no')))
    const next = run('a', () => Promise.resolve('done'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('done')
  })

  test('do not wait for those of another key', async () => {
    const { run } = lanes()
    const never = run('a', () => new Promise<void>(() => {}))
    expect(await Promise.race([never, run('b', () => Promise.resolve('b'))])).toBe('b')
  })

  test('leave nothing behind when all are done', async () => {
    const { run, size } = lanes()
    const works = Array.from({ length: 100 }, (_, n) => run(`key ${n % 7}`, () => turns(n % 3)))
    expect(size()).toBe(7)
    await Promise.allSettled([...works, run('a', () => Promise.reject(new Error('no')))])
    expect(size()).toBe(0)
  })
})
