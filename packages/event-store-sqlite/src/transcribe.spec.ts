import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import type { Append, Transcript } from '@deskledger/event-store'
import { verifyLog, type SqliteEventStore } from './index.ts'
import { inFolder, opened } from './testing/disk.ts'
import { longNote, note, recorded, request, upTo } from './testing/notes.ts'
import { transcriber } from './transcribe.ts'
import { openWriter } from './writer.ts'

const transcriptsOf = async (store: SqliteEventStore): Promise<ReadonlyArray<Transcript>> => {
  const all: Array<Transcript> = []
  for await (const { appends } of store.transcription.read()) all.push(...appends)
  return all
}

const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isRight(answer)) return answer.right
  throw new Error(JSON.stringify(answer.left))
}

/** A log of so many commits, each of some appends; its clock goes on by a minute for each. */
const written = async (folder: string, commits: ReadonlyArray<number>) => {
  let minute = 0
  const store = opened({ file: join(folder, 'from.db'), clock: () => at(minute) })
  for (const [commit, appends] of commits.entries()) {
    minute = commit
    const all = upTo(appends).map((n) => notes(n % 3, `${commit}.${n}`, 1 + (n % 2)))
    for (const answer of await Promise.all(all.map((each) => store.append(each)()))) right(answer)
  }
  return store
}

/** As many notes as that by one command. */
const notes = (n: number, command: string, count: number): Append => {
  const one = note(n, command)
  return { ...one, events: upTo(count).flatMap(() => one.events) }
}

/** Cut into calls where a commit ends. */
const inCalls = (appends: ReadonlyArray<Transcript>, cuts: ReadonlySet<number>) => {
  const calls: Array<Array<Transcript>> = [[]]
  for (const append of appends) {
    const last = calls.at(-1)?.at(-1)?.commit
    if (append.commit !== last && cuts.has(append.commit ?? 0)) calls.push([])
    calls.at(-1)?.push(append)
  }
  return calls
}

const noted = (text: string, n = 1): Transcript => ({
  stream: request(n),
  firstRevision: 0,
  recordedAt: at(0),
  commandId: text as never,
  fingerprint: 'note',
  events: [
    {
      type: 'RequestNoted',
      schemaVersion: 1,
      occurredAt: at(0),
      data: JSON.stringify({ text }),
      meta: `{"actor":{"id":"clerk","kind":"agent"},"commandId":${JSON.stringify(text)}}`,
    },
  ],
})

describe('a log that takes the place of another under its id', () => {
  test('has its chain to the last hash, in however many calls it was told', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
        (commits, cuts) =>
          inFolder(async (folder) => {
            const from = await written(folder, commits)
            const file = join(folder, 'to.db')
            const to = opened({ file, clock: () => at(0), deskId: from.deskId })
            for (const call of inCalls(await transcriptsOf(from), new Set(cuts)))
              right(await to.transcription.write(call)())
            expect(right(await to.tip()())).toEqual(right(await from.tip()()))
            expect(await recorded(to)).toEqual(await recorded(from))
            await Promise.all([from.close()(), to.close()()])
            expect(right(await verifyLog({ file })())).toMatchObject({
              deskId: from.deskId,
              findings: [],
              isComplete: true,
            })
          }),
      ),
      { numRuns: 25 },
    ))

  test('has another chain under another id, and is as sound', () =>
    inFolder(async (folder) => {
      const from = await written(folder, [2, 3])
      const file = join(folder, 'to.db')
      const to = opened({ file, clock: () => at(0) })
      right(await to.transcription.write(await transcriptsOf(from))())
      const [a, b] = [right(await from.tip()()), right(await to.tip()())]
      expect(b.chain).not.toBe(a.chain)
      expect([b.commitNo, b.position]).toEqual([a.commitNo, a.position])
      await Promise.all([from.close()(), to.close()()])
      expect(right(await verifyLog({ file })())).toMatchObject({ findings: [] })
    }))

  test('takes appends of its own before and behind what it is told', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock: () => at(5) })
      right(await store.append(note(2, 'before'))())
      const late = { ...noted('told'), recordedAt: at(9) }
      right(await store.transcription.write([late])())
      const { firstRevision, lastPosition, recordedAt } = right(
        await store.append(note(1, 'behind'))(),
      )
      expect([firstRevision, lastPosition, recordedAt]).toEqual([1, 3, at(9)])
      await store.close()()
      expect(right(await verifyLog({ file })())).toMatchObject({ findings: [] })
    }))

  test('is told appends whole, however many events they have', () =>
    inFolder(async (folder) => {
      const from = opened({ file: join(folder, 'from.db'), clock: () => at(0) })
      const counts = [700, 600, 2_500, 1, 999]
      for (const [n, count] of counts.entries())
        right(await from.append(notes(n, `many-${n}`, count))())
      const told = await transcriptsOf(from)
      expect(told.map(({ events }) => events.length)).toEqual(counts)
      await from.close()()
    }))

  test('keeps nothing of a call that is refused', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock: () => at(0) })
      const early = { ...noted('early', 2), recordedAt: -1 as Instant }
      const answer = await store.transcription.write([noted('first'), early])()
      expect(answer).toMatchObject(E.left({ _tag: 'TimeReversed', stream: request(2) }))
      expect(await recorded(store)).toEqual([])
      right(await store.transcription.write([noted('first')])())
      await store.close()()
    }))

  test('does not begin a new commit for another time under the same number, as none has two', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock: () => at(0) })
      const later = { ...noted('later', 2), recordedAt: at(1), commit: 1 }
      right(await store.transcription.write([{ ...noted('first'), commit: 1 }, later])())
      expect(right(await store.tip()()).commitNo).toBe(2)
      await store.close()()
    }))

  test('cannot be one that is only read', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      await opened({ file, clock: () => at(0) }).close()()
      const store = opened({ file, clock: () => at(0), readOnly: true })
      expect(await store.transcription.write([noted('x')])()).toEqual(
        E.left({ _tag: 'StoreReadOnly' }),
      )
      await store.close()()
    }))

  test('waits for whoever writes, and not for ever', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock: () => at(0), patienceMs: 40 })
      const rival = right(openWriter({ file }))
      rival.exec('BEGIN IMMEDIATE')
      expect(await store.transcription.write([noted('x')])()).toMatchObject(
        E.left({ _tag: 'Overloaded' }),
      )
      const waiting = store.transcription.write([noted('x')])()
      rival.exec('ROLLBACK')
      right(await waiting)
      rival.close()
      await store.close()()
    }))

  test('is told of a disk that is full, and goes on when there is room', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const from = opened({ file: join(folder, 'from.db'), clock: () => at(0) })
      for (const n of upTo(40)) right(await from.append(longNote(1, `note-${n}`, 5_000))())
      const appends = await transcriptsOf(from)
      let pages = 40
      const connect = () => {
        const db = openWriter({ file })
        if (E.isRight(db)) db.right.pragma(`max_page_count = ${pages}`)
        return db
      }
      const { write, close } = transcriber(connect, { onCommit: () => undefined })
      right(await write(appends.slice(0, 5)))
      expect(await write(appends)).toEqual(E.left({ _tag: 'StoreFull' }))
      pages = 4_000
      right(await write(appends))
      close()
      const store = opened({ file, clock: () => at(0) })
      expect(await recorded(store)).toEqual(await recorded(from))
      await Promise.all([store.close()(), from.close()()])
    }))
})
