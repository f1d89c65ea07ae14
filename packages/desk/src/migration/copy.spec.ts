import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import type { Append, Transcript, TranscribeError } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { compareLogs } from './comparing.ts'
import { copyLog, copyMore, planned } from './copy.ts'
import type { Log } from './settings.ts'

const quiet = () => undefined
const heard = { resume: quiet, copy: quiet }

const emptyLog = (): Log => {
  const { transcription, ...store } = memoryEventStore({ clock: () => at(0), pageSize: 3 })
  if (transcription === undefined) throw new Error('a log in memory can be moved')
  return { ...store, transcription }
}

const note = (n: number, text = 'x'): Append => ({
  stream: `request-${n % 3}`,
  expected: { _tag: 'Any' },
  events: [{ type: 'Noted', schemaVersion: 1, data: { text }, occurredAt: at(n), concerns: [] }],
  commandId: `command-${n}` as CommandId,
  fingerprint: `print ${n}`,
  actor: { kind: 'agent', id: 'ana' },
})

/** A log of the notes from `first` on. */
const logOf = async (count: number, first = 0): Promise<Log> => {
  const log = emptyLog()
  for (let n = first; n < first + count; n += 1) await log.append(note(n))()
  return log
}

const copied = async (from: Log, to: Log) => copyLog({ from, to, heard, batchSize: 2 })

const telling = async (log: Log): Promise<ReadonlyArray<Transcript>> => {
  const all: Array<Transcript> = []
  for await (const { appends } of log.transcription.read()) all.push(...appends)
  return all
}

/** Takes so many appends and then answers with `error`. */
const failing = (log: Log, most: number, error: TranscribeError): Log => {
  let taken = 0
  const write: Log['transcription']['write'] = (appends) => async () => {
    const room = Math.max(0, most - taken)
    taken += appends.length
    const written = await log.transcription.write(appends.slice(0, room))()
    return appends.length > room ? E.left(error) : written
  }
  return { ...log, transcription: { ...log.transcription, write } }
}

describe('a log that is copied', () => {
  test('is the same, whatever part of it was there, and to whatever point it came before', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(20), fc.nat(20), fc.nat(20), async (count, there, cut) => {
        const [from, to] = [await logOf(count), await logOf(Math.min(there, count))]
        await copied(from, failing(to, cut, { _tag: 'StoreFull' }))
        expect(E.isRight(await copied(from, to))).toBe(true)
        expect(await telling(to)).toEqual(await telling(from))
        const { difference, from: a, to: b } = await compareLogs(from, to, quiet)
        expect([difference, a]).toEqual([undefined, b])
        expect(a).toMatchObject({ events: count, streams: Math.min(3, count), commits: count })
      }),
      { numRuns: 60 },
    ))

  test('tells what was there and what was not', async () => {
    const [from, to] = [await logOf(7), await logOf(3)]
    expect(await planned(from, to, quiet)).toEqual(E.right({ found: 3, missing: 4 }))
    expect(await copied(from, to)).toEqual(E.right({ found: 3, copied: 4, through: 7 }))
    expect(await planned(from, undefined, quiet)).toEqual(E.right({ found: 0, missing: 7 }))
  })

  test('goes on with what was written since', async () => {
    const [from, to] = [await logOf(3), emptyLog()]
    const first = await copied(from, to)
    await from.append(note(3))()
    const copying = { from, to, heard }
    const more = E.isRight(first) ? await copyMore(copying, first.right) : first
    expect(more).toEqual(E.right({ found: 0, copied: 1, through: 4 }))
    expect(await telling(to)).toEqual(await telling(from))
  })

  test('is not put behind another one, which stays as it was', async () => {
    const [from, to] = [await logOf(4), await logOf(2, 1)]
    const before = await telling(to)
    expect(await copied(from, to)).toEqual(
      E.left({ _tag: 'TargetDiffers', stream: 'request-1', revision: 0, field: 'stream' }),
    )
    expect(await telling(to)).toEqual(before)
  })

  test('is not put behind one that differs in a single text', async () => {
    const [from, to] = [await logOf(4), await logOf(2)]
    await to.append(note(2, 'y'))()
    expect(await copied(from, to)).toMatchObject({ left: { _tag: 'TargetDiffers', field: 'data' } })
  })

  test('is not put into one that has gone on by itself', async () => {
    expect(await copied(await logOf(2), await logOf(3))).toEqual(
      E.left({ _tag: 'TargetAhead', stream: 'request-2', revision: 0 }),
    )
  })

  const refusals: ReadonlyArray<readonly [TranscribeError, object]> = [
    [{ _tag: 'StoreFull' }, { _tag: 'TargetFull', events: 4 }],
    [
      { _tag: 'StoreUnavailable', cause: 'gone' },
      { _tag: 'MigrationStopped', during: 'copying the log', events: 4 },
    ],
    [
      { _tag: 'InvalidAppend', stream: 'request-1', reason: 'tooLarge' },
      { _tag: 'AppendNotTaken', stream: 'request-1', reason: 'tooLarge', events: 4 },
    ],
    [
      { _tag: 'TimeReversed', stream: 'request-1', revision: 1 },
      { _tag: 'TimeReversed', stream: 'request-1', revision: 1 },
    ],
  ]
  for (const [error, told] of refusals)
    test(`says how far it came when the target answers ${error._tag}`, async () => {
      const answer = await copied(await logOf(9), failing(emptyLog(), 4, error))
      expect(answer).toMatchObject({ left: told })
    })

  test('is given to the target in whole commits', async () => {
    const [from, to] = [emptyLog(), emptyLog()]
    const recordedAt = at(9)
    const some = (await telling(await logOf(10))).map((each, i) => ({
      ...each,
      recordedAt,
      commit: i >> 2,
    }))
    await from.transcription.write(some)()
    const sizes: Array<number> = []
    const write: Log['transcription']['write'] = (appends) => {
      sizes.push(appends.length)
      return to.transcription.write(appends)
    }
    await copied(from, { ...to, transcription: { ...to.transcription, write } })
    expect(sizes).toEqual([4, 4, 2])
  })
})

describe('two logs that are compared', () => {
  test('differ where one ends before the other', async () => {
    const [short, long] = [await logOf(2), await logOf(3)]
    const there = { what: 'log', stream: 'request-2', revision: 0, field: 'the end of the log' }
    expect(await compareLogs(long, short, quiet)).toMatchObject({
      difference: there,
      isBehind: true,
    })
    expect(await compareLogs(short, long, quiet)).toMatchObject({
      difference: there,
      isBehind: false,
    })
  })

  test('differ in the first field that is another one', async () => {
    const from = await logOf(3)
    const [first, second, third] = await telling(from)
    if (!first || !second || !third) throw new Error('there are three')
    const to = emptyLog()
    const late = (third.recordedAt + 1) as Instant
    await to.transcription.write([first, second, { ...third, recordedAt: late }])()
    expect((await compareLogs(from, to, quiet)).difference).toEqual({
      what: 'log',
      stream: 'request-2',
      revision: 0,
      field: 'recordedAt',
    })
  })

  test('are not the same in another order', async () => {
    const from = await logOf(3)
    const to = emptyLog()
    await to.transcription.write((await telling(from)).toReversed())()
    expect((await compareLogs(from, to, quiet)).difference).toMatchObject({ field: 'stream' })
  })
})
