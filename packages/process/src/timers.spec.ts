import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { at } from '@deskledger/kernel/testing'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { live } from './index.ts'
import { house, outcomes, story } from './samples.ts'
import { timers } from './timers.ts'

const newStore = () => memoryEventStore({ clock: () => at(0) })

describe('a timer', () => {
  test('fires when its time has come and not before', async () => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    const runner = hire()
    await ask('Place', 1)
    wait(59)
    await runner.settle()
    expect(await story(store)).toEqual(['OrderPlaced 1'])
    expect(runner.nextTimer()).toBe(at(60))
    wait(1)
    await runner.settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'ReminderSent 1'])
  })

  test('outlives the runner, and fires once', async () => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    await ask('Place', 1)
    await hire().settle()
    wait(61)
    await hire().settle()
    await hire().settle()
    const reminders = (await story(store)).filter((line) => line === 'ReminderSent 1')
    expect(reminders).toHaveLength(1)
  })

  test('that was cancelled does not fire', async () => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    await ask('Place', 1)
    await hire().settle()
    await ask('Pay', 1)
    await hire().settle()
    wait(600)
    await hire().settle()
    expect(await story(store)).toEqual(['OrderPlaced 1', 'OrderPaid 1', 'OrderShipped 1'])
    expect(hire().nextTimer()).toBeUndefined()
  })

  test('fires while the house is awake, without being asked', async () => {
    const store = newStore()
    const { ask, clock, hire, wait } = house(store)
    await ask('Place', 1)
    wait(61)
    const awake = live(hire(), store, clock)
    await ask('Place', 2)
    await ask('Pay', 2)
    while (!(await story(store)).includes('OrderShipped 2'))
      await new Promise((resolve) => setTimeout(resolve, 5))
    await awake.stop()
    expect(await story(store)).toContain('ReminderSent 1')
    expect(await awake.ended).toBeUndefined()
  })
})

describe('timers', () => {
  type Step = readonly ['set', string, number] | readonly ['cancel', string] | readonly ['take']
  const key = fc.constantFrom('a', 'b', 'c', 'd')
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.constant('set' as const), key, fc.integer({ min: 0, max: 9 })),
    fc.tuple(fc.constant('cancel' as const), key),
    fc.tuple(fc.constant('take' as const)),
  )

  test('come in the order of time, then of key, whatever was set and cancelled', () => {
    fc.assert(
      fc.property(fc.array(step, { size: '+1' }), (steps) => {
        const real = timers<never>()
        const model = new Map<string, number>()
        const first = () =>
          [...model].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).at(0)?.[0]
        for (const [what, name = '', minute = 0] of steps) {
          if (what === 'set') {
            const cause = { id: '', correlationId: '' }
            real.set({ key: name, at: at(minute), command: undefined as never, cause })
            model.set(name, minute)
          } else {
            const gone = what === 'cancel' ? name : (first() ?? '')
            real.cancel(gone)
            model.delete(gone)
          }
          expect(real.next()?.key).toBe(first())
        }
      }),
    )
  })
})

describe('any story', () => {
  type Act = readonly ['Place' | 'Pay', number] | readonly ['wait', number] | readonly ['restart']
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.tuple(fc.constantFrom('Place' as const, 'Pay' as const), fc.integer({ min: 1, max: 3 })),
    fc.tuple(fc.constant('wait' as const), fc.constantFrom(1, 30, 61)),
    fc.tuple(fc.constant('restart' as const)),
  )
  const play = async (acts: ReadonlyArray<Act>, batchSize: number, restarts: boolean) => {
    const store = newStore()
    const { ask, hire, wait } = house(store)
    let runner = hire({ batchSize })
    for (const [what, n = 0] of acts) {
      if (what === 'wait') wait(n)
      else if (what !== 'restart') await ask(what, n)
      else if (restarts) runner = hire({ batchSize })
      await runner.settle()
    }
    return { story: await story(store), outcomes: await outcomes(store) }
  }

  test('ends the same however often the runner starts anew and whatever its batches', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 25 }),
        fc.constantFrom(1, 2, 100),
        async (acts, batchSize) => {
          const undisturbed = await play(acts, 100, false)
          expect(await play(acts, batchSize, true)).toEqual(undisturbed)
          const keys = undisturbed.outcomes.map((outcome) => outcome.key)
          expect(new Set(keys).size).toBe(keys.length)
        },
      ),
      { numRuns: 60 },
    ))
})
