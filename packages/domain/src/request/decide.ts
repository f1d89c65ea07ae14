/**
 * The rules of a request: what is granted and why not, command by command.
 *
 * Rules of one theme stand together: responsibility, classification, tasks, solution, imported
 * history. Here is what is left, and who is asked about what.
 */
import { already, granted, includes, refused } from '@deskledger/kernel'
import { classify, setPriority } from './classification.ts'
import { wrongStatus, type Answer, type Command, type Of } from './commands.ts'
import { recordActivity, withdrawActivities } from './history.ts'
import { accept, acknowledge, assign, handOver } from './responsibility.ts'
import { acceptSolution, close, propose, rejectSolution } from './solution.ts'
import { isLive, isOpened, type Live, type Opened, type State } from './state.ts'
import { assignTask, completeTask, createTask, transferTask } from './tasks.ts'

/** Once, and again after the import that brought it was taken back. */
const open = ({ data, at, facts }: Of<'OpenRequest'>, state: State): Answer => {
  if (isOpened(state)) return wrongStatus(state)
  const { def: caseType, category } = facts.caseType
  return granted({ type: 'RequestOpened', data: { ...data, caseType, category, at } })
}

const identify = ({ data, at, actor }: Of<'IdentifyRequester'>, { file }: Live): Answer => {
  const { partyId: previous } = file
  if (data.partyId === previous) return already
  const before = previous === undefined ? {} : { previous }
  return granted({ type: 'RequesterIdentified', data: { ...data, ...before, by: actor, at } })
}

const identifyProduct = (
  { data, at, actor }: Of<'IdentifyProduct'>,
  { file: { sku: previous } }: Live,
): Answer => {
  if (data.sku === previous) return already
  const before = previous === undefined ? {} : { previous }
  return granted({ type: 'ProductIdentified', data: { ...data, ...before, by: actor, at } })
}

const enterStage = ({ data, at, facts }: Of<'EnterStage'>, { file }: Live): Answer => {
  const { stage } = data
  const { stages } = facts.caseType
  if (!stages.includes(stage)) return refused({ _tag: 'UnknownStage', stage, stages })
  if (stage === file.stage) return already
  const before = file.stage === undefined ? {} : { previous: file.stage }
  return granted({ type: 'StageEntered', data: { ...data, ...before, at } })
}

const addNote = ({ type, data, at, actor }: Of<'AddNote'>, state: Opened): Answer => {
  const { audience, noteId } = data
  if (includes(state.file.notes, noteId)) return already
  if (actor.kind === 'customer' && audience !== 'customer')
    return refused({ _tag: 'NotForCustomers', command: type })
  if (!isLive(state) && audience !== 'staff')
    return refused({ _tag: 'OnlyStaffNotes', status: state.status })
  return granted({ type: 'NoteAdded', data: { ...data, by: actor, at } })
}

const linkInteraction = ({ data, at }: Of<'LinkInteraction'>, { file }: Opened): Answer =>
  includes(file.interactions, data.interactionId)
    ? already
    : granted({ type: 'InteractionLinked', data: { ...data, at } })

const setWaiting = ({ data, at }: Of<'SetWaiting'>, state: Live): Answer => {
  if (state.status === 'waiting' && state.on === data.on && state.until === data.until)
    return already
  if (state.status !== 'inProgress') return wrongStatus(state)
  return granted({ type: 'RequestSetWaiting', data: { ...data, at } })
}

const resume = ({ data, at }: Of<'Resume'>, state: Live): Answer => {
  if (state.status === 'inProgress') return already
  if (state.status !== 'waiting') return wrongStatus(state)
  const { on, since } = state
  return granted({ type: 'RequestResumed', data: { ...data, on, since, at } })
}

/** A solution that is on the table is rejected or accepted first. */
const cancel = ({ data, at }: Of<'CancelRequest'>, state: Opened): Answer => {
  if (state.status === 'cancelled') return already
  if (state.status === 'closed' || state.status === 'resolved') return wrongStatus(state)
  return granted({ type: 'RequestCancelled', data: { ...data, at } })
}

const reopen = ({ data, at, actor, facts }: Of<'ReopenRequest'>, state: Opened): Answer => {
  if (state.status !== 'closed') return wrongStatus(state)
  const until = state.closedAt + facts.caseType.reopenWindowMin * 60_000
  if (at > until) return refused({ _tag: 'ReopenWindowOver', until })
  return granted({ type: 'RequestReopened', data: { ...data, by: actor, at } })
}

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'OpenRequest') return open(command, state)
  if (command.type === 'RecordActivity') return recordActivity(command, state)
  if (command.type === 'WithdrawActivities') return withdrawActivities(command, state)
  if (!isOpened(state)) return wrongStatus(state)
  if (command.type === 'AddNote') return addNote(command, state)
  if (command.type === 'LinkInteraction') return linkInteraction(command, state)
  if (command.type === 'CloseRequest') return close(command, state)
  if (command.type === 'ReopenRequest') return reopen(command, state)
  if (command.type === 'CancelRequest') return cancel(command, state)
  return isLive(state) ? handle(command, state) : wrongStatus(state)
}

type Handling = Exclude<
  Command,
  Of<
    | 'OpenRequest'
    | 'RecordActivity'
    | 'WithdrawActivities'
    | 'AddNote'
    | 'LinkInteraction'
    | 'CloseRequest'
    | 'ReopenRequest'
    | 'CancelRequest'
  >
>

/** What is asked only while somebody still has to do something about the request. */
const handle = (command: Handling, state: Live): Answer => {
  switch (command.type) {
    case 'AcknowledgeRequest':
      return acknowledge(command, state)
    case 'IdentifyRequester':
      return identify(command, state)
    case 'IdentifyProduct':
      return identifyProduct(command, state)
    case 'ClassifyRequest':
      return classify(command, state)
    case 'SetPriority':
      return setPriority(command, state)
    case 'EnterStage':
      return enterStage(command, state)
    case 'AssignResponsible':
      return assign(command, state)
    case 'AcceptRequest':
      return accept(command, state)
    case 'HandOverRequest':
      return handOver(command, state)
    case 'SetWaiting':
      return setWaiting(command, state)
    case 'Resume':
      return resume(command, state)
    case 'CreateTask':
      return createTask(command, state)
    case 'AssignTask':
      return assignTask(command, state)
    case 'TransferTask':
      return transferTask(command, state)
    case 'CompleteTask':
      return completeTask(command, state)
    case 'ProposeSolution':
      return propose(command, state)
    case 'AcceptSolution':
      return acceptSolution(command, state)
    case 'RejectSolution':
      return rejectSolution(command, state)
  }
}
