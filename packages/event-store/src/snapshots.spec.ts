import { describe, expect, test } from '@jest/globals'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { call, issue, streamOfVoucher, use, voucher } from './contract/voucher.ts'
import { handle } from './handle.ts'
import type { EventStore } from './port.ts'
import { printOf, type Snapshot, type Snapshots } from './snapshots.ts'
import { clock, done, emptyLog } from './testing/words.ts'

const keptInMemory = (): Snapshots & { readonly all: Map<string, Snapshot> } => {
  const all = new Map<string, Snapshot>()
  const keyOf = (print: string, stream: string) => `${print} ${stream}`
  return {
    all,
    get: (print, stream) => all.get(keyOf(print, stream)),
    put: (print, stream, snapshot) => void all.set(keyOf(print, stream), snapshot),
  }
}

/** A desk that remembers no stream; `chain` is that of every commit. */
const forgetful = (store: EventStore, kept: Snapshots, chain: () => string) =>
  handle(voucher, store, {
    clock,
    cachedStreams: 0,
    snapshots: { kept, chainAt: () => TE.right(O.some(chain())), worth: 2 },
  })

describe('a snapshot', () => {
  test('is kept of what took long to fold, and gone on from', async () => {
    const [store, kept, reads] = [emptyLog(), keptInMemory(), [] as Array<number>]
    const readStream: EventStore['readStream'] = (stream, from = 0) => {
      reads.push(from)
      return store.readStream(stream, from)
    }
    const send = forgetful({ ...store, readStream }, kept, () => 'c')
    for (const n of [1, 2, 3, 4]) await done(send(n === 1 ? issue(1, 9) : use(1, 1), call(n)))
    expect([...kept.all.values()]).toEqual([
      { state: { status: 'open', left: 8 }, revision: 1, position: 2, chain: 'c' },
    ])
    expect(reads).toEqual([0, 0, 0, 2])
    expect(await send(use(1, 7), call(5))()).toMatchObject({ left: { left: 6 } })
  })

  test('is passed over once the log has another chain there, or another decider folds', async () => {
    const [store, kept] = [emptyLog(), keptInMemory()]
    let chain = 'c'
    const send = forgetful(store, kept, () => chain)
    for (const n of [1, 2]) await done(send(n === 1 ? issue(1, 9) : use(1, 1), call(n)))
    const lie = { state: { status: 'open', left: 1_000 }, revision: 1, position: 2, chain: 'c' }
    kept.put(printOf(voucher), streamOfVoucher(1), lie)
    expect(await send(use(1, 500), call(3))()).toMatchObject({ right: { revision: 2 } })
    chain = 'd'
    expect(await send(use(1, 500), call(4))()).toMatchObject({ left: { _tag: 'NotEnough' } })
    chain = 'c'
    kept.all.clear()
    kept.put(printOf({ ...voucher, version: 2 }), streamOfVoucher(1), lie)
    expect(await send(use(1, 500), call(5))()).toMatchObject({ left: { _tag: 'NotEnough' } })
  })

  test('is no proof: the log refuses what was decided on one that is wrong about the revision', async () => {
    const [store, kept] = [emptyLog(), keptInMemory()]
    const send = forgetful(store, kept, () => 'c')
    await done(send(issue(1, 9), call(1)))
    const lie = { state: { status: 'open', left: 1_000 }, revision: 7, position: 8, chain: 'c' }
    kept.put(printOf(voucher), streamOfVoucher(1), lie)
    expect(await send(use(1, 500), call(2))()).toMatchObject({ left: { _tag: 'Conflict' } })
  })
})
