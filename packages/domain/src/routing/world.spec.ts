import { describe, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { Effect } from '@deskledger/kernel'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import type { RoutingDecided } from '../work/events.ts'
import { exclusionOf } from './candidates.ts'
import { routing, type Command } from './index.ts'
import * as S from './samples.ts'
import { anyDeed, anyStory, leftAlone, told, type Deed } from './stories.ts'

type Log = ReadonlyArray<S.Recorded>
const everything = /./
const nothing = /^$/
const allButOffers = /^(?!offer)/

const inAnyStory = (breakable: RegExp, holds: (world: S.World) => void) => () =>
  fc.assert(
    fc.property(anyStory, (story) => holds(told(story, breakable))),
    { numRuns: 200 },
  )

describe('in any world', () => {
  test(
    'no agent ever holds more than its capacity',
    inAnyStory(everything, ({ log }) => {
      for (const { position } of S.all(log, 'WorkReserved', 'CapacitySet'))
        for (const { reserved, units, agentId } of S.agentsIn(log.slice(0, position))) {
          const held = Object.values(reserved).reduce((sum, weight) => sum + weight, 0)
          expectThat(held <= units, `${agentId} holds ${held} of ${units} at ${position}`)
        }
    }),
  )

  test(
    'whoever is offered work has it reserved',
    inAnyStory(allButOffers, ({ log }) => {
      for (const { data, position } of S.all(log, 'WorkOffered')) {
        const agent = S.agentsIn(log.slice(0, position)).find((a) => a.agentId === data.agentId)
        expectThat(agent?.reserved[data.workId] !== undefined, `not reserved at ${position}`)
      }
    }),
  )

  test(
    'every decision is the one to which the log leads at its cause',
    inAnyStory(everything, ({ log }) => {
      for (const decided of S.all(log, 'RoutingDecided')) {
        const { considered, chosen } = decided.data
        const choice = chosen === undefined ? { considered } : { considered, chosen }
        expectSame(`decision ${decided.position}`, choice, S.recounted(log, decided))
      }
    }),
  )

  test(
    'the first work that somebody can do is decided about first',
    inAnyStory(nothing, ({ log }) => {
      for (const { data, causationId } of S.all(log, 'RoutingDecided')) {
        const cause = log.find(({ id }) => id === causationId)
        if (cause === undefined) throw new Error('a decision without a cause')
        const then = log.slice(0, cause.position)
        const agents = S.agentsIn(then)
        const first = S.waitingIn(then).find(({ need }) =>
          agents.some((agent) => exclusionOf(agent, need, cause.occurredAt) === undefined),
        )
        expectSame('first', data.chosen && data.workId, first?.workId)
      }
    }),
  )

  test(
    'no decision is taken before it is known what became of the last one',
    inAnyStory(nothing, ({ log }) => {
      let known = 0
      for (const { data, causationId, position } of S.all(log, 'RoutingDecided')) {
        const cause = log.find(({ id }) => id === causationId)
        expectThat(cause !== undefined && cause.position >= known, `decision ${position}`)
        known = endOf(log.slice(position), data) ?? position
      }
    }),
  )

  /** Where the reservation is on record, or that it was refused; nowhere if none was asked for. */
  const endOf = (log: Log, { workId, chosen, decisionId }: RoutingDecided['data']) => {
    const mark = S.all(log, 'EffectsDone').find(({ data }) =>
      data.outcomes.some(({ key }) => key === `reserve/${decisionId}`),
    )
    const reserved = S.all(log, 'WorkReserved').find(
      ({ data }) => data.workId === workId && data.agentId === chosen,
    )
    return mark && Math.min(mark.position, reserved?.position ?? Infinity)
  }

  test(
    'nothing that somebody could do waits for ever',
    inAnyStory(everything, (world) => {
      const { log, now } = leftAlone(world)
      for (const { workId, need } of S.waitingIn(log))
        for (const agent of S.agentsIn(log)) {
          const excluded = exclusionOf(agent, { ...need, declined: [] }, now())
          expectThat(excluded !== undefined, `${agent.agentId} could do ${workId}`)
        }
    }),
  )

  test(
    'every open request has its work, and work is over when its request is',
    inAnyStory(everything, (world) => {
      const { log } = leftAlone(world)
      for (const n of [1, 2, 3]) {
        const own = log.filter(
          ({ data }) => 'requestId' in data && data.requestId === S.requestNo(n),
        )
        const over = new Set(S.all(own, 'WorkCompleted', 'WorkWithdrawn').map((e) => e.data.workId))
        const left = S.all(own, 'WorkRequested').filter((e) => !over.has(e.data.workId))
        const turns = S.all(
          own,
          'RequestOpened',
          'RequestReopened',
          'RequestClosed',
          'RequestCancelled',
        )
        const { type = '', position = 0 } = turns.at(-1) ?? {}
        const isOpen = type === 'RequestOpened' || type === 'RequestReopened'
        const whole = left.filter(({ data }) => data.subject.kind === 'request')
        expectSame(`request ${n}`, whole.length, isOpen ? 1 : 0)
        expectSame(`tasks of ${n}`, isOpen ? [] : left.filter((e) => e.position < position), [])
      }
    }),
  )

  test(
    "nobody keeps a reservation for what is over, or somebody else's",
    inAnyStory(everything, (world) => {
      const { log } = leftAlone(world)
      for (const { agentId, reserved } of S.agentsIn(log))
        for (const workId of Object.keys(reserved)) {
          const own = log.filter(({ data }) => 'workId' in data && data.workId === workId)
          const last = own.findLast(({ type }) => /^Work(?!Reserved|Released)/.test(type))
          expectSame(`work of ${agentId}`, last?.type, 'WorkAccepted')
          expectSame('by', S.all(own, 'WorkAccepted').at(-1)?.data.agentId, agentId)
        }
    }),
  )

  test(
    'every effect has a key of its own, and is carried out once',
    inAnyStory(everything, (world) => {
      const { log } = leftAlone(world)
      const effects = effectsOf(log).filter(({ type }) => type !== 'Cancel')
      const done = S.all(log, 'EffectsDone').flatMap(({ data }) => data.outcomes)
      const carriedOut = done.filter(({ result }) => result !== 'parked').map(({ key }) => key)
      expectSame('keys', new Set(effects.map(({ key }) => key)).size, effects.length)
      expectSame('once', new Set(carriedOut).size, carriedOut.length)
      for (const { type, key } of effects)
        if (type === 'Send') expectThat(carriedOut.includes(key), `${key} is lost`)
    }),
  )

  /** Everything that the log calls for, heard from its beginning. */
  const effectsOf = (log: Log): ReadonlyArray<Effect<Command>> => {
    const { initial, on } = routing(house)
    let state = initial
    return log.flatMap((event) => {
      const hearing = on[event.type as keyof typeof on]
      if (hearing?.evolve === undefined) return []
      state = hearing.evolve(state, event as never)
      return state.answer
    })
  }

  test(
    'nothing that is asked for is malformed, and no decision is refused for a flaw',
    inAnyStory(nothing, ({ log }) => {
      const reasons = S.all(log, 'EffectsDone').flatMap(({ data }) => data.outcomes)
      for (const { key, reason = '' } of reasons) {
        expectThat(reason !== 'InvalidCommand', `${key} is malformed`)
        if (key.startsWith('decide'))
          expectThat(['', 'NotWaiting', 'WorkEnded'].includes(reason), `${key}: ${reason}`)
      }
    }),
  )

  test(
    'a runner that starts anew knows what it knew, and does nothing twice',
    inAnyStory(everything, (world) => {
      world.settle()
      const { log } = world
      const before = {
        state: { ...world.state(), answer: [] },
        timers: world.timers(),
        length: log.length,
      }
      world.restart()
      world.settle()
      const after = {
        state: { ...world.state(), answer: [] },
        timers: world.timers(),
        length: log.length,
      }
      expectSame('started anew', after, before)
    }),
  )

  test('it does not matter how much the runner hears at a time', () =>
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 40, size: 'max' }), (deeds) => {
        const [one, three, whole] = [1, 3, Infinity].map((size) => factsAfter(deeds, size))
        expectSame('three at a time', three, one)
        expectSame('all at a time', whole, one)
      }),
    ))

  const factsAfter = (deeds: ReadonlyArray<Deed>, size: number) => {
    const world = S.world()
    for (const command of S.team) world.ask(command)
    for (const deed of deeds) {
      deed(world)
      world.settle({ size })
    }
    return world.log
      .filter(({ type }) => type !== 'EffectsDone')
      .map(({ id, causationId, type, data }) => ({ id, causationId, type, data }))
  }
})
