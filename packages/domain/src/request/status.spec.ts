import { describe, expect, test } from '@jest/globals'
import { replay } from '@deskledger/kernel'
import {
  anyCommand,
  anyHistory,
  id,
  expectSame,
  expectThat,
  steps,
} from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { possible } from './commands.ts'
import { decider, type Command, type Event, type State } from './index.ts'
import { anyAsked } from './random.samples.ts'
import * as S from './samples.ts'

const { commands, decide, evolve, idField, initial } = decider
const anyPast = anyHistory(decider, anyAsked)

describe('the status of a request', () => {
  const isGranted = (command: Command, state: State): boolean => {
    const answer = decide(command, state)
    return E.isRight(answer) && answer.right.length > 0
  }

  test('allows exactly the commands that a refusal names', () => {
    const unopened = evolve(
      initial,
      S.story.happened('ActivityRecorded', { ...S.arrived, batchId: id(1) }),
    )
    const states = fc
      .sample(anyPast, { numRuns: 600, seed: 1 })
      .flatMap((past) => [unopened, ...steps(decider, past).map(({ after }) => after)])
    const asked = fc.sample(anyAsked, { numRuns: 2_000, seed: 1 })
    for (const [status, next] of Object.entries(possible)) {
      const alike = states.filter((state) => state.status === status)
      const granted = asked.filter((command) => alike.some((state) => isGranted(command, state)))
      expect(new Set(granted.map(({ type }) => type))).toEqual(new Set(next))
    }
  })

  test('is never the reason to refuse a command that is named', () =>
    fc.assert(
      fc.property(anyPast, anyAsked, (past, command) => {
        const state = replay(decider, past)
        const { status } = state
        const answer = decide(command, state)
        if (E.isRight(answer) || answer.left._tag !== 'WrongStatus') return
        expectThat(!possible[status].includes(command.type), `${command.type} in ${status}`)
        expectSame('refusal', answer.left, { _tag: 'WrongStatus', status, next: possible[status] })
      }),
      { numRuns: 400 },
    ))

  test('closed is left, and a closed request changed, by nothing but what is allowed', () => {
    const allowed: ReadonlyArray<Event['type']> = [
      'RequestReopened',
      'InteractionLinked',
      'NoteAdded',
      'ActivityRecorded',
      'ActivitiesWithdrawn',
    ]
    const learnt: ReadonlyArray<Event['type']> = [
      'RequesterIdentified',
      'ProductIdentified',
      'PrioritySet',
    ]
    fc.assert(
      fc.property(anyPast, anyAsked, (past, command) => {
        const closed: State = evolve(replay(decider, past), S.closed)
        const answer = decide(command, closed)
        if (closed.status !== 'closed' || E.isLeft(answer)) return
        for (const { type, data } of answer.right) {
          const isLearnt = command.type === 'RecordActivity' && learnt.includes(type)
          expectThat(isLearnt || allowed.includes(type), `${type} after closing`)
          if (type === 'NoteAdded') expectSame('a note for', data.audience, 'staff')
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('any recorded activity', () => {
  const { RecordActivity } = commands
  const anyRecording = anyCommand<Extract<Command, { readonly type: 'RecordActivity' }>>({
    commands: RecordActivity === undefined ? {} : { RecordActivity },
    idField,
  })

  test('is taken down whatever the status is, once while it is not taken back', () =>
    fc.assert(
      fc.property(anyPast, anyRecording, (past, command) => {
        const isKnown = recordedIn(past).has(command.data.sourceId)
        const answer = decide(command, replay(decider, past))
        expectThat(E.isRight(answer), 'never refused', answer)
        if (E.isLeft(answer)) return
        const types = answer.right.map(({ type }) => type)
        const recorded = types.filter((type) => type === 'ActivityRecorded')
        expectSame('recorded', recorded, isKnown ? [] : ['ActivityRecorded'])
        if (isKnown) expectSame('beside it', types, [])
        const again = decide(command, replay(decider, [...past, ...answer.right]))
        expectSame('again', again, E.right([]))
      }),
      { numRuns: 400 },
    ))

  test('is taken down once in any history', () =>
    fc.assert(
      fc.property(anyPast, (past) => {
        past.forEach(({ type, data }, i) => {
          if (type === 'ActivityRecorded')
            expectThat(!recordedIn(past.slice(0, i)).has(data.sourceId), 'twice', data)
        })
      }),
    ))
})

/** The source ids recorded and not taken back, worked out the slow way. */
const recordedIn = (past: ReadonlyArray<Event>): ReadonlySet<string> => {
  const batches = new Map<string, ReadonlyArray<string>>()
  for (const { type, data } of past) {
    if (type === 'ActivitiesWithdrawn') batches.delete(data.batchId)
    if (type === 'ActivityRecorded')
      batches.set(data.batchId, [...(batches.get(data.batchId) ?? []), data.sourceId])
  }
  return new Set([...batches.values()].flat())
}
