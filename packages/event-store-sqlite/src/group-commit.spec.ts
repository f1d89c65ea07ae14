import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { exactly, noStream } from '@deskledger/event-store'
import { inFolder, opened } from './testing/disk.ts'
import { clock, longNote, note, recorded, upTo } from './testing/notes.ts'

/** The commits of a log: where each begins and ends. */
const commitsOf = (file: string): ReadonlyArray<readonly [number, number]> => {
  const db = new Database(file, { readonly: true })
  const sql = 'SELECT first_position, last_position FROM commits ORDER BY commit_no'
  const rows = db.prepare(sql).raw().all() as Array<[number, number]>
  db.close()
  return rows
}

describe('appends that come together', () => {
  test('share a commit', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      await Promise.all(upTo(64).map((n) => store.append(note(n, `n${n}`))()))
      expect(commitsOf(file)).toEqual([[1, 64]])
      await store.close()()
    }))

  test('share as few commits as the house allows, in the order of the calls', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, maxBatch: 10 })
      await Promise.all(upTo(64).map((n) => store.append(note(n % 3, `n${n}`))()))
      expect(commitsOf(file).map(([first, last]) => last - first + 1)).toEqual([
        10, 10, 10, 10, 10, 10, 4,
      ])
      expect((await recorded(store)).map(({ commandId }) => commandId)).toEqual(
        upTo(64).map((n) => `n${n}`),
      )
      await store.close()()
    }))

  test('are answered each for itself', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const [stream, expected] = ['request-1', exactly(7)] as const
      const answers = await Promise.all([
        store.append(note(1, 'a', { expected: noStream }))(),
        store.append(note(1, 'b', { expected }))(),
        store.append(note(1, 'a', { expected: noStream }))(),
        store.append(note(1, 'a', { fingerprint: 'other' }))(),
        store.append(note(1, 'c', { expected: exactly(0) }))(),
      ])
      expect(answers).toMatchObject([
        E.right({ lastPosition: 1, recordedAt: clock(), repeated: false }),
        E.left({ _tag: 'Conflict', stream, expected, actual: 0 }),
        E.right({ lastPosition: 1, recordedAt: clock(), repeated: true }),
        E.left({ _tag: 'CommandIdReused' }),
        E.right({ lastPosition: 2, repeated: false }),
      ])
      expect(commitsOf(file)).toEqual([[1, 2]])
      await store.close()()
    }))

  test('make no commit if none of them is taken', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      await Promise.all(
        upTo(9).map((n) => store.append(note(n, `n${n}`, { expected: exactly(3) }))()),
      )
      expect(commitsOf(file)).toEqual([])
      await store.close()()
    }))

  test('are acknowledged when another process can read them, and no earlier', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const other = new Database(file, { readonly: true })
      const head = other.prepare('SELECT max(position) FROM events').pluck()
      const late: Array<unknown> = []
      await Promise.all(
        upTo(50).map(async (n) => {
          const answer = await store.append(note(n, `n${n}`))()
          const position = E.isRight(answer) ? answer.right.lastPosition : Infinity
          if (Number(head.get()) < position) late.push(answer)
        }),
      )
      expect(late).toEqual([])
      other.close()
      await store.close()()
    }))
})

describe('more appends than may wait', () => {
  test('are turned away at once, and the others are written', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, maxQueue: 5 })
      const answers = await Promise.all(upTo(8).map((n) => store.append(note(n, `n${n}`))()))
      const refused = E.left({ _tag: 'Overloaded', waitedMs: 0 })
      expect(answers.slice(5)).toEqual([refused, refused, refused])
      expect(await recorded(store)).toHaveLength(5)
      expect(E.isRight(await store.append(note(7, 'n7'))())).toBe(true)
      await store.close()()
    }))

  test('are so also by their size, and no transaction is larger than it should be', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, durability: 'normal' })
      const wishes = upTo(70).map((n) => longNote(n, `n${n}`, 1_048_000))
      const answers = await Promise.all(wishes.map((wish) => store.append(wish)()))
      const taken = answers.filter(E.isRight).length
      expect(taken).toBe(65)
      for (const answer of answers.slice(65))
        expect(answer).toMatchObject(E.left({ _tag: 'Overloaded' }))
      const sizes = commitsOf(file).map(([first, last]) => last - first + 1)
      expect(Math.max(...sizes)).toBe(8)
      expect(E.isRight(await store.append(longNote(1, 'more', 1_048_000))())).toBe(true)
      await store.close()()
    }))

  test('does not mean one that is large: it is written alone', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, durability: 'normal' })
      const events = upTo(12).flatMap(() => longNote(1, '', 1_000_000).events)
      const answers = await Promise.all([
        store.append(note(1, 'small'))(),
        store.append({ ...longNote(1, 'large', 0), events })(),
        store.append(note(1, 'last'))(),
      ])
      expect(answers.filter(E.isLeft)).toEqual([])
      expect(commitsOf(file)).toEqual([
        [1, 1],
        [2, 13],
        [14, 14],
      ])
      await store.close()()
    }))
})
