import { describe, test } from '@jest/globals'
import { at, expectSame, id } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import type { WorkId } from '../primitives.ts'
import { later } from './effects.ts'
import { routing } from './index.ts'
import * as S from './samples.ts'
import {
  anaAlone,
  anaComes,
  benComes,
  both,
  broken,
  crew,
  deciding,
  interrupted,
  reserving,
  retryMin,
  since,
} from './scene.samples.ts'

const { ana, ben, all, last } = S

describe('a decision', () => {
  test('is taken as soon as the last work is reserved', () => {
    const { log } = S.after(...crew, S.open(1, 'whereToBuy'), S.open(2, 'whereToBuy'), benComes)
    const [, , , second] = all(log, 'RoutingDecided')
    expectSame('cause', second?.causationId, all(log, 'WorkReserved')[0]?.id)
  })

  test('about work that is over by then is not acted upon, and the next one is taken', () => {
    const commands = [...both, S.open(2, 'fault')]
    const { log } = interrupted(commands, deciding, (world) => world.ask(S.cancel(1)))
    const offers = all(log, 'WorkOffered').map(({ data }) => data.requestId)
    const [first, second] = all(log, 'RoutingDecided')
    expectSame('at once', second?.causationId, first?.id)
    expectSame('reserved', all(log, 'WorkReserved').length, 1)
    expectSame('offers', offers, [S.requestNo(2)])
  })

  test('that cannot be recorded holds its work until it is put back', () => {
    const { world, mend } = broken('decide', both)
    expectSame('decisions', all(world.log, 'RoutingDecided').length, 0)
    mend()
    world.wait(at(retryMin))
    expectSame('offered', last(world.log, 'WorkOffered').agentId, ana)
  })

  test('that is recorded after it was given up is not acted upon', () => {
    const { world, mend } = broken('decide', both)
    mend()
    world.release()
    world.settle()
    expectSame('decisions', all(world.log, 'RoutingDecided').length, 1)
    expectSame('reserved', all(world.log, 'WorkReserved').length, 0)
  })
})

describe('a reservation', () => {
  test('that is refused is decided about anew at once, on what is known by then', () => {
    const { log } = interrupted(both, reserving, (world) => world.ask(S.presence(ana, 'away')))
    const chosen = all(log, 'RoutingDecided').map(({ data }) => data.chosen)
    expectSame('chosen', chosen, [ana, ben])
    expectSame('offered', last(log, 'WorkOffered').agentId, ben)
    expectSame('at once', last(log, 'WorkOffered').at, at(0))
  })

  test('that is refused leaves a decision that explains anew why the work waits', () => {
    const world = S.after(...crew, S.open(1, 'fault'))
    interrupted([anaComes], reserving, (there) => there.ask(S.presence(ana, 'busy')), world)
    const chosen = all(world.log, 'RoutingDecided').map(({ data }) => data.chosen)
    expectSame('chosen', chosen, [undefined, ana, undefined])
  })

  test('that the same agent refuses twice holds its work until it is put back', () => {
    const away = (world: S.World) => world.ask(S.presence(ana, 'away'))
    const world = interrupted(anaAlone, reserving, away)
    interrupted([anaComes], reserving, away, world)
    const happened = since(world, () => {
      world.ask(anaComes)
      world.settle()
    })
    expectSame('held', happened, ['PresenceChanged'])
    world.ask(S.presence(ana, 'busy'))
    world.wait(at(retryMin))
    interrupted([anaComes], reserving, away, world)
    interrupted([anaComes], deciding, () => {}, world)
    expectSame('tried again', last(world.log, 'RoutingDecided').chosen, ana)
  })

  test('that cannot be carried out holds its work alone until it is put back', () => {
    const { world, mend } = broken('reserve', both)
    expectSame('decisions', all(world.log, 'RoutingDecided').length, 1)
    mend()
    world.ask(S.open(2, 'fault'))
    world.settle()
    expectSame('another', last(world.log, 'WorkOffered').requestId, S.requestNo(2))
    for (const command of S.close(2)) world.ask(command)
    world.wait(at(retryMin))
    expectSame('held', last(world.log, 'WorkOffered').requestId, S.requestNo(1))
  })

  test('that nobody awaits is released', () => {
    const world = S.after(...both)
    const stray = { agentId: ben, workId: id<WorkId>(999) }
    world.ask({ type: 'ReserveWork', data: { ...stray, weight: 1 } })
    world.settle()
    const { agentId, workId, reason } = last(world.log, 'WorkReleased')
    expectSame('released', { agentId, workId, reason }, { ...stray, reason: 'withdrawn' })
  })

  test('by somebody else disturbs none that is awaited', () => {
    const commands = [...crew, anaComes, benComes, S.open(1, 'whereToBuy')]
    for (const stray of [
      { agentId: ben, workId: undefined },
      { agentId: ana, workId: id<WorkId>(999) },
    ]) {
      const { log } = interrupted(commands, reserving, (world) => {
        const { workId = last(world.log, 'WorkRequested').workId, agentId } = stray
        world.ask({ type: 'ReserveWork', data: { agentId, workId, weight: 1 } })
      })
      expectSame('decisions', all(log, 'RoutingDecided').length, 1)
      expectSame('offered', last(log, 'WorkOffered').agentId, ana)
      expectSame(
        'released',
        all(log, 'WorkReleased').map(({ data }) => data.agentId),
        [stray.agentId],
      )
    }
  })

  test('that is made after it was given up is released', () => {
    const { world, mend } = broken('reserve', both)
    mend()
    world.release()
    world.settle()
    expectSame('released', last(world.log, 'WorkReleased').agentId, ana)
    expectSame('offers', all(world.log, 'WorkOffered').length, 0)
  })

  test('for work that is over by then is released', () => {
    const { log } = interrupted(both, reserving, (world) => world.ask(S.cancel(1)))
    expectSame('released', last(log, 'WorkReleased').reason, 'withdrawn')
    expectSame('offers', all(log, 'WorkOffered').length, 0)
  })
})

describe('the time of a timer', () => {
  test('is so many seconds later, unless that is more than an instant can be', () => {
    expectSame('a minute', later(at(0), 60), at(1))
    expectSame('beyond', later(at(0), 1e14), at(0))
  })
})

describe('what became of the effects of another policy', () => {
  test('means nothing', () => {
    const { log, state } = interrupted(both, reserving, () => {})
    const mark = all(log, 'EffectsDone').at(-1)
    const inFlight = { ...state(), flight: { workId: id(1), decisionId: id(2), chosen: undefined } }
    const outcomes = [{ key: `decide/${id(2)}`, kind: 'effect', result: 'refused' }] as const
    const heard = (policy: string) =>
      mark &&
      routing(house).on.EffectsDone?.evolve?.(inFlight, {
        ...mark,
        data: { ...mark.data, policy, outcomes },
      })?.flight
    expectSame('another', heard('reminders'), inFlight.flight)
    expectSame('its own', heard('routing'), undefined)
  })
})
