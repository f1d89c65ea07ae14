import { describe, test } from '@jest/globals'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, inspection, taskCreated, repairCreated, taskAssigned, taskCompleted } = S
const { taskTransferred, inWork, solved } = S
const taskId = inspection

describe('a task', () => {
  test('is created with what it takes', () =>
    given(opened).when(ask('CreateTask', S.inspect)).thenHappens(taskCreated))

  test('is created once', () =>
    given(opened, taskCreated)
      .when(ask('CreateTask', { ...S.inspect, mandatory: false }))
      .thenNothingHappens())

  test('depends on tasks created before it', () =>
    given(opened, taskCreated).when(ask('CreateTask', S.fix)).thenHappens(repairCreated))

  test('depends on none that is unknown, nor on itself', () => {
    given(opened)
      .when(ask('CreateTask', S.fix))
      .thenRefused({ _tag: 'UnknownDependencies', tasks: [inspection] })
    given(opened)
      .when(ask('CreateTask', { ...S.inspect, dependsOn: [inspection] }))
      .thenRefused({ _tag: 'UnknownDependencies', tasks: [inspection] })
  })

  test('that nobody created is neither assigned, transferred nor completed', () => {
    const refusal = { _tag: 'NoSuchTask', taskId } as const
    given(opened)
      .when(ask('AssignTask', { taskId, to: S.ana }))
      .thenRefused(refusal)
    given(opened)
      .when(ask('TransferTask', { taskId, to: S.ben, reason: 'absence' }))
      .thenRefused(refusal)
    given(opened).when(ask('CompleteTask', { taskId })).thenRefused(refusal)
  })

  test('is created no more when the request is closed', () =>
    given(...S.settled)
      .when(ask('CreateTask', S.inspect))
      .thenRefused({ _tag: 'WrongStatus', status: 'closed', next: possible.closed }))
})

describe('the holder of a task', () => {
  const transfer = { taskId, to: S.ben, reason: 'absence' }

  test('is assigned, with the department and region of then', () => {
    given(opened, taskCreated)
      .when(ask('AssignTask', { taskId, to: S.ana }))
      .thenHappens(taskAssigned)
    const place = { department: 'service', region: 'south' }
    given(opened, taskCreated)
      .when(ask('AssignTask', { taskId, to: S.ana, ...place }))
      .thenHappens(happened('TaskAssigned', { taskId, to: S.ana, by: S.byAna, ...place }))
  })

  test('is assigned once', () =>
    given(opened, taskCreated, taskAssigned)
      .when(ask('AssignTask', { taskId, to: S.ana }))
      .thenNothingHappens())

  test('is one only', () =>
    given(opened, taskCreated, taskAssigned)
      .when(ask('AssignTask', { taskId, to: S.ben }))
      .thenRefused({ _tag: 'TaskIsHeld', taskId, holder: S.ana }))

  test('passes the task on', () =>
    given(opened, taskCreated, taskAssigned)
      .when(ask('TransferTask', transfer))
      .thenHappens(taskTransferred))

  test('passes it on once', () =>
    given(opened, taskCreated, taskAssigned, taskTransferred)
      .when(ask('TransferTask', transfer))
      .thenNothingHappens())

  test('is not changed by others than the holder and a supervisor', () => {
    const history = [opened, taskCreated, taskAssigned]
    for (const actor of [S.byBen, S.bySystem, { kind: 'customer', id: S.ana } as const])
      given(...history)
        .when(ask('TransferTask', transfer, { actor }))
        .thenRefused({ _tag: 'NotTheHolder', taskId, holder: S.ana })
    given(...history)
      .when(ask('TransferTask', transfer, { actor: S.bySupervisor }))
      .thenHappens(happened('TaskTransferred', { ...transfer, from: S.ana, by: S.bySupervisor }))
  })

  test('is there before there is another one', () =>
    given(opened, taskCreated)
      .when(ask('TransferTask', transfer))
      .thenRefused({ _tag: 'TaskIsFree', taskId }))

  test('stays who it was when the task is done', () => {
    given(opened, taskCreated, taskCompleted)
      .when(ask('AssignTask', { taskId, to: S.ana }))
      .thenRefused({ _tag: 'TaskIsDone', taskId })
    given(opened, taskCreated, taskAssigned, taskCompleted)
      .when(ask('TransferTask', transfer))
      .thenRefused({ _tag: 'TaskIsDone', taskId })
  })
})

describe('a task that is completed', () => {
  test('tells what came of it', () => {
    const outcome = { outcome: 'valveBroken', minutes: 40 }
    given(opened, taskCreated)
      .when(ask('CompleteTask', { taskId, ...outcome }))
      .thenHappens(happened('TaskCompleted', { taskId, by: S.byAna, ...outcome }))
  })

  test('is completed once', () =>
    given(opened, taskCreated, taskCompleted)
      .when(ask('CompleteTask', { taskId }))
      .thenNothingHappens())

  test('comes after those that it depends on', () => {
    given(opened, taskCreated, repairCreated)
      .when(ask('CompleteTask', { taskId: S.repair }))
      .thenRefused({ _tag: 'DependenciesOpen', taskId: S.repair, tasks: [inspection] })
    given(opened, taskCreated, repairCreated, taskCompleted)
      .when(ask('CompleteTask', { taskId: S.repair }))
      .thenHappens(happened('TaskCompleted', { taskId: S.repair, by: S.byAna }))
  })
})

describe('a mandatory task', () => {
  const refusal = {
    _tag: 'MandatoryTasksOpen',
    tasks: [inspection],
    next: ['CompleteTask'],
  } as const
  const voluntary = happened('TaskCreated', { ...S.inspect, mandatory: false })

  test('is completed before a solution is proposed', () => {
    const propose = ask('ProposeSolution', S.newValve)
    given(...inWork, taskCreated)
      .when(propose)
      .thenRefused(refusal)
    given(...inWork, taskCreated, taskCompleted)
      .when(propose)
      .thenHappens(S.proposed)
  })

  test('is completed before the request is closed', () => {
    const close = ask('CloseRequest', { how: 'agent' })
    given(...solved, taskCreated)
      .when(close)
      .thenRefused(refusal)
    given(...solved, taskCreated, taskCompleted)
      .when(close)
      .thenHappens(S.closed)
  })

  test('is unlike one that may stay open', () => {
    given(...inWork, voluntary)
      .when(ask('ProposeSolution', S.newValve))
      .thenHappens(S.proposed)
    given(...solved, voluntary)
      .when(ask('CloseRequest', { how: 'agent' }))
      .thenHappens(S.closed)
  })
})
