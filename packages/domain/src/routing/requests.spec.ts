import { describe, test } from '@jest/globals'
import { at, expectSame, id } from '@deskledger/kernel/testing'
import { house } from '../definitions.ts'
import type { WorkId } from '../primitives.ts'
import { none } from './by-id.ts'
import { routing, type Event, type State } from './index.ts'
import * as S from './samples.ts'
import { crew, anaComes, offer, answered } from './scene.samples.ts'

const { ana, all, last, after, requestNo } = S
const typesOf = (world: S.World) =>
  world.log.map(({ type }) => type).filter((type) => type !== 'EffectsDone')

const complete = (workId: string): S.Asked => ({ type: 'CompleteWork', data: { workId } })

describe('a request', () => {
  test('asks for the work that its case type takes, under the id of its opening', () => {
    const { log } = after(S.open(1, 'fault'))
    const { workId, at: _, ...work } = last(log, 'WorkRequested')
    expectSame('id', workId, all(log, 'RequestOpened')[0]?.id)
    expectSame('work', work, {
      subject: { kind: 'request', id: requestNo(1) },
      requestId: requestNo(1),
      queue: 'engineers',
      priority: 3,
      weight: 2,
      skills: [{ skill: 'repair', min: 2 }],
    })
  })

  test('that was imported asks for none', () =>
    expectSame('log', typesOf(after(S.open(1, 'fault', 'import'))), ['RequestOpened']))

  test('of a case type that the house does not know any more asks for none', () => {
    const policy = routing({ ...house, caseTypes: [] })
    const [opened] = all(after(S.open(1, 'fault')).log, 'RequestOpened')
    const { evolve } = policy.on.RequestOpened ?? {}
    const state = opened && evolve?.(policy.initial, opened)
    expectSame('answer', state?.answer, [])
  })

  test('that is opened again asks for new work, at its priority and for who had it last', () => {
    const world = answered(after(...crew, anaComes, S.open(1, 'fault')), S.accept)
    world.ask(S.prioritise(1, 1))
    for (const command of [...S.close(1), S.reopen(1)]) world.ask(command)
    world.settle()
    const { workId, preferred, priority, skills } = last(world.log, 'WorkRequested')
    expectSame('id', workId, all(world.log, 'RequestReopened')[0]?.id)
    expectSame('work', [preferred, priority, skills.length], [ana, 1, 1])
    const [best] = last(world.log, 'RoutingDecided').considered
    expectSame('affinity', [best?.agentId, best?.parts?.affinity], [ana, 20])
    expectSame('offer', offer(world), { ...offer(world), workId, agentId: ana })
  })

  test('that is opened again without ever having been accepted prefers nobody', () => {
    const { log } = after(S.open(1, 'fault'), ...S.close(1), S.reopen(1))
    expectSame('preferred', last(log, 'WorkRequested').preferred, undefined)
    expectSame('works', all(log, 'WorkRequested').length, 2)
  })

  test('that is opened again asks for new work also if the first was done by the way', () => {
    const world = after(S.open(1, 'fault'))
    const { workId } = last(world.log, 'WorkRequested')
    for (const command of [complete(workId), ...S.close(1), S.reopen(1)]) {
      world.ask(command)
      world.settle()
    }
    expectSame('works', all(world.log, 'WorkRequested').length, 2)
  })

  describe('of a house that opens nothing again after ten minutes', () => {
    const caseTypes = house.caseTypes.map((caseType) => ({ ...caseType, reopenWindowMin: 10 }))
    const policy = routing({ ...house, caseTypes })
    type Told = readonly [type: Event['type'], n: number, minutes: number]
    /** How much is asked for when the last of these happens. */
    const asked = (...events: ReadonlyArray<Told>) =>
      events.reduce<State>((state, [type, n, minutes]) => {
        const data = { requestId: requestNo(n), caseType: house.caseTypes[3]?.def, at: at(minutes) }
        return policy.on[type]?.evolve?.(state, { type, data, id: id(n) } as never) ?? state
      }, policy.initial).answer.length
    const closed = (n: number, minutes: number): ReadonlyArray<Told> => [
      ['RequestOpened', n, 0],
      ['RequestClosed', n, minutes],
    ]

    test('is known for ten minutes', () => {
      const others = [...closed(1, 0), ...closed(2, 5), ...closed(3, 6), ...closed(4, 12)]
      expectSame('asked', asked(...others, ['RequestReopened', 2, 12]), 1)
      expectSame('asked', asked(...others, ['RequestReopened', 4, 12]), 1)
    })

    test('is forgotten some time later', () => {
      const others = [...closed(1, 0), ...closed(2, 11), ...closed(3, 22)]
      expectSame('asked', asked(...others, ['RequestReopened', 1, 22]), 0)
    })

    test('is opened again once, and not after it was cancelled', () => {
      const again: Told = ['RequestReopened', 1, 1]
      expectSame('twice', asked(...closed(1, 0), again, again), 0)
      expectSame('cancelled', asked(['RequestOpened', 1, 0], ['RequestCancelled', 1, 0], again), 0)
    })
  })

  test('that is closed withdraws what nobody has, and releases who was asked', () => {
    const waiting = after(S.open(1, 'fault'), ...S.close(1))
    expectSame('waiting', last(waiting.log, 'WorkWithdrawn').reason, 'requestClosed')
    expectSame('timers', waiting.timers().size, 0)
    const world = after(...crew, anaComes, S.open(1, 'fault'), S.cancel(1))
    expectSame('offered', last(world.log, 'WorkWithdrawn').reason, 'requestCancelled')
    expectSame('released', last(world.log, 'WorkReleased').reason, 'withdrawn')
    expectSame('timers', world.timers().size, 0)
  })

  test('that is closed completes what somebody accepted, who is free again', () => {
    const world = answered(after(...crew, anaComes, S.open(1, 'fault')), S.accept)
    for (const command of S.close(1)) world.ask(command)
    world.settle()
    expectSame('completed', last(world.log, 'WorkCompleted').agentId, ana)
    expectSame('released', last(world.log, 'WorkReleased').reason, 'done')
  })

  test('that is closed before its work is on record has it withdrawn as soon as it is', () => {
    const world = S.world()
    for (const command of [S.open(1, 'fault'), ...S.close(1)]) world.ask(command)
    world.settle()
    expectSame('end', typesOf(world).slice(-2), ['WorkRequested', 'WorkWithdrawn'])
    expectSame('waiting', world.state().waiting, [])
  })

  test('that is over, and its work with it, leaves nothing behind', () => {
    const world = answered(after(...crew, anaComes, S.open(1, 'fault')), S.accept)
    for (const command of [S.task(1), S.task(2), ...S.close(1)]) world.ask(command)
    world.ask({ type: 'WithdrawWork', data: { workId: id(502), reason: 'mistaken' } })
    world.settle()
    const { works, requests, waiting, flight } = world.state()
    expectSame('left', { works, requests, waiting }, { works: none, requests: none, waiting: [] })
    expectSame('on its way', flight, undefined)
  })

  test('gives its priority to its work, also if it was set in between, and not to its tasks', () => {
    const world = S.world()
    for (const command of [S.open(1, 'fault'), S.open(2, 'fault'), S.prioritise(1, 1)])
      world.ask(command)
    world.settle()
    for (const command of [S.prioritise(2, 5), S.task(1), S.task(2)]) world.ask(command)
    world.settle()
    const inOrder = () =>
      world.state().waiting.map(({ subject, requestId }) => [subject, requestId])
    const [first, second] = [requestNo(1), requestNo(2)]
    expectSame('in order', inOrder(), [
      ['request', first],
      ['task', first],
      ['task', second],
      ['request', second],
    ])
    world.ask(S.prioritise(2, 1))
    world.settle()
    expectSame('more urgent', inOrder(), [
      ['request', first],
      ['request', second],
      ['task', first],
      ['task', second],
    ])
  })

  test('takes its tasks with it, and is not assigned to who does them', () => {
    const world = after(...crew, anaComes, S.open(1, 'usage'), S.task(1))
    expectSame('task', offer(world).workId, id<WorkId>(501))
    answered(world, S.accept)
    expectSame('assigned', all(world.log, 'ResponsibleAssigned').length, 0)
    world.ask(S.cancel(1))
    world.settle()
    expectSame(
      'over',
      all(world.log, 'WorkCompleted').map(({ data }) => data.workId),
      [id(501)],
    )
    expectSame('over', all(world.log, 'WorkWithdrawn').length, 1)
  })
})
