import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { appender } from './append.ts'
import type { Connect } from './session.ts'
import { inFolder, opened, overwriteTable } from './testing/disk.ts'
import { clock, note, upTo } from './testing/notes.ts'
import { openWriter } from './writer.ts'

const connection = (file: string): Database.Database => {
  const db = openWriter({ file })
  if (E.isLeft(db)) throw new Error(db.left._tag)
  return db.right
}

/** An appender on `file`, its first connection, and how often it asked for another. */
const writingTo = (file: string, connect: Connect = () => E.right(connection(file))) => {
  const asked = { times: 0 }
  const db = connection(file)
  const again: Connect = () => {
    asked.times += 1
    return connect()
  }
  return { db, asked, ...appender(db, again, { clock, onCommit: () => {}, maxBatch: 2 }) }
}

describe('a connection that is lost', () => {
  test('is told to those who were on it, and another is opened for the rest', () =>
    inFolder(async (folder) => {
      const { db, asked, append, close } = writingTo(join(folder, 'events.db'))
      await append(note(1, 'before'))
      db.close()
      const answers = await Promise.all(upTo(5).map((n) => append(note(1, `n${n}`))))
      expect(answers.map(({ _tag }) => _tag)).toEqual(['Left', 'Left', 'Right', 'Right', 'Right'])
      expect(answers[0]).toMatchObject(E.left({ _tag: 'StoreUnavailable' }))
      expect(answers[4]).toMatchObject(E.right({ firstRevision: 3 }))
      expect(asked.times).toBe(1)
      await close()
    }))

  test('is asked for again at each transaction, until there is one', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      let isThere = false
      const missing = { _tag: 'NoLog', file } as const
      const { db, asked, append, close } = writingTo(file, () =>
        isThere ? E.right(connection(file)) : E.left(missing),
      )
      db.close()
      await append(note(1, 'first'))
      const answers = await Promise.all(upTo(3).map((n) => append(note(1, `n${n}`))))
      const unavailable = E.left({ _tag: 'StoreUnavailable', cause: missing })
      expect(answers).toEqual([unavailable, unavailable, unavailable])
      expect(asked.times).toBe(2)
      isThere = true
      expect(await append(note(1, 'last'))).toMatchObject(E.right({ firstRevision: 0 }))
      await close()
    }))

  test('is also one that has met damage', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      await store.append(note(1, 'before'))()
      await store.close()()
      overwriteTable(file, 'events')
      const { asked, append, close } = writingTo(file)
      for (const times of upTo(3)) {
        expect(await append(note(1, `n${times}`))).toMatchObject(E.left({ _tag: 'StoreDamaged' }))
        expect(asked.times).toBe(times)
      }
      await close()
    }))
})
