import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { handle, printOf, type Snapshots } from '@deskledger/event-store'
import { vouchers } from '@deskledger/event-store/contract'
import type { SqliteEventStore } from './index.ts'
import { snapshotsIn } from './snapshots.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, recorded } from './testing/notes.ts'

const { voucher, issue, use, end, call, streamOfVoucher } = vouchers
const secret = Buffer.alloc(32, 7)
const print = printOf(voucher)
type Wish = ReturnType<typeof issue | typeof use | typeof end>

/** Answers as somebody who remembers nothing of any stream but what is kept in `kept`. */
const answering = (store: SqliteEventStore, kept?: Snapshots) => {
  const snapshots = kept && { kept, chainAt: store.chainAt, worth: 2 }
  return async (wish: Wish, n: number) => {
    const settings = { clock, cachedStreams: 0, ...(snapshots && { snapshots }) }
    const answer = await handle(voucher, store, settings)(wish, call(n))()
    await turn()
    return answer
  }
}

/** Tells from which revision on streams are read. */
const watched = (store: SqliteEventStore) => {
  const reads: Array<number> = []
  const readStream: SqliteEventStore['readStream'] = (stream, from = 0) => {
    reads.push(from)
    return store.readStream(stream, from)
  }
  return { reads, store: { ...store, readStream } }
}

/** What may befall the file, while nobody has it open. */
const mischief = {
  nothing: () => {},
  deleted: (file: string) => rmSync(file, { force: true }),
  cut: (file: string, at: number) =>
    writeFileSync(file, readFileSync(file).subarray(0, at % (1 + readFileSync(file).length))),
  overwritten: (file: string, at: number) => {
    const bytes = readFileSync(file)
    if (bytes.length > 0)
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 + (at % 255))
    writeFileSync(file, bytes)
  },
  'is text': (file: string) => writeFileSync(file, 'not a database at all '.repeat(99)),
  swapped: (file: string) =>
    changed(file, 'UPDATE snapshots SET chain = (SELECT max(chain) FROM snapshots)'),
  'further than it is': (file: string) =>
    changed(file, 'UPDATE snapshots SET revision = revision + 1'),
  'of another state': (file: string) =>
    changed(
      file,
      `UPDATE snapshots SET state = x'ff0f6f220673746174757322066f70656e22046c656674490e7b02'`,
    ),
}

const changed = (file: string, sql: string): void => {
  try {
    const db = new Database(file)
    db.exec(sql)
    db.close()
  } catch {
    return
  }
}

const wish = fc.oneof(
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 2), fc.integer({ min: 5, max: 30 }))
      .map(([n, hours]) => issue(n, hours)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 9 }))
      .map(([n, hours]) => use(n, hours)),
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 2).map(end) },
)
const mischiefs = Object.keys(mischief) as ReadonlyArray<keyof typeof mischief>
const step = fc.record({
  wish,
  befalls: fc.constantFrom(...mischiefs, 'nothing', 'nothing', 'nothing'),
  at: fc.nat(20_000),
})

describe('states that are kept in a file', () => {
  test(
    'change no answer, whatever befalls the file',
    () =>
      inFolder((folder) =>
        fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 25, size: 'max' }), async (steps) => {
            const stores = ['with', 'without'].map((name) =>
              opened({ file: join(folder, `${name}.db`), clock }),
            )
            const [withOnes, without] = stores as [SqliteEventStore, SqliteEventStore]
            const file = join(folder, 'states.db')
            for (const [n, { wish, befalls, at }] of steps.entries()) {
              if (existsSync(file)) mischief[befalls](file, at)
              const kept = snapshotsIn({ file, secret })
              const answers = [
                await answering(withOnes, kept)(wish, n),
                await answering(without)(wish, n),
              ]
              kept.close()
              expect(answers[0]).toEqual(answers[1])
            }
            await Promise.all(stores.map((store) => store.close()()))
            for (const name of ['with.db', 'without.db', 'states.db'])
              rmSync(join(folder, name), { force: true })
          }),
          { numRuns: 15 },
        ),
      ),
    60_000,
  )

  test('spare the reading of what was folded', () =>
    inFolder(async (folder) => {
      const { store, reads } = watched(opened({ file: join(folder, 'events.db'), clock }))
      const kept = snapshotsIn({ file: join(folder, 'states.db'), secret })
      const send = answering(store, kept)
      for (const [n, wish] of [issue(1, 50), use(1, 1), use(1, 1), use(1, 1)].entries())
        await send(wish, n)
      reads.length = 0
      expect(await send(use(1, 48), 9)).toEqual({
        _tag: 'Left',
        left: { _tag: 'NotEnough', left: 47 },
      })
      expect(await send(use(1, 1), 10)).toMatchObject({ right: { revision: 4 } })
      expect(reads.every((from) => from > 1)).toBe(true)
      kept.close()
      await store.close()()
    }))

  test('are not used by a decider that folds otherwise', () =>
    inFolder(async (folder) => {
      expect(printOf({ ...voucher, version: 2 })).not.toBe(print)
      expect(printOf({ ...voucher, initial: { status: 'closed' } })).not.toBe(print)
      expect(printOf({ ...voucher, evolve: (state) => state })).not.toBe(print)
      expect(printOf({ ...voucher, name: 'coupon' })).not.toBe(print)
      expect(printOf({ ...voucher })).toBe(print)
      const kept = snapshotsIn({ file: join(folder, 'states.db'), secret })
      const snapshot = { state: { status: 'closed' }, revision: 1, position: 2, chain: 'c' }
      kept.put(print, 'voucher-1', snapshot)
      await turn()
      expect(kept.get(print, 'voucher-1')).toEqual(snapshot)
      expect(kept.get('another', 'voucher-1')).toBeUndefined()
      const stranger = snapshotsIn({ file: join(folder, 'states.db'), secret: Buffer.alloc(32, 8) })
      expect(stranger.get(print, 'voucher-1')).toBeUndefined()
      for (const file of [kept, stranger]) file.close()
    }))

  test('are not used once the log was restored and went on differently', () =>
    inFolder(async (folder) => {
      const [file, copy] = [join(folder, 'events.db'), join(folder, 'copy.db')]
      const kept = snapshotsIn({ file: join(folder, 'states.db'), secret })
      const first = opened({ file, clock })
      for (const [n, wish] of [issue(1, 50), use(1, 1)].entries()) await answering(first)(wish, n)
      await first.close()()
      copyFileSync(file, copy)
      const lost = opened({ file, clock })
      for (const n of [2, 3, 4]) await answering(lost, kept)(use(1, 10), n)
      await lost.close()()
      copyFileSync(copy, file)
      const store = opened({ file, clock })
      for (const n of [5, 6, 7]) await answering(store, kept)(use(1, 1), n)
      expect(await answering(store, kept)(use(1, 47), 8)).toMatchObject({ left: { left: 46 } })
      expect(await recorded(store)).toHaveLength(5)
      kept.close()
      await store.close()()
    }))

  test('are not kept where the chain of the log cannot be told', () =>
    inFolder(async (folder) => {
      const kept = snapshotsIn({ file: join(folder, 'states.db'), secret })
      const store = opened({ file: join(folder, 'events.db'), clock })
      for (const chainAt of [
        () => TE.left({ _tag: 'StoreClosed' as const }),
        () => TE.right(O.none),
      ]) {
        const send = answering({ ...store, chainAt }, kept)
        for (const [n, wish] of [issue(1, 50), use(1, 1), use(1, 1)].entries()) await send(wish, n)
        expect(kept.get(print, streamOfVoucher(1))).toBeUndefined()
      }
      kept.close()
      await store.close()()
    }))

  test('are only such as come back the same', () =>
    inFolder(async (folder) => {
      const kept = snapshotsIn({ file: join(folder, 'states.db'), secret })
      const place = { revision: 1, position: 2, chain: 'c' }
      for (const state of [new Set(['a']), new Map([[1, { b: undefined }]]), [-0, NaN]]) {
        kept.put(print, 'voucher-1', { ...place, state })
        await turn()
        expect(kept.get(print, 'voucher-1')?.state).toEqual(state)
      }
      for (const state of [
        Object.create({ inherited: 1 }),
        { fold: () => 1 },
        'x'.repeat(5_000_000),
      ]) {
        kept.put(print, 'voucher-2', { ...place, state })
        await turn()
        expect(kept.get(print, 'voucher-2')).toBeUndefined()
      }
      kept.close()
    }))

  test('leave the file of somebody else alone', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'states.db')
      const other = new Database(file)
      other.exec(
        'CREATE TABLE snapshots(stream PRIMARY KEY, revision, position, chain, state, mark)',
      )
      other.pragma('application_id = 5')
      other.close()
      const before = readFileSync(file)
      const kept = snapshotsIn({ file, secret })
      kept.put(print, 'voucher-1', { state: 1, revision: 1, position: 2, chain: 'c' })
      await turn()
      expect(kept.get(print, 'voucher-1')).toBeUndefined()
      kept.close()
      expect(readFileSync(file).equals(before)).toBe(true)
    }))
})
