/**
 * The tasks of a request: each is held by one agent at most and done after those it depends on.
 */
import { already, granted, refused, type Actor } from '@deskledger/kernel'
import type { TaskId } from '../primitives.ts'
import type { CaseFile, Task } from './case-file.ts'
import type { Answer, Of } from './commands.ts'
import type { Live } from './state.ts'

export const openMandatory = ({ tasks }: CaseFile): ReadonlyArray<TaskId> =>
  Object.values(tasks)
    .filter(({ mandatory, done }) => mandatory && !done)
    .map(({ taskId }) => taskId)

/** A task depends only on tasks created before it, so no circle can come about. */
export const createTask = ({ data, at }: Of<'CreateTask'>, { file }: Live): Answer => {
  if (file.tasks[data.taskId] !== undefined) return already
  const unknown = data.dependsOn.filter((taskId) => file.tasks[taskId] === undefined)
  if (unknown.length > 0) return refused({ _tag: 'UnknownDependencies', tasks: unknown })
  return granted({ type: 'TaskCreated', data: { ...data, at } })
}

export const assignTask = ({ data, at, actor: by }: Of<'AssignTask'>, { file }: Live): Answer => {
  const { taskId, to } = data
  const task = file.tasks[taskId]
  if (task === undefined) return refused({ _tag: 'NoSuchTask', taskId })
  const { holder } = task
  if (holder === to) return already
  if (task.done) return refused({ _tag: 'TaskIsDone', taskId })
  if (holder !== undefined) return refused({ _tag: 'TaskIsHeld', taskId, holder })
  return granted({ type: 'TaskAssigned', data: { ...data, by, at } })
}

export const transferTask = (
  { data, at, actor: by }: Of<'TransferTask'>,
  { file }: Live,
): Answer => {
  const { taskId, to } = data
  const task = file.tasks[taskId]
  if (task === undefined) return refused({ _tag: 'NoSuchTask', taskId })
  const { holder: from } = task
  if (from === to) return already
  if (task.done) return refused({ _tag: 'TaskIsDone', taskId })
  if (from === undefined) return refused({ _tag: 'TaskIsFree', taskId })
  if (!mayPassOn(by, from)) return refused({ _tag: 'NotTheHolder', taskId, holder: from })
  return granted({ type: 'TaskTransferred', data: { ...data, from, by, at } })
}

const mayPassOn = ({ kind, id }: Actor, holder: string): boolean =>
  kind === 'supervisor' || (kind === 'agent' && id === holder)

export const completeTask = (
  { data, at, actor: by }: Of<'CompleteTask'>,
  { file }: Live,
): Answer => {
  const { taskId } = data
  const task = file.tasks[taskId]
  if (task === undefined) return refused({ _tag: 'NoSuchTask', taskId })
  if (task.done) return already
  const tasks = openDependencies(task, file)
  if (tasks.length > 0) return refused({ _tag: 'DependenciesOpen', taskId, tasks })
  return granted({ type: 'TaskCompleted', data: { ...data, by, at } })
}

const openDependencies = ({ dependsOn }: Task, { tasks }: CaseFile): ReadonlyArray<TaskId> =>
  dependsOn.filter((taskId) => tasks[taskId]?.done !== true)
