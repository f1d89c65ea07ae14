import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { call, end, issue, streamOfVoucher, use, voucher } from './contract/voucher.ts'
import { anyRevision, exactly } from './expected.ts'
import { handle } from './handle.ts'
import type { EventStore } from './port.ts'
import { clock, deskOn, done, emptyLog, recorded } from './testing/words.ts'

const stream = streamOfVoucher(1)

/** A desk that has a voucher of 5 hours in its cache, and a rival desk. */
const twoDesks = async (store: EventStore) => {
  const desk = deskOn(store)
  await done(desk(issue(1, 5), call(1)))
  await done(desk(use(1, 1), call(2)))
  return { desk, rival: deskOn(store) }
}

describe('what a desk knows of a stream', () => {
  test('is refused upon only as it is now', async () => {
    const { desk, rival } = await twoDesks(emptyLog())
    await done(rival(use(1, 3), call(3)))
    expect(await desk(use(1, 3), call(4))()).toEqual(E.left({ _tag: 'NotEnough', left: 1 }))
    await done(rival(end(1), call(5)))
    expect(await desk(use(1, 1), call(6))()).toEqual(E.left({ _tag: 'NotOpen', status: 'closed' }))
  })

  test('is refused upon for the reason that holds now, where memory knows another', async () => {
    const { desk, rival } = await twoDesks(emptyLog())
    expect(await desk(use(1, 9), call(3))()).toEqual(E.left({ _tag: 'NotEnough', left: 4 }))
    await done(rival(end(1), call(4)))
    expect(await desk(use(1, 9), call(5))()).toEqual(E.left({ _tag: 'NotOpen', status: 'closed' }))
  })

  test('is found to be already so only as it is now', async () => {
    const { desk, rival } = await twoDesks(emptyLog())
    await done(rival(end(1), call(3)))
    expect(await desk(end(1), call(4))()).toMatchObject(E.right({ events: [], revision: 2 }))
  })

  test('is granted upon only as it is now', async () => {
    const store = emptyLog()
    const { desk, rival } = await twoDesks(store)
    await done(rival(use(1, 3), call(3)))
    expect(await desk(use(1, 1), call(4))()).toMatchObject(E.right({ revision: 3 }))
    expect(await desk(use(1, 1), call(5))()).toEqual(E.left({ _tag: 'NotEnough', left: 0 }))
  })

  test('is right after an append that expected nothing, though others wrote between', async () => {
    const store = emptyLog()
    const { rival } = await twoDesks(store)
    const slow = handle(voucher, store, {
      clock,
      facts: () => async () => {
        await done(rival(use(1, 1), call(3)))
        return E.right({})
      },
    })
    expect(await slow(use(1, 1), call(4, { expected: anyRevision }))()).toMatchObject(
      E.right({ revision: 3 }),
    )
    expect(await slow(use(1, 3), call(5))()).toEqual(E.left({ _tag: 'NotEnough', left: 2 }))
  })
})

/** Facts during whose first `times` look-ups somebody else uses an hour. */
const whileOthersWrite = (store: EventStore, times: number) => {
  let looked = 0
  return {
    looked: () => looked,
    facts: () => async () => {
      looked += 1
      if (looked <= times) await done(deskOn(store)(use(1, 1), call(100 + looked)))
      return E.right({})
    },
  }
}

describe('a command that meets a conflict', () => {
  test('is decided again on what the others wrote', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const { facts, looked } = whileOthersWrite(store, 3)
    const send = handle(voucher, store, { clock, facts })
    expect(await send(use(1, 2), call(2))()).toMatchObject(E.right({ revision: 4 }))
    expect(looked()).toBe(4)
  })

  test('is refused if what the others wrote leaves no room', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const { facts } = whileOthersWrite(store, 3)
    const send = handle(voucher, store, { clock, facts })
    expect(await send(use(1, 3), call(2))()).toEqual(E.left({ _tag: 'NotEnough', left: 2 }))
    expect(await recorded(store)).toHaveLength(4)
  })

  test('is not decided again if its caller named the revision', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const { facts, looked } = whileOthersWrite(store, 1)
    const expected = exactly(0)
    let reads = 0
    const watched: EventStore = {
      ...store,
      readStream: (...which) => {
        reads += 1
        return store.readStream(...which)
      },
    }
    const send = handle(voucher, watched, { clock, facts })
    expect(await send(use(1, 1), call(2, { expected }))()).toEqual(
      E.left({ _tag: 'Conflict', stream, expected, actual: 1 }),
    )
    expect([looked(), reads]).toEqual([1, 1])
  })

  test('is given up after as many times as the house allows', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 50), call(1)))
    const { facts, looked } = whileOthersWrite(store, 50)
    const send = handle(voucher, store, { clock, facts, retries: 3 })
    expect(await send(use(1, 1), call(2))()).toMatchObject(E.left({ _tag: 'Conflict', actual: 4 }))
    expect(looked()).toBe(4)
  })

  test('is decided at the time that is then', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const { facts } = whileOthersWrite(store, 1)
    let ticks = 0
    const ticking = () => (Number(clock()) + (ticks += 1)) as never
    await done(handle(voucher, store, { clock: ticking, facts })(use(1, 1), call(2)))
    expect((await recorded(store)).at(-1)?.occurredAt).toBe(clock() + ticks)
    expect(ticks).toBe(2)
  })

  test('does not look for facts of a state that has passed', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const seen: Array<unknown> = []
    const send = handle(voucher, store, {
      clock,
      facts: (_, state) => {
        seen.push(state)
        return TE.right({})
      },
    })
    await done(send(use(1, 1), call(2)))
    await done(deskOn(store)(use(1, 1), call(3)))
    await done(send(use(1, 1), call(4)))
    expect(seen).toEqual([
      { status: 'open', left: 5 },
      { status: 'open', left: 3 },
    ])
  })
})
