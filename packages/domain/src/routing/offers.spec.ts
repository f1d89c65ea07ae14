import { describe, test } from '@jest/globals'
import { at, expectSame, expectThat, id } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import type { DecisionId } from '../primitives.ts'
import * as S from './samples.ts'
import {
  anaAlone,
  both,
  broken,
  interrupted,
  offering,
  offerMin,
  reserving,
} from './scene.samples.ts'

const { ana, ben, all, last } = S

describe('an offer', () => {
  /** Another decision is recorded for the work, which chooses nobody. */
  const overruled = (world: S.World) =>
    world.ask({
      type: 'DecideRouting',
      data: {
        workId: last(world.log, 'WorkRequested').workId,
        decisionId: id<DecisionId>(999),
        policy: house.routing.def,
        considered: [],
      },
    })

  test('that is refused frees the agent, and the work is decided about anew', () => {
    const world = interrupted(anaAlone, offering, overruled)
    expectSame('released', last(world.log, 'WorkReleased').reason, 'withdrawn')
    expectSame('offers', all(world.log, 'WorkOffered').length, 1)
    expectSame('at once', last(world.log, 'WorkOffered').at, at(0))
    expectSame('timers', world.timers().size, 1)
  })

  test('that cannot be made keeps the agent until it would have ended', () => {
    const { world, mend } = broken('offer', anaAlone)
    expectSame('released', all(world.log, 'WorkReleased').length, 0)
    mend()
    world.wait(at(offerMin))
    expectSame('released', last(world.log, 'WorkReleased').reason, 'withdrawn')
    expectSame('offered', last(world.log, 'WorkOffered').at, at(offerMin))
  })

  test('that could not be made may still be made in time', () => {
    const { world, mend } = broken('offer', anaAlone)
    mend()
    world.release()
    world.settle()
    expectSame('offered', last(world.log, 'WorkOffered').agentId, ana)
    expectSame('released', all(world.log, 'WorkReleased').length, 0)
  })
})

describe('an offer by somebody else', () => {
  /** A supervisor decides for Ben while the work is reserved for Ana. */
  const givenToBen = (world: S.World) => {
    const { workId } = last(world.log, 'WorkRequested')
    const decisionId = id<DecisionId>(999)
    const parts = { skill: 0, load: 0, affinity: 0, idle: 0 }
    const considered = [{ agentId: ben, score: 0, parts }]
    const decision = { workId, decisionId, policy: house.routing.def, considered, chosen: ben }
    world.ask({ type: 'DecideRouting', data: decision })
    return world.ask({ type: 'OfferWork', data: { workId, agentId: ben, expiresAt: at(7) } })
  }

  test('takes the place of that for whom the work is reserved', () => {
    const world = interrupted(both, offering, givenToBen)
    const { agentId, reason } = last(world.log, 'WorkReleased')
    expectSame('released', [agentId, reason], [ana, 'withdrawn'])
    expectSame('timers', [...world.timers().values()], [at(7)])
  })

  test('ends like any other', () => {
    const offered = (world: S.World) => {
      const { workId } = last(world.log, 'WorkRequested')
      return world.ask({ type: 'OfferWork', data: { workId, agentId: ana, expiresAt: at(7) } })
    }
    const world = interrupted(anaAlone, reserving, offered)
    expectSame('released', all(world.log, 'WorkReleased').length, 0)
    world.wait(at(7))
    expectSame('lapsed', last(world.log, 'WorkOfferLapsed').at, at(7))
    expectSame('released', last(world.log, 'WorkReleased').reason, 'lapsed')
  })
})

describe('work whose request is over, but that cannot be withdrawn yet', () => {
  const cancelled = () => {
    const world = S.world({ parks: (key) => key.startsWith('withdraw') })
    return interrupted(both, offering, (there) => there.ask(S.cancel(1)), world)
  }

  test('is not given to anybody else', () => {
    const world = cancelled()
    const [offer] = S.offersIn(world.log)
    expectSame('declined', offer && world.ask(S.decline(offer)), 'sent')
    world.settle()
    expectSame('decisions', all(world.log, 'RoutingDecided').length, 1)
    expectSame('released', last(world.log, 'WorkReleased').reason, 'declined')
  })

  test('is not put back', () => {
    const parks = (key: string) => /^(reserve|withdraw)/.test(key)
    const world = S.world({ parks })
    interrupted(both, reserving, (there) => there.ask(S.cancel(1)), world)
    expectSame('timers', world.timers().size, 0)
  })

  test('makes nobody responsible who accepts it', () => {
    const world = cancelled()
    const [offer] = S.offersIn(world.log)
    expectSame('accepted', offer && world.ask(S.accept(offer)), 'sent')
    world.settle()
    const keys = all(world.log, 'EffectsDone').flatMap(({ data }) =>
      data.outcomes.map((o) => o.key),
    )
    expectThat(!keys.some((key) => key.startsWith('assign')), 'somebody is assigned', keys)
    expectSame('timers', world.timers().size, 0)
  })
})
