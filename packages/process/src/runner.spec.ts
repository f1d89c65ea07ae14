import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { at, id } from '@deskledger/kernel/testing'
import type { EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { house, outcomes, story } from './samples.ts'

const newStore = () => memoryEventStore({ clock: () => at(0) })

/** The log, but for its marks: the first `n` of them are lost as if the machine had died. */
const losingMarks = (store: EventStore, n: number): EventStore => {
  let lost = 0
  return {
    ...store,
    append: (request) => {
      if (!request.stream.startsWith('policy-') || lost >= n) return store.append(request)
      lost += 1
      return TE.left({ _tag: 'StoreUnavailable', cause: 'the machine died' })
    },
  }
}

describe('a policy', () => {
  test('sends what follows from what happened', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    await hire().settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
    expect(await outcomes(store)).toEqual([
      { key: `ship/${id(1)}`, kind: 'effect', result: 'sent' },
    ])
  })

  test('names the event that it reacted to as the cause, and itself as the actor', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    await hire().settle()
    const recorded = []
    for await (const page of store.readStream(`order-${id(1)}`)) recorded.push(...page.events)
    const [, paid, shipped] = recorded
    expect(shipped?.causationId).toBe(paid?.id)
    expect(shipped?.correlationId).toBe(paid?.correlationId)
    expect(shipped?.actor).toEqual({ kind: 'system', id: 'dunning' })
  })

  test('writes marks of the same ids wherever its log stands, whatever came before it there', async () => {
    const idsOf = async (store: EventStore): Promise<ReadonlyArray<string>> => {
      const { ask, hire } = house(store)
      await ask('Place', 1)
      await ask('Pay', 1)
      await hire().settle()
      const ids: Array<string> = []
      for await (const page of store.readStream('policy-dunning'))
        ids.push(...page.events.map((event) => event.id))
      return ids
    }
    const elsewhere = newStore()
    await elsewhere.append({
      stream: 'other-1',
      expected: { _tag: 'Any' },
      events: [{ type: 'Noted', schemaVersion: 1, data: {}, occurredAt: at(0), concerns: [] }],
      commandId: id(99),
      fingerprint: 'noted',
      actor: { kind: 'system', id: 'elsewhere' },
    })()
    const ids = await idsOf(newStore())
    expect(ids).toHaveLength(1)
    expect(await idsOf(elsewhere)).toEqual(ids)
  })

  test('does nothing twice when it starts anew', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    await hire().settle()
    const before = await story(store)
    await hire().settle()
    expect(await story(store)).toEqual(before)
    expect(await outcomes(store)).toHaveLength(1)
  })

  test('does nothing twice when it died between an effect and its mark', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    const died = await hire({ store: losingMarks(store, 1) }).settle()
    expect(died).toMatchObject(E.left({ _tag: 'StoreUnavailable' }))
    expect(await outcomes(store)).toEqual([])
    await hire().settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
    expect(await outcomes(store)).toHaveLength(1)
  })

  test('goes on where it stands after its mark could not be written', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    const runner = hire({ store: losingMarks(store, 1) })
    await runner.settle()
    await runner.settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
    expect(await outcomes(store)).toHaveLength(1)
  })

  test('records a refusal with its reason, and can hear of it', async () => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    const runner = hire()
    await ask('Place', 1)
    for (let hour = 0; hour < 4; hour += 1) {
      await runner.settle()
      wait(61)
    }
    await runner.settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'ReminderSent 1', 'ReminderSent 1'])
    expect((await outcomes(store)).at(-1)).toMatchObject({
      kind: 'timer',
      result: 'refused',
      reason: 'TooManyReminders',
    })
  })

  test('is run by two runners at once without harm', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    let now = 0
    const clock = () => at((now += 1))
    const [one, other] = [hire({ clock }), hire({ clock })]
    for (let n = 1; n <= 20; n += 1) {
      await ask('Place', n)
      await ask('Pay', n)
      await Promise.all([one.settle(), other.settle()])
    }
    const shipped = (await story(store)).filter((line) => line.startsWith('OrderShipped'))
    expect(shipped).toHaveLength(20)
    expect(new Set(shipped).size).toBe(20)
    const keys = (await outcomes(store)).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('does nothing any more once it does not lead, and goes on when it does', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    const runner = hire()
    expect(await runner.settle(() => false)).toEqual(E.left({ _tag: 'NotLeading' }))
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1'])
    await runner.settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
  })

  test('that loses the lead between an effect and its mark leaves the mark to the other', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    let asked = 0
    const lost = await hire().settle(() => (asked += 1) === 1)
    expect(lost).toEqual(E.left({ _tag: 'NotLeading' }))
    expect(await outcomes(store)).toEqual([])
    await hire().settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
    expect(await outcomes(store)).toHaveLength(1)
  })

  test('that stands by hears nothing twice when it takes over, and repeats no effect', async () => {
    const inner = newStore()
    const { ask, hire } = house(inner)
    const heard: Array<number> = []
    const store: EventStore = {
      ...inner,
      readAll: async function* (from) {
        for await (const page of inner.readAll(from)) {
          heard.push(...page.events.map(({ position }) => position))
          yield page
        }
      },
    }
    const [leading, standing] = [hire(), hire({ store })]
    for (const n of [1, 2, 3]) {
      await ask('Place', n)
      await ask('Pay', n)
      await leading.settle()
      await standing.standBy()
    }
    await ask('Place', 4)
    await ask('Pay', 4)
    await leading.settle()
    await ask('Place', 5)
    await ask('Pay', 5)
    const before = await story(inner)
    await standing.settle()
    expect(await story(inner)).toEqual([...before, 'OrderShipped 5'])
    expect(heard).toEqual([...new Set(heard)])
    expect(await outcomes(inner)).toHaveLength(5)
  })

  test('that stands by knows timers and what is parked as one that starts anew does', async () => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    const [leading, standing] = [hire(), hire()]
    await ask('Place', 1)
    for (let n = 2; n < 5; n += 1) {
      await leading.settle()
      await ask('Place', n)
      await ask('Pay', n)
      await leading.settle()
      await standing.standBy()
      const anew = hire()
      await anew.standBy()
      expect(standing.nextTimer()).toEqual(anew.nextTimer())
      expect(standing.parked()).toEqual(anew.parked())
      wait(61)
    }
    expect(standing.nextTimer()).toBeDefined()
  })

  test('waits and tries again while the log is away, and says so when it stays away', async () => {
    const store = newStore()
    const { ask, hire, send } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    let times = 0
    const away = hire({
      patience: [1, 1],
      send: () => {
        times += 1
        return TE.left({ _tag: 'Overloaded' })
      },
    })
    expect(await away.settle()).toEqual(
      E.left({ _tag: 'Unreachable', key: `ship/${id(1)}`, reason: 'Overloaded' }),
    )
    expect(times).toBe(3)
    const slow = hire({
      patience: [1, 1],
      send: (...call) => (times++ < 4 ? TE.left({ _tag: 'OutcomeUnknown' }) : send(...call)),
    })
    await slow.settle()
    expect(await story(store)).toContain('OrderShipped 1')
  })
})

describe('an effect that cannot be decided', () => {
  const broken = () => TE.left({ _tag: 'CannotRead' })

  test('is parked with its reason, and the rest goes on', async () => {
    const store = newStore()
    const { ask, hire, send } = house(store)
    for (const n of [1, 2]) {
      await ask('Place', n)
      await ask('Pay', n)
    }
    const runner = hire({
      send: (command, call) => (command.data.orderId === id(1) ? broken() : send(command, call)),
    })
    await runner.settle()
    expect(await story(store)).toContain('OrderShipped 2')
    expect(runner.parked()).toMatchObject([{ key: `ship/${id(1)}`, reason: 'CannotRead' }])
  })

  test('is still parked after a restart, and carried out when it is released', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    await hire({ send: broken }).settle()
    const runner = hire()
    await runner.settle()
    expect(runner.parked()).toHaveLength(1)
    expect(await story(store)).not.toContain('OrderShipped 1')
    expect(await runner.release(`ship/${id(1)}`)).toEqual(E.right(true))
    expect(await story(store)).toContain('OrderShipped 1')
    expect(runner.parked()).toEqual([])
    expect(await runner.release(`ship/${id(1)}`)).toEqual(E.right(false))
    const anew = hire()
    await anew.settle()
    expect(anew.parked()).toEqual([])
  })

  test('is forgotten by who stands by once somebody else has carried it out', async () => {
    const store = newStore()
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await ask('Pay', 1)
    const leading = hire({ send: broken })
    await leading.settle()
    const standing = hire()
    await standing.standBy()
    expect(standing.parked()).toHaveLength(1)
    await hire().release(`ship/${id(1)}`)
    await standing.standBy()
    expect(standing.parked()).toEqual([])
  })
})

describe('an event that cannot be read', () => {
  const withRiddle = async (store: EventStore) => {
    const { ask, hire } = house(store)
    await ask('Place', 1)
    await store.append({
      stream: `order-${id(2)}`,
      expected: { _tag: 'Any' },
      events: [
        {
          type: 'OrderPaid',
          schemaVersion: 9,
          data: { orderId: id(2) },
          occurredAt: at(0),
          concerns: [],
        },
      ],
      commandId: id(900),
      fingerprint: '',
      actor: { kind: 'system', id: 'test' },
    })()
    await ask('Pay', 1)
    return hire
  }

  test('stops the policy, named, after what came before it was dealt with', async () => {
    const store = newStore()
    const hire = await withRiddle(store)
    expect(await hire().settle()).toMatchObject(
      E.left({
        _tag: 'Undecodable',
        policy: 'dunning',
        position: 2,
        why: { _tag: 'NewerSchema', type: 'OrderPaid', version: 9, known: 1 },
      }),
    )
    expect(await story(store)).not.toContain('OrderShipped 1')
  })

  test('is passed over where the house wants it so', async () => {
    const store = newStore()
    const hire = await withRiddle(store)
    await hire({ onUndecodable: 'skip' }).settle()
    expect(await story(store)).toContain('OrderShipped 1')
  })
})
