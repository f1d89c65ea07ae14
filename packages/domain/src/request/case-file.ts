/**
 * The case file of a request: what its rules must know of it whatever its status is.
 */
import { added, emptySet, type Def, type GrowOnlySet } from '@deskledger/kernel'
import type { AgentId, BatchId, PartyId, Sku, TaskId } from '../primitives.ts'
import type * as Events from './events.ts'

export interface CaseFile {
  readonly caseType: Def
  readonly category: Events.Category
  /** The import that opened it. */
  readonly batchId?: BatchId
  readonly partyId?: PartyId
  readonly sku?: Sku
  readonly acknowledged: boolean
  readonly responsible?: Events.Responsible
  readonly classification?: Classification
  readonly priority?: { readonly value: number; readonly from: 'matrix' | 'override' }
  readonly stage?: string
  readonly tasks: Readonly<Record<string, Task>>
  readonly notes: GrowOnlySet
  readonly interactions: GrowOnlySet
}

export interface Classification {
  readonly severity: number
  readonly impact: number
  readonly topic?: string
}

/** One holder at most, because there is room for one. */
export interface Task {
  readonly taskId: TaskId
  readonly mandatory: boolean
  readonly dependsOn: ReadonlyArray<TaskId>
  readonly holder?: AgentId
  readonly done: boolean
}

export const opened = (data: Events.RequestOpened['data']): CaseFile => {
  const { caseType, category, batchId, partyId, sku, interactionId } = data
  return {
    caseType,
    category,
    ...(batchId === undefined ? {} : { batchId }),
    ...(partyId === undefined ? {} : { partyId }),
    ...(sku === undefined ? {} : { sku }),
    acknowledged: false,
    tasks: {},
    notes: emptySet,
    interactions: interactionId === undefined ? emptySet : added(emptySet, interactionId),
  }
}

export const classified = (
  file: CaseFile,
  { category = file.category, severity, impact, topic }: Events.RequestClassified['data'],
): CaseFile => {
  const known = topic ?? file.classification?.topic
  const classification = { severity, impact, ...(known === undefined ? {} : { topic: known }) }
  return { ...file, category, classification }
}

export const withTask = (file: CaseFile, task: Task): CaseFile => ({
  ...file,
  tasks: { ...file.tasks, [task.taskId]: task },
})

/** A task that nobody created stays unknown. */
export const taskBecomes = (
  file: CaseFile,
  taskId: TaskId,
  news: Partial<Pick<Task, 'holder' | 'done'>>,
): CaseFile => {
  const task = file.tasks[taskId]
  return task === undefined ? file : withTask(file, { ...task, ...news })
}
