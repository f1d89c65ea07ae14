import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandId } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { call, end, issue, streamOfVoucher, use } from './contract/voucher.ts'
import { anyRevision, exactly } from './expected.ts'
import type { EventStore } from './port.ts'
import { unavailable, withFates } from './testing/faulty.ts'
import { deskOn, done, emptyLog, recorded, typesIn } from './testing/words.ts'

const stream = streamOfVoucher(1)
const unknown = E.left({ _tag: 'OutcomeUnknown', cause: 'the line went dead' })

describe('an append whose outcome is unknown', () => {
  test('is found in the log if it was written', async () => {
    const store = emptyLog()
    const answer = await deskOn(withFates(store, 'lost'))(issue(1, 5), call(1))()
    expect(answer).toMatchObject(E.right({ revision: 0, position: 1, repeated: true }))
    expect(await typesIn(store)).toEqual(['VoucherIssued'])
  })

  test('is tried again if it was not', async () => {
    const store = emptyLog()
    const answer = await deskOn(withFates(store, 'unsent', 'unsent'))(issue(1, 5), call(1))()
    expect(answer).toMatchObject(E.right({ revision: 0, repeated: false }))
    expect(await typesIn(store)).toEqual(['VoucherIssued'])
  })

  test('is tried again also if its caller named the revision', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const send = deskOn(withFates(store, 'unsent', 'lost'))
    expect(await send(use(1, 1), call(2, { expected: exactly(0) }))()).toMatchObject(
      E.right({ revision: 1 }),
    )
    expect(await typesIn(store)).toEqual(['VoucherIssued', 'HoursUsed'])
  })

  test('stays unknown if the log cannot be asked', async () => {
    const store = withFates(emptyLog(), 'lost')
    const mute: EventStore = { ...store, heard: () => TE.left(unavailable) }
    expect(await deskOn(mute)(issue(1, 5), call(1))()).toEqual(unknown)
    expect(await typesIn(store)).toEqual(['VoucherIssued'])
  })

  test('stays unknown if it is never known', async () => {
    const store = withFates(emptyLog(), 'unsent', 'unsent', 'unsent')
    expect(await deskOn(store, { retries: 2 })(issue(1, 5), call(1))()).toEqual(unknown)
    expect(await typesIn(store)).toEqual([])
  })

  test('does not leave its state behind as known', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const send = deskOn(withFates(store, 'unsent'), { retries: 0 })
    expect(await send(use(1, 4), call(2))()).toEqual(unknown)
    expect(await send(use(1, 5), call(3))()).toMatchObject(E.right({ revision: 1 }))
  })
})

describe('a stream that cannot be read', () => {
  const unreadable = async (data: unknown, type = 'VoucherIssued', schemaVersion = 1) => {
    const store = emptyLog()
    const events = [{ type, schemaVersion, data, occurredAt: at(0), concerns: [] }]
    const { actor, commandId } = call(1)
    const wish = { stream, expected: anyRevision, events, actor, fingerprint: 'x' }
    await done(store.append({ ...wish, commandId }))
    return { store, answer: await deskOn(store)(use(1, 1), call(2))() }
  }

  test('has nothing decided on it, and the reason names where and never what', async () => {
    const { store, answer } = await unreadable({ voucherId: 'María', hours: 5, at: at(0) })
    expect(answer).toMatchObject(
      E.left({
        _tag: 'CannotRead',
        stream,
        revision: 0,
        why: { _tag: 'Malformed', type: 'VoucherIssued', issues: [{ path: 'voucherId' }] },
      }),
    )
    expect(JSON.stringify(answer)).not.toContain('María')
    expect(await recorded(store)).toHaveLength(1)
  })

  test('is one with a type that nobody knows, or a newer version of one', async () => {
    const data = { voucherId: id(1), hours: 5, at: at(0) }
    expect((await unreadable(data, 'VoucherBurnt')).answer).toMatchObject(
      E.left({ _tag: 'CannotRead', why: { _tag: 'UnknownType', type: 'VoucherBurnt' } }),
    )
    expect((await unreadable(data, 'VoucherIssued', 2)).answer).toMatchObject(
      E.left({ _tag: 'CannotRead', why: { _tag: 'NewerSchema', version: 2, known: 1 } }),
    )
  })

  test('still answers a command that it has heard', async () => {
    const store = emptyLog()
    const first = await done(deskOn(store)(issue(1, 5), call(1)))
    const events = [{ type: 'Odd', schemaVersion: 1, data: {}, occurredAt: at(0), concerns: [] }]
    const wish = { stream, expected: anyRevision, events, actor: call(2).actor, fingerprint: 'x' }
    await done(store.append({ ...wish, commandId: id<CommandId>(2) }))
    expect(await deskOn(store)(issue(1, 5), call(1))()).toEqual(
      E.right({ ...first, repeated: true }),
    )
    expect(await deskOn(store)(end(1), call(3))()).toMatchObject(E.left({ _tag: 'CannotRead' }))
  })
})

describe('a log that does not answer', () => {
  test('is what the command is answered with', async () => {
    const store = emptyLog()
    await done(store.close())
    expect(await deskOn(store)(issue(1, 5), call(1))()).toEqual(E.left({ _tag: 'StoreClosed' }))
  })

  test('is answered with also where it fails at the append', async () => {
    const store: EventStore = { ...emptyLog(), append: () => TE.left({ _tag: 'StoreFull' }) }
    expect(await deskOn(store)(issue(1, 5), call(1))()).toEqual(E.left({ _tag: 'StoreFull' }))
  })

  test('that knows a command and cannot find it again is not believed', async () => {
    const store = emptyLog()
    await done(deskOn(store)(issue(1, 5), call(1)))
    const blank: EventStore = { ...emptyLog(), append: store.append }
    expect(await deskOn(blank)(issue(1, 5), call(1))()).toMatchObject(
      E.left({ _tag: 'StoreUnavailable' }),
    )
  })
})
