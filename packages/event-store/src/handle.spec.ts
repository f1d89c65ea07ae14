import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { at, id } from '@deskledger/kernel/testing'
import { call, end, issue, streamOfVoucher, use, voucher } from './contract/voucher.ts'
import { exactly, noStream, streamExists } from './expected.ts'
import { handle } from './handle.ts'
import { clock, deskOn, done, emptyLog, now, recorded, typesIn } from './testing/words.ts'

const stream = streamOfVoucher(1)
const issued = { type: 'VoucherIssued', data: { voucherId: id(1), hours: 5, at: now } }

describe('a command', () => {
  test('that is granted is recorded, and answered with its events and their places', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    expect(await send(issue(1, 5), call(1))()).toEqual(
      E.right({ stream, events: [issued], revision: 0, position: 1, repeated: false }),
    )
    expect(await send(use(1, 2), call(2))()).toMatchObject(
      E.right({ revision: 1, position: 2, repeated: false }),
    )
    expect(await typesIn(store)).toEqual(['VoucherIssued', 'HoursUsed'])
  })

  test('is recorded with who sent it and why, whom it concerns and when it happened', async () => {
    const store = emptyLog()
    const actor = { kind: 'supervisor', id: 'chief', onBehalfOf: 'ana', reason: 'absence' } as const
    const why = { correlationId: id(8), causationId: id(9) }
    await done(deskOn(store)({ ...issue(1, 5), at: at(3) }, call(1, { actor, ...why })))
    expect((await recorded(store))[0]).toMatchObject({
      actor,
      ...why,
      commandId: id(1),
      occurredAt: at(3),
      recordedAt: now,
      concerns: [`voucher:${id(1)}`],
      schemaVersion: 1,
    })
  })

  test('concerns what the state after its event says', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    await done(deskOn(store)(end(1), call(2)))
    expect((await recorded(store))[1]?.concerns).toEqual([])
  })

  test('that is refused leaves no trace', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    await done(send(issue(1, 5), call(1)))
    expect(await send(use(1, 6), call(2))()).toEqual(E.left({ _tag: 'NotEnough', left: 5 }))
    expect(await typesIn(store)).toEqual(['VoucherIssued'])
    expect(await store.heard(stream, call(2).commandId)()).toEqual(E.right(O.none))
  })

  test('that was refused is decided anew when it is sent again', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    expect(await send(use(1, 1), call(2))()).toMatchObject(E.left({ _tag: 'NotOpen' }))
    await done(send(issue(1, 5), call(1)))
    expect(await send(use(1, 1), call(2))()).toMatchObject(E.right({ repeated: false }))
  })

  test('whose wish is already true leaves no trace, and is told how far the stream is', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    await done(send(issue(1, 5), call(1)))
    await done(send(end(1), call(2)))
    expect(await send(end(1), call(3))()).toEqual(
      E.right({ stream, events: [], revision: 1, position: 0, repeated: false }),
    )
    expect(await store.heard(stream, call(3).commandId)()).toEqual(E.right(O.none))
    expect(await typesIn(store)).toEqual(['VoucherIssued', 'VoucherClosed'])
  })

  test('is not heard before its task is run', async () => {
    const store = emptyLog()
    deskOn(store)(issue(1, 5), call(1))
    expect(await typesIn(store)).toEqual([])
  })
})

describe('the time of a command', () => {
  test('is the clock’s unless the sender says', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    expect((await recorded(store))[0]?.data).toMatchObject({ at: now })
  })

  test('may be long ago, and a little ahead', async () => {
    const send = deskOn(emptyLog())
    expect(await send({ ...issue(1, 5), at: at(-9_999) }, call(1))()).toMatchObject({
      _tag: 'Right',
    })
    expect(await send({ ...use(1, 1), at: now + 300_000 }, call(2))()).toMatchObject({
      _tag: 'Right',
    })
  })

  test('is refused when it is further ahead than the house allows', async () => {
    const store = emptyLog()
    const ahead = { path: 'at', expected: 'a time that is not later than now' }
    const refused = E.left({ _tag: 'InvalidCommand', type: 'IssueVoucher', issues: [ahead] })
    const strict = handle(voucher, store, { clock, skewMs: 0 })
    expect(await strict({ ...issue(1, 5), at: now + 1 }, call(1))()).toEqual(refused)
    expect(await deskOn(store)({ ...issue(1, 5), at: now + 300_001 }, call(1))()).toEqual(refused)
    expect(await typesIn(store)).toEqual([])
  })
})

describe('a command that cannot be understood', () => {
  const sent = (type: string, data: unknown, when?: unknown) =>
    deskOn(emptyLog())({ type, data, at: when } as never, call(1))()

  test('is refused with the names of those that can', async () => {
    expect(await sent('BurnVoucher', {})).toEqual(
      E.left({
        _tag: 'UnknownCommand',
        type: 'BurnVoucher',
        known: ['IssueVoucher', 'UseHours', 'CloseVoucher'],
      }),
    )
  })

  test('is refused with every path and what was expected there, never with the value', async () => {
    const answer = await sent(
      'UseHours',
      { voucherId: 'María', hours: '+34600123456', tip: 7 },
      1.5,
    )
    expect(answer).toMatchObject(
      E.left({
        _tag: 'InvalidCommand',
        issues: [{ path: 'data.voucherId' }, { path: 'data.hours' }, { path: 'at' }],
      }),
    )
    expect(JSON.stringify(answer)).not.toMatch(/María|346|1\.5/)
  })

  test('is refused for a field that no command has', async () => {
    const data = { voucherId: id(1), hours: 1, tariff: 'night' }
    expect(await sent('UseHours', data)).toMatchObject(
      E.left({ issues: [{ path: 'data.tariff', expected: 'no such field' }] }),
    )
  })
})

describe('the revision that a caller names', () => {
  test('is held to', async () => {
    const send = deskOn(emptyLog())
    await done(send(issue(1, 5), call(1, { expected: noStream })))
    await done(send(use(1, 1), call(2, { expected: exactly(0) })))
    await done(send(use(1, 1), call(3, { expected: streamExists })))
  })

  test('that is no longer so is a conflict, whatever the rules say', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    await done(send(issue(1, 5), call(1)))
    await done(send(end(1), call(2)))
    const expected = exactly(0)
    const conflict = E.left({ _tag: 'Conflict', stream, expected, actual: 1 })
    expect(await send(use(1, 1), call(3, { expected }))()).toEqual(conflict)
    expect(await send(end(1), call(4, { expected }))()).toEqual(conflict)
    expect(await typesIn(store)).toHaveLength(2)
  })
})

describe('the facts of a command', () => {
  test('are looked up with the command and the state, and recorded as the rules say', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const send = handle(voucher, store, {
      clock,
      facts: ({ data }, state) => {
        expect([data, state]).toEqual([use(1, 2).data, { status: 'open', left: 5 }])
        return TE.right({ tariff: 'night' })
      },
    })
    expect(await send(use(1, 2), call(2))()).toMatchObject(
      E.right({ events: [{ type: 'HoursUsed', data: { hours: 2, tariff: 'night' } }] }),
    )
  })

  test('that are not to be had refuse the command, and nothing is written', async () => {
    const store = emptyLog()
    const missing = { _tag: 'NoTariff', on: 'sunday' } as const
    const send = handle(voucher, store, { clock, facts: () => TE.left(missing) })
    expect(await send(issue(1, 5), call(1))()).toEqual(E.left(missing))
    expect(await typesIn(store)).toEqual([])
  })
})
