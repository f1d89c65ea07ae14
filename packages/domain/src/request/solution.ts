/**
 * How a request is settled: a solution is proposed, accepted or rejected, and the request closed.
 */
import * as E from 'fp-ts/lib/Either.js'
import { already, granted, refused } from '@deskledger/kernel'
import {
  wrongStatus,
  type Answer,
  type ComplaintStep,
  type Of,
  type Rejection,
} from './commands.ts'
import { takenOn } from './responsibility.ts'
import type { Live, Opened } from './state.ts'
import { openMandatory } from './tasks.ts'

/** Also before anybody has accepted the request: a simple one is answered at once. */
export const propose = (command: Of<'ProposeSolution'>, state: Live): Answer => {
  const { data, at } = command
  if (state.status !== 'open' && state.status !== 'inProgress') return wrongStatus(state)
  const flaw = unfinished(state) ?? incomplete(command, state)
  if (flaw !== undefined) return refused(flaw)
  const taking = takenOn(command, state)
  if (E.isLeft(taking)) return taking
  return granted(...taking.right, { type: 'SolutionProposed', data: { ...data, at } })
}

const unfinished = ({ file }: Live): Rejection | undefined => {
  const tasks = openMandatory(file)
  if (tasks.length === 0) return undefined
  return { _tag: 'MandatoryTasksOpen', tasks, next: ['CompleteTask'] }
}

const steps: ReadonlyArray<ComplaintStep> = ['acknowledgement', 'classification', 'rootCause']

/** A complaint is acknowledged, assessed and looked into before it is answered. Source: ISO 10002. */
const incomplete = (
  { data }: Of<'ProposeSolution'>,
  { file: { category, acknowledged, classification } }: Live,
): Rejection | undefined => {
  if (category !== 'complaint') return undefined
  const isDone = {
    acknowledgement: acknowledged,
    classification: classification !== undefined,
    rootCause: data.rootCause !== undefined,
  }
  const missing = steps.filter((step) => !isDone[step])
  return missing.length === 0 ? undefined : { _tag: 'ComplaintIncomplete', missing }
}

export const acceptSolution = (
  { data, at, actor: by }: Of<'AcceptSolution'>,
  state: Live,
): Answer => {
  if (state.status !== 'resolved') return wrongStatus(state)
  if (state.accepted) return already
  return granted({ type: 'SolutionAccepted', data: { ...data, by, at } })
}

export const rejectSolution = (
  { data, at, actor: by }: Of<'RejectSolution'>,
  state: Live,
): Answer =>
  state.status === 'resolved'
    ? granted({ type: 'SolutionRejected', data: { ...data, by, at } })
    : wrongStatus(state)

/** Whoever closes it, by whatever means: with a solution only. */
export const close = ({ data, at }: Of<'CloseRequest'>, state: Opened): Answer => {
  const { status } = state
  if (status === 'closed') return already
  if (status === 'open' || status === 'inProgress')
    return refused({ _tag: 'NoSolution', status, next: ['ProposeSolution', 'CancelRequest'] })
  if (status !== 'resolved') return wrongStatus(state)
  const flaw = unfinished(state)
  if (flaw !== undefined) return refused(flaw)
  if (data.how === 'accepted' && !state.accepted)
    return refused({ _tag: 'NotAccepted', next: ['AcceptSolution', 'RejectSolution'] })
  return granted({ type: 'RequestClosed', data: { ...data, at } })
}
