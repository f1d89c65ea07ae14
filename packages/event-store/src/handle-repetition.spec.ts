import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { at } from '@deskledger/kernel/testing'
import { call, end, issue, streamOfVoucher, use, voucher } from './contract/voucher.ts'
import { exactly, noStream } from './expected.ts'
import { handle } from './handle.ts'
import type { EventStore } from './port.ts'
import { clock, deskOn, done, emptyLog, recorded } from './testing/words.ts'

const stream = streamOfVoucher(1)

/** A voucher of 5 hours of which 4 are used by command 2. */
const used = async (store: EventStore) => {
  await done(deskOn(store)(issue(1, 5), call(1)))
  return done(deskOn(store)(use(1, 4), call(2)))
}

describe('a command that is sent again', () => {
  test('gets its first answer and writes nothing', async () => {
    const store = emptyLog()
    const first = await used(store)
    for (const send of [deskOn(store), deskOn(store, { cachedStreams: 0 })])
      expect(await send(use(1, 4), call(2))()).toEqual(E.right({ ...first, repeated: true }))
    expect(await recorded(store)).toHaveLength(2)
  })

  test('gets its first answer though the rules would refuse it now', async () => {
    const store = emptyLog()
    const first = await used(store)
    const send = deskOn(store)
    expect(await send(use(1, 4), call(3))()).toEqual(E.left({ _tag: 'NotEnough', left: 1 }))
    expect(await send(use(1, 4), call(2))()).toEqual(E.right({ ...first, repeated: true }))
    await done(send(end(1), call(4)))
    expect(await send(use(1, 4), call(2))()).toEqual(E.right({ ...first, repeated: true }))
  })

  test('gets its first answer though nothing would be to be done now', async () => {
    const store = emptyLog()
    await used(store)
    const first = await done(deskOn(store)(end(1), call(3)))
    expect(await deskOn(store)(end(1), call(3))()).toEqual(E.right({ ...first, repeated: true }))
    expect(first.events).toHaveLength(1)
  })

  test('gets its first answer though its facts are not to be had any more', async () => {
    const store = emptyLog()
    const first = await used(store)
    const facts = () => TE.left({ _tag: 'NoTariff' } as const)
    const send = handle(voucher, store, { clock, facts })
    expect(await send(use(1, 4), call(2))()).toEqual(E.right({ ...first, repeated: true }))
  })

  test('gets its first answer though the revision that it named has passed', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    const first = await done(send(issue(1, 5), call(1, { expected: noStream })))
    const again = E.right({ ...first, repeated: true })
    expect(await send(issue(1, 5), call(1, { expected: noStream }))()).toEqual(again)
    expect(await send(issue(1, 5), call(1, { expected: exactly(7) }))()).toEqual(again)
  })

  test('gets its first answer though others wrote since, and the time that was then', async () => {
    const store = emptyLog()
    const first = await done(deskOn(store)({ ...issue(1, 9), at: at(1) }, call(1)))
    await done(deskOn(store)(use(1, 1), call(2)))
    await done(deskOn(store)(issue(2, 1), call(3)))
    expect(await deskOn(store)({ ...issue(1, 9), at: at(7) }, call(1))()).toEqual(
      E.right({ ...first, repeated: true }),
    )
  })

  test('100 times at once over several desks is recorded once', async () => {
    const store = emptyLog()
    const desks = [deskOn(store), deskOn(store), deskOn(store, { cachedStreams: 0 })]
    const sent = Array.from({ length: 100 }, (_, n) => {
      const desk = desks[n % 3] ?? deskOn(store)
      return done(desk(issue(1, 5), call(1)))
    })
    const answers = await Promise.all(sent)
    const first = answers.find(({ repeated }) => !repeated)
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    for (const answer of answers) expect({ ...answer, repeated: false }).toEqual(first)
    expect(await recorded(store)).toHaveLength(1)
  })
})

describe("a command's id", () => {
  const reused = E.left({ _tag: 'CommandIdReused', stream, commandId: call(2).commandId })

  test('is not taken for another command, whether that would be granted or not', async () => {
    const store = emptyLog()
    await used(store)
    const send = deskOn(store)
    expect(await send(use(1, 1), call(2))()).toEqual(reused)
    expect(await send(use(1, 99), call(2))()).toEqual(reused)
    expect(await recorded(store)).toHaveLength(2)
  })

  test('is not taken for a command that would do nothing', async () => {
    const store = emptyLog()
    await used(store)
    await done(deskOn(store)(end(1), call(3)))
    expect(await deskOn(store)(end(1), call(2))()).toEqual(reused)
  })

  test('is the same command whatever the order of its fields, its time and its facts', async () => {
    const store = emptyLog()
    await used(store)
    const { voucherId, hours } = use(1, 4).data
    const facts = () => TE.right({ tariff: 'night' })
    const send = handle(voucher, store, { clock, facts })
    const otherwise = { type: 'UseHours', data: { hours, voucherId }, at: at(2) } as const
    expect(await send(otherwise, call(2))()).toMatchObject(E.right({ repeated: true }))
  })

  test('belongs to one stream', async () => {
    const store = emptyLog()
    await used(store)
    expect(await deskOn(store)(issue(2, 5), call(2))()).toMatchObject(E.right({ repeated: false }))
  })

  test('is compared by the fingerprint that the house chooses', async () => {
    const store = emptyLog()
    const send = handle(voucher, store, { clock, fingerprint: ({ type }) => type })
    await done(send(issue(1, 5), call(1)))
    expect(await send(issue(1, 7), call(1))()).toMatchObject(E.right({ repeated: true }))
  })
})
