import { describe, test } from '@jest/globals'
import { anyHistory, expectSame, expectThat, laws } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { decider, type Event, type State } from './index.ts'
import { anyAsked } from './random.samples.ts'
import { matrix } from './samples.ts'

const anyPast = anyHistory(decider, anyAsked)

describe('any request', () => {
  const places: { readonly [Status in State['status']]: number } = {
    unopened: 0,
    open: 1,
    inProgress: 2,
    waiting: 2,
    resolved: 3,
    closed: 4,
    cancelled: 4,
    withdrawn: 5,
  }
  const everyLaw = laws(decider, {
    anyCommand: anyAsked,
    progress: ({ status }) => places[status],
    reopening: ['SolutionRejected', 'RequestReopened', 'RequestOpened'],
    reaches: {
      statusOf: ({ status }) => status,
      statuses: ['open', 'inProgress', 'waiting', 'resolved', 'closed', 'cancelled', 'withdrawn'],
    },
  })
  for (const law of everyLaw) test(law.statement, law.check)

  const law = (statement: string, check: (past: ReadonlyArray<Event>) => void) =>
    test(statement, () => fc.assert(fc.property(anyPast, check), { numRuns: 400 }))

  law('has one holder at most for each of its tasks', (past) => {
    let holders: Readonly<Record<string, string>> = {}
    for (const { type, data } of past) {
      if (type === 'RequestOpened') holders = {}
      if (type === 'TaskAssigned') expectSame('free before', holders[data.taskId], undefined)
      if (type === 'TaskTransferred') expectSame('its holder', holders[data.taskId], data.from)
      if (type === 'TaskAssigned' || type === 'TaskTransferred')
        holders = { ...holders, [data.taskId]: data.to }
    }
  })

  law('completes each task once, after those that it depends on', (past) => {
    let waiting: Readonly<Record<string, ReadonlyArray<string>>> = {}
    for (const { type, data } of past) {
      if (type === 'RequestOpened') waiting = {}
      if (type === 'TaskCreated') waiting = { ...waiting, [data.taskId]: data.dependsOn }
      if (type !== 'TaskCompleted') continue
      const { [data.taskId]: before, ...others } = waiting
      expectThat(before !== undefined, 'not open', data)
      expectThat(before?.every((taskId) => others[taskId] === undefined) === true, 'too early')
      waiting = others
    }
  })

  law('has one responsible from its acknowledgement or acceptance until it is closed', (past) => {
    let responsible: unknown
    let isPromised = false
    for (const { type, data } of past) {
      if (type === 'RequestOpened') [responsible, isPromised] = [undefined, false]
      if (type === 'RequestHandedOver') expectSame('before', data.from, responsible)
      if (type === 'RequestHandedOver' || type === 'ResponsibleAssigned') responsible = data.to
      if (type === 'RequestAccepted')
        expectSame('accepting', responsible, { kind: 'agent', id: data.agentId })
      if (type === 'RequestAccepted' || type === 'RequestAcknowledged') isPromised = true
      expectThat(!isPromised || responsible !== undefined, `nobody responsible at ${type}`)
    }
  })

  law('has the priority of the matrix, unless somebody set another one', (past) => {
    let expected: number | undefined
    let actual: number | undefined
    let isOverridden = false
    for (const { type, data } of past) {
      if (type === 'RequestOpened') [expected, actual, isOverridden] = [undefined, undefined, false]
      if (type === 'RequestClassified') expected = matrix.rows[data.severity - 1]?.[data.impact - 1]
      if (type !== 'PrioritySet') continue
      expectThat(!isOverridden || data.from === 'override', 'undone by the matrix', data)
      actual = data.priority
      isOverridden = data.from === 'override'
    }
    if (!isOverridden) expectSame('priority at last', actual, expected)
  })

  law('is closed by people with a solution only, and never with a mandatory task open', (past) => {
    let isSolved = false
    let mandatory: ReadonlyArray<string> = []
    for (const { type, data } of past) {
      if (type === 'RequestOpened') [isSolved, mandatory] = [false, []]
      if (type === 'SolutionProposed') isSolved = true
      if (type === 'SolutionRejected' || type === 'RequestReopened') isSolved = false
      if (type === 'TaskCreated' && data.mandatory) mandatory = [...mandatory, data.taskId]
      if (type === 'TaskCompleted') mandatory = mandatory.filter((taskId) => taskId !== data.taskId)
      if (type !== 'RequestClosed' || data.code === 'imported') continue
      expectThat(isSolved, 'closed without a solution', data)
      expectSame('open at the end', mandatory, [])
    }
  })
})
