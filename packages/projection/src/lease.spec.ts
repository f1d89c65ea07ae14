import { describe, expect, test } from '@jest/globals'
import { planOf } from './engine/plan.ts'
import { advanceOf } from './reading.ts'
import { recorded } from './contract/recorded.ts'
import { serviceDesk, type Event } from './service-desk.samples.ts'
import { openFile } from './sqlite/open.ts'
import { viewsFile, type ViewsFile } from './sqlite/views-file.ts'
import { atDesk } from './testing/desk.ts'
import { rowsOf } from './testing/looking.ts'
import * as S from './testing/story.ts'

const plan = planOf([serviceDesk], { isStrict: true })
const log = recorded<Event>([S.opened(1), S.opened(2), S.opened(3)])

/** Two writers of one file, whose clock the spec holds. */
const atTwoDesks = (
  work: (one: ViewsFile, other: ViewsFile, pass: (ms: number) => void, file: string) => void,
  holder?: string,
): Promise<void> =>
  atDesk(async ({ file }) => {
    let now = 1_000
    const open = () =>
      viewsFile(openFile(file, plan, 'x'), plan, {
        clock: () => now,
        leaseMs: 100,
        ...(holder === undefined ? {} : { holder }),
      })
    const [one, other] = [open(), open()]
    work(one, other, (ms) => (now += ms), file)
    one.close()
    other.close()
  })

const fold = (views: ViewsFile, from: number, to: number) => {
  const events = log.slice(from, to)
  return views.fold(events, advanceOf(events, 3 * from, 3 * to))
}

describe('the lease of a read model', () => {
  test('is held by one at a time', () =>
    atTwoDesks((one, other) => {
      expect(one.take()).toBe(true)
      expect(other.take()).toBe(false)
      expect(fold(other, 0, 1)).toBe('lost')
      expect(fold(one, 0, 1)).toBe('folded')
    }))

  test('is free once its holder lets go', () =>
    atTwoDesks((one, other) => {
      one.take()
      one.release()
      expect(other.take()).toBe(true)
    }))

  test('is over when its holder says nothing for too long', () =>
    atTwoDesks((one, other, pass) => {
      one.take()
      pass(99)
      expect(other.take()).toBe(false)
      pass(1)
      expect(other.take()).toBe(true)
    }))

  test('is renewed by every batch', () =>
    atTwoDesks((one, other, pass) => {
      one.take()
      pass(60)
      fold(one, 0, 1)
      pass(60)
      expect(other.take()).toBe(false)
    }))

  test('that was lost lets its holder write nothing, even after others let go', () =>
    atTwoDesks((one, other, pass, file) => {
      one.take()
      fold(one, 0, 1)
      pass(200)
      other.take()
      expect(fold(one, 1, 2)).toBe('lost')
      other.release()
      expect(fold(one, 1, 2)).toBe('lost')
      expect(rowsOf(file, 'request')).toHaveLength(1)
      expect(one.take()).toBe(true)
      expect(fold(one, 1, 2)).toBe('folded')
    }))

  test('that was let go lets nobody write', () =>
    atTwoDesks((one) => {
      one.take()
      one.release()
      expect(fold(one, 0, 1)).toBe('lost')
    }))

  test('that was taken anew by the same holder is not the one that was lost', () =>
    atTwoDesks((one, other) => {
      one.take()
      one.release()
      other.take()
      expect(fold(one, 0, 1)).toBe('lost')
      expect(fold(other, 0, 1)).toBe('folded')
    }, 'the same'))

  test('counts its holders', () =>
    atTwoDesks((one, other, pass) => {
      one.take()
      one.take()
      expect(one.checkpoint().epoch).toBe(1)
      pass(200)
      other.take()
      expect(one.checkpoint().epoch).toBe(2)
    }))
})

describe('two writers that take turns', () => {
  test('fold every event once', () =>
    atTwoDesks((one, other, _, file) => {
      one.take()
      expect(fold(one, 0, 2)).toBe('folded')
      one.release()
      other.take()
      expect(fold(other, 1, 3)).toBe('folded')
      expect(fold(other, 0, 3)).toBe('folded')
      expect(fold(other, 0, 1)).toBe('folded')
      expect(other.checkpoint().position).toBe(9)
      expect(rowsOf(file, 'process_event')).toHaveLength(3)
    }))

  test('never leave a gap', () =>
    atTwoDesks((one, _, __, file) => {
      one.take()
      expect(fold(one, 1, 3)).toBe('gap')
      expect(rowsOf(file, 'request')).toEqual([])
      expect(one.checkpoint().position).toBe(0)
    }))
})
