import { describe, test } from '@jest/globals'
import { at, expectSame, expectThat } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import * as S from './samples.ts'
import {
  crew,
  anaComes,
  benComes,
  offerMin,
  retryMin,
  offer,
  answered,
  since,
} from './scene.samples.ts'

const { ana, ben, cyd, all, last, after, requestNo } = S

/** The type of the event at which the last decision was taken. */
const causeOf = ({ log }: S.World) => {
  const decided = all(log, 'RoutingDecided').at(-1)
  return log.find(({ id }) => id === decided?.causationId)?.type
}

describe('work', () => {
  test('goes to the best agent: decided, reserved, offered, accepted, assigned', () => {
    const world = after(...crew, anaComes, benComes)
    const happened = since(world, () => {
      world.ask(S.open(1, 'fault'))
      world.settle()
      answered(world, S.accept)
    })
    expectSame('happened', happened, [
      'RequestOpened',
      'WorkRequested',
      'RoutingDecided',
      'WorkReserved',
      'WorkOffered',
      'WorkAccepted',
      'ResponsibleAssigned',
      'RequestAccepted',
    ])
    const { to, how, workId } = last(world.log, 'ResponsibleAssigned')
    const requested = last(world.log, 'WorkRequested')
    expectSame('to', [to, how, workId], [{ kind: 'agent', id: ana }, 'routing', requested.workId])
    expectSame('timers', world.timers().size, 0)
  })

  test('is decided about at the event that made it possible, whose id the decision bears', () => {
    const { log } = after(...crew, S.open(1, 'fault'), anaComes)
    const { decisionId, policy } = last(log, 'RoutingDecided')
    const decided = all(log, 'RoutingDecided').at(-1)
    expectSame('cause', decided?.causationId, all(log, 'PresenceChanged').at(-1)?.id)
    expectSame('id', decisionId, decided?.causationId)
    expectSame('policy', policy, house.routing.def)
  })

  test('is for everybody who is enrolled, and nobody who has left', () => {
    const { log } = after(...crew, benComes, S.retire(ben), S.open(1, 'whereToBuy'))
    const { considered } = last(log, 'RoutingDecided')
    expectSame('considered', considered, [{ agentId: ana, excludedBy: 'presence' }])
  })

  test('that nobody can do is explained once, and put back after a while', () => {
    const world = after(...crew, S.open(1, 'fault'))
    const { chosen, considered } = last(world.log, 'RoutingDecided')
    expectSame('chosen', chosen, undefined)
    expectSame(
      'considered',
      considered.map(({ excludedBy }) => excludedBy),
      ['presence', 'presence'],
    )
    expectSame('timer', [...world.timers().values()], [at(retryMin)])
    const happened = since(world, () => world.wait(at(600)))
    expectSame('put back', happened, ['WorkRequeued'])
    expectSame('timers', world.timers().size, 0)
  })

  test('that nobody can do is explained also if it came while another was decided about', () => {
    const world = S.world()
    for (const command of [S.open(1, 'fault'), S.open(2, 'fault')]) world.ask(command)
    world.settle()
    expectSame('decisions', all(world.log, 'RoutingDecided').length, 2)
  })

  test('is looked at again when somebody comes, learns, gets more capacity or is free', () => {
    const coming: ReadonlyArray<readonly [ReadonlyArray<S.Asked>, S.Asked]> = [
      [[S.grant(cyd, 'repair', 2), S.capacity(cyd, 2)], S.presence(cyd, 'available')],
      [[S.presence(cyd, 'available'), S.capacity(cyd, 2)], S.grant(cyd, 'repair', 2)],
      [[S.presence(cyd, 'available'), S.grant(cyd, 'repair', 2)], S.capacity(cyd, 2)],
    ]
    for (const [before, change] of coming) {
      const world = after(S.enrol(cyd, 1), ...before, S.open(1, 'fault'))
      world.ask(change)
      world.settle()
      expectSame(change.type, offer(world).agentId, cyd)
    }
    const world = after(...crew, anaComes, S.open(1, 'fault'), S.open(2, 'fault'), S.cancel(1))
    expectSame('free', offer(world).agentId, ana)
    expectSame('at once', causeOf(world), 'WorkReleased')
  })

  test('is offered for as long as the house says, and then lapses', () => {
    const world = after(...crew, anaComes, benComes, S.open(1, 'fault'))
    expectSame('until', last(world.log, 'WorkOffered').expiresAt, at(offerMin))
    world.wait(at(offerMin))
    expectSame('lapsed', last(world.log, 'WorkOfferLapsed').agentId, ana)
    expectSame('released', last(world.log, 'WorkReleased').reason, 'lapsed')
    expectSame('at once', causeOf(world), 'WorkOfferLapsed')
  })

  test('that is declined goes to the next best', () => {
    const world = after(...crew, anaComes, benComes, S.open(1, 'fault'))
    expectSame('first', offer(world).agentId, ana)
    answered(world, S.decline)
    expectSame('at once', causeOf(world), 'WorkDeclined')
    expectSame('released', last(world.log, 'WorkReleased').reason, 'declined')
    expectSame('next', offer(world).agentId, ben)
    expectSame('timers', world.timers().size, 1)
  })

  test('that everybody declined is explained, put back, and offered again', () => {
    const world = answered(after(...crew, anaComes, S.open(1, 'fault')), S.decline)
    expectSame('chosen', last(world.log, 'RoutingDecided').chosen, undefined)
    world.wait(at(retryMin))
    expectSame('round', last(world.log, 'WorkRequeued').round, 1)
    expectSame('again', offer(world).agentId, ana)
    expectSame('at once', causeOf(world), 'WorkRequeued')
    expectThat(
      ![...world.timers().keys()].some((key) => key.startsWith('retry')),
      'no retry is left',
    )
  })

  test('that was asked for earlier is decided about first', () => {
    const world = after({ ...S.task(1), at: at(5) }, { ...S.task(2), at: at(4) })
    const waiting = world.state().waiting.map(({ requestId }) => requestId)
    expectSame('in order', waiting, [requestNo(2), requestNo(1)])
  })

  test('that is done by the way is not given to anybody any more', () => {
    const world = after(...crew, S.open(1, 'fault'))
    const { workId } = last(world.log, 'WorkRequested')
    world.ask({ type: 'CompleteWork', data: { workId } })
    const happened = since(world, () => {
      world.ask(anaComes)
      world.wait(at(600))
    })
    expectSame('happened', happened, ['PresenceChanged'])
  })

  test('that is more urgent is decided about first, then what has waited longer', () => {
    const world = after(...crew, S.open(1, 'fault'), S.open(2, 'fault'), S.open(3, 'fault'))
    world.ask(S.prioritise(3, 1))
    for (const n of [3, 1, 2]) {
      world.ask(anaComes)
      world.settle()
      expectSame('next', last(world.log, 'WorkOffered').requestId, requestNo(n))
      for (const command of S.close(n)) world.ask(command)
      world.settle()
    }
  })
})
