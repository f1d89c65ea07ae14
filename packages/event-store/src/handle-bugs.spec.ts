import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import { call, issue, streamOfVoucher, voucher } from './contract/voucher.ts'
import { handle } from './handle.ts'
import { clock, deskOn, done, emptyLog, typesIn } from './testing/words.ts'

const stream = streamOfVoucher(1)

describe('a decider with a bug', () => {
  const deciding = (...events: ReadonlyArray<unknown>) => {
    const store = emptyLog()
    const decide = () => E.right(events as never)
    return { store, send: handle({ ...voucher, decide }, store, { clock }) }
  }
  const good = { type: 'VoucherIssued', data: { voucherId: id(1), hours: 5, at: at(0) } }

  test('writes nothing of a decision with a field that is not declared', async () => {
    const bad = { ...good, data: { ...good.data, name: 'María' } }
    const { store, send } = deciding(good, bad)
    const answer = await send(issue(1, 5), call(1))()
    expect(answer).toEqual(
      E.left({
        _tag: 'InvalidDecision',
        stream,
        why: {
          _tag: 'Malformed',
          type: 'VoucherIssued',
          issues: [{ path: 'name', expected: 'no such field' }],
        },
      }),
    )
    expect(await typesIn(store)).toEqual([])
  })

  test('writes nothing of a decision with an undefined field or a wrong one', async () => {
    for (const data of [
      { ...good.data, tariff: undefined },
      { ...good.data, hours: 0.5 },
    ]) {
      const { store, send } = deciding({ ...good, data })
      expect(await send(issue(1, 5), call(1))()).toMatchObject(
        E.left({ _tag: 'InvalidDecision', why: { _tag: 'Malformed' } }),
      )
      expect(await typesIn(store)).toEqual([])
    }
  })

  test('is told of an event that nobody declared before that is folded', async () => {
    const store = emptyLog()
    const folded: Array<string> = []
    const send = handle(
      {
        ...voucher,
        decide: () => E.right([good, { ...good, type: 'VoucherBurnt' }] as never),
        evolve: (state, event) => {
          folded.push(event.type)
          return voucher.evolve(state, event)
        },
      },
      store,
      { clock },
    )
    const why = { _tag: 'UnknownType', type: 'VoucherBurnt' }
    expect(await send(issue(1, 5), call(1))()).toEqual(
      E.left({ _tag: 'InvalidDecision', stream, why }),
    )
    expect(folded).toEqual(['VoucherIssued'])
    expect(await typesIn(store)).toEqual([])
  })

  test('still answers a command that was heard before the bug', async () => {
    const { store, send } = deciding({ ...good, type: 'VoucherBurnt' })
    const first = await done(deskOn(store)(issue(1, 5), call(1)))
    expect(await send(issue(1, 5), call(1))()).toEqual(E.right({ ...first, repeated: true }))
  })

  test('that throws does not keep the next command waiting', async () => {
    const store = emptyLog()
    let calls = 0
    const decide: typeof voucher.decide = (command, state) => {
      calls += 1
      if (calls === 1) throw new Error('a bug')
      return voucher.decide(command, state)
    }
    const send = handle({ ...voucher, decide }, store, { clock })
    const [first, second] = await Promise.allSettled([
      send(issue(1, 5), call(1))(),
      send(issue(1, 5), call(2))(),
    ])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
    expect(await typesIn(store)).toEqual(['VoucherIssued'])
  })
})
