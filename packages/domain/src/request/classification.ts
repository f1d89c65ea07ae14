/**
 * How grave a request is and how soon it is dealt with: its classification and its priority.
 */
import { already, granted, refused } from '@deskledger/kernel'
import type { PriorityMatrix } from '../definitions.ts'
import type { CaseFile, Classification } from './case-file.ts'
import type { Answer, Of } from './commands.ts'
import type { Event } from './events.ts'
import type { Live } from './state.ts'

/**
 * The priority follows from the matrix, unless somebody has set another one for a reason: that one
 * stands, however the request is classified afterwards, until it is set again.
 */
export const classify = (command: Of<'ClassifyRequest'>, { file }: Live): Answer => {
  if (command.actor.kind === 'customer')
    return refused({ _tag: 'NotForCustomers', command: command.type })
  return granted(...classified(command, file), ...prioritised(command, file))
}

const classified = (
  { data, at, actor: by }: Of<'ClassifyRequest'>,
  file: CaseFile,
): ReadonlyArray<Event> => {
  const { category, classification: before } = file
  if (before !== undefined && isSame(data, before) && (data.category ?? category) === category)
    return []
  const previous = before === undefined ? {} : { previous: { category, ...before } }
  return [{ type: 'RequestClassified', data: { ...data, ...previous, by, at } }]
}

/** A topic that is left out stays as it was. */
const isSame = (a: Classification, b: Classification): boolean =>
  a.severity === b.severity && a.impact === b.impact && (a.topic ?? b.topic) === b.topic

const prioritised = (
  { data, at, facts: { matrix } }: Of<'ClassifyRequest'>,
  { priority: before }: CaseFile,
): ReadonlyArray<Event> => {
  const { requestId } = data
  const priority = priorityOf(matrix, data)
  if (priority === undefined || before?.from === 'override' || before?.value === priority) return []
  return [
    { type: 'PrioritySet', data: { requestId, priority, from: 'matrix', matrix: matrix.def, at } },
  ]
}

/** None where the matrix says nothing of such a request. */
const priorityOf = (
  { rows }: PriorityMatrix,
  { severity, impact }: Classification,
): number | undefined => rows[severity - 1]?.[impact - 1]

/** From now on this priority stands, even if it is the one that the matrix gives. */
export const setPriority = ({ type, data, at, actor }: Of<'SetPriority'>, state: Live): Answer => {
  if (actor.kind === 'customer') return refused({ _tag: 'NotForCustomers', command: type })
  const { priority } = state.file
  if (priority?.from === 'override' && priority.value === data.priority) return already
  return granted({ type: 'PrioritySet', data: { ...data, from: 'override', at } })
}
