import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { appender } from './append.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, longNote, note, recorded, request, upTo } from './testing/notes.ts'
import { openWriter } from './writer.ts'

/** An appender whose file may have as many pages as `room` says, and what it has written. */
const narrow = (folder: string) => {
  const file = join(folder, 'events.db')
  const writer = openWriter({ file })
  if (E.isLeft(writer)) throw new Error(writer.left._tag)
  const db: Database.Database = writer.right
  const pages = () => Number(db.pragma('page_count', { simple: true }))
  return {
    ...appender(db, () => E.left({ _tag: 'NoLog', file }), { clock, onCommit: () => {} }),
    room: (more: number) => db.pragma(`max_page_count = ${pages() + more}`),
    written: async () => {
      const store = opened({ file, clock, readOnly: true })
      const events = await recorded(store)
      await store.close()()
      expect(events.map(({ position }) => position)).toEqual(upTo(events.length).map((n) => n + 1))
      return events.map(({ commandId, type, stream }) => `${commandId} ${type} ${stream}`)
    },
  }
}

/** An event as `written` tells it. */
const told = (command: string, n: number, type = 'RequestNoted'): string =>
  `${command} ${type} ${request(n)}`

describe('a disk that is full', () => {
  test('is told; what was acknowledged is there, nothing is half written, and the log goes on', () =>
    inFolder(async (folder) => {
      const { append, close, room, written } = narrow(folder)
      room(20)
      const acknowledged: Array<string> = []
      for (let n = 0; n < 1_000; n += 1) {
        const answer = await append(longNote(1, `note-${n}`, 2_000))
        if (E.isLeft(answer)) {
          expect(answer.left).toEqual({ _tag: 'StoreFull' })
          break
        }
        acknowledged.push(`note-${n}`)
      }
      expect(acknowledged.length).toBeGreaterThan(5)
      expect(acknowledged.length).toBeLessThan(100)
      expect(await written()).toEqual(acknowledged.map((command) => told(command, 1)))

      room(20)
      const last = `note-${acknowledged.length}`
      expect(await append(longNote(1, last, 2_000))).toMatchObject(E.right({ repeated: false }))
      expect(await append(longNote(1, 'note-0', 2_000))).toMatchObject(
        E.right({ firstRevision: 0, repeated: true }),
      )
      expect(await written()).toEqual([...acknowledged, last].map((command) => told(command, 1)))
      await close()
    }))

  test('is told to the one append that has no room, and not to those beside it', () =>
    inFolder(async (folder) => {
      const { append, close, room, written } = narrow(folder)
      room(40)
      const answers = await Promise.all([
        append(note(1, 'small-1')),
        append(longNote(2, 'big', 900_000)),
        append(note(3, 'small-2')),
        append(note(1, 'small-1')),
        append(note(1, 'small-3')),
      ])
      expect(answers).toMatchObject([
        E.right({ firstRevision: 0, lastPosition: 1, repeated: false }),
        E.left({ _tag: 'StoreFull' }),
        E.right({ firstRevision: 0, lastPosition: 2 }),
        E.right({ firstRevision: 0, lastPosition: 1, repeated: true }),
        E.right({ firstRevision: 1, lastPosition: 3 }),
      ])
      expect(await written()).toEqual([told('small-1', 1), told('small-2', 3), told('small-3', 1)])
      room(400)
      expect(await append(longNote(2, 'big', 900_000))).toMatchObject(E.right({ lastPosition: 4 }))
      await close()
    }))

  test('leaves no stream and no type behind that nobody wrote', () =>
    inFolder(async (folder) => {
      const { append, close, room, written } = narrow(folder)
      await append(note(1, 'before'))
      room(10)
      const odd = { ...longNote(2, 'big', 500_000).events[0], type: 'RequestLost' } as const
      const wish = { ...longNote(2, 'big', 0), events: [odd as never] }
      expect(await append(wish)).toEqual(E.left({ _tag: 'StoreFull' }))
      room(400)
      expect(await append(note(3, 'after'))).toMatchObject(E.right({ lastPosition: 2 }))
      expect(await append(wish)).toMatchObject(E.right({ firstRevision: 0 }))
      expect(await written()).toEqual([
        told('before', 1),
        told('after', 3),
        told('big', 2, 'RequestLost'),
      ])
      await close()
    }))
})
