/**
 * What may be asked of a request, in which status, and every reason to refuse it.
 */
import {
  asking,
  Key,
  oneOf,
  refused,
  type CommandOf,
  type Decision,
  type Given,
} from '@deskledger/kernel'
import type { CaseType, PriorityMatrix } from '../definitions.ts'
import { PartyId, Priority, Sku, type AgentId, type TaskId } from '../primitives.ts'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = {
  OpenRequest: asking(Events.RequestOpened, {
    except: ['caseType', 'category'],
    required: { caseType: Key },
  }),
  AcknowledgeRequest: asking(Events.RequestAcknowledged),
  IdentifyRequester: asking(Events.RequesterIdentified, { except: ['previous'] }),
  IdentifyProduct: asking(Events.ProductIdentified, { except: ['previous'] }),
  ClassifyRequest: asking(Events.RequestClassified, { except: ['previous'] }),
  SetPriority: asking(Events.PrioritySet, {
    except: ['from', 'matrix', 'reason'],
    required: { reason: Key },
  }),
  EnterStage: asking(Events.StageEntered, { except: ['previous'] }),
  AssignResponsible: asking(Events.ResponsibleAssigned),
  AcceptRequest: asking(Events.RequestAccepted),
  HandOverRequest: asking(Events.RequestHandedOver, { except: ['from'] }),
  SetWaiting: asking(Events.RequestSetWaiting),
  Resume: asking(Events.RequestResumed, { except: ['on', 'since'] }),
  AddNote: asking(Events.NoteAdded),
  LinkInteraction: asking(Events.InteractionLinked),
  CreateTask: asking(Events.TaskCreated),
  AssignTask: asking(Events.TaskAssigned),
  TransferTask: asking(Events.TaskTransferred, { except: ['from'] }),
  CompleteTask: asking(Events.TaskCompleted),
  ProposeSolution: asking(Events.SolutionProposed),
  AcceptSolution: asking(Events.SolutionAccepted),
  RejectSolution: asking(Events.SolutionRejected),
  CloseRequest: asking(Events.RequestClosed),
  ReopenRequest: asking(Events.RequestReopened),
  CancelRequest: asking(Events.RequestCancelled),
  /**
   * `moves` says what the label means for the status, `on` for what a `wait` waits. `partyId`, `sku`
   * and `priority` are what the source says of the request as of then.
   */
  RecordActivity: asking(Events.ActivityRecorded, {
    except: ['deviation'],
    optional: {
      moves: oneOf('close', 'reopen', 'cancel', 'resolve', 'wait', 'resume'),
      on: Events.WaitingOn,
      partyId: PartyId,
      sku: Sku,
      priority: Priority,
    },
  }),
  WithdrawActivities: asking(Events.ActivitiesWithdrawn),
}

/** `caseType` is the newest version when a request is opened, and the recorded one afterwards. */
export type Command = Given<
  CommandOf<typeof commands>,
  {
    readonly OpenRequest: { readonly caseType: CaseType }
    readonly ClassifyRequest: { readonly matrix: PriorityMatrix }
    readonly EnterStage: { readonly caseType: CaseType }
    readonly ReopenRequest: { readonly caseType: CaseType }
  }
>
export type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

export type ComplaintStep = 'acknowledgement' | 'classification' | 'rootCause'

/** What to ask instead, or before asking again. */
type Next = ReadonlyArray<Command['type']>

export type Rejection =
  /** Not in this status. `next` is all that is possible in it. */
  | { readonly _tag: 'WrongStatus'; readonly status: State['status']; readonly next: Next }
  /** A request is closed with a solution; without one it can only be cancelled. */
  | { readonly _tag: 'NoSolution'; readonly status: State['status']; readonly next: Next }
  /** Nobody has accepted the solution, so the request is not closed as accepted. */
  | { readonly _tag: 'NotAccepted'; readonly next: Next }
  /** Somebody has to be responsible first, and whoever asks cannot be. */
  | { readonly _tag: 'NobodyResponsible'; readonly next: Next }
  /** Only this agent can accept the request. */
  | { readonly _tag: 'NotResponsible'; readonly responsible: Events.Responsible }
  /** A customer neither judges a request nor writes what only the staff reads. */
  | { readonly _tag: 'NotForCustomers'; readonly command: Command['type'] }
  | { readonly _tag: 'OnlyStaffNotes'; readonly status: 'closed' | 'cancelled' }
  | {
      readonly _tag: 'UnknownStage'
      readonly stage: string
      readonly stages: ReadonlyArray<string>
    }
  | {
      readonly _tag: 'MandatoryTasksOpen'
      readonly tasks: ReadonlyArray<TaskId>
      readonly next: Next
    }
  /** What a complaint still lacks before it is answered. */
  | { readonly _tag: 'ComplaintIncomplete'; readonly missing: ReadonlyArray<ComplaintStep> }
  /** It could be opened again until `until`, in milliseconds since 1970 UTC, included. */
  | { readonly _tag: 'ReopenWindowOver'; readonly until: number }
  | { readonly _tag: 'NoSuchTask'; readonly taskId: TaskId }
  | { readonly _tag: 'TaskIsDone'; readonly taskId: TaskId }
  /** Somebody holds the task already: it can be transferred. */
  | { readonly _tag: 'TaskIsHeld'; readonly taskId: TaskId; readonly holder: AgentId }
  /** Nobody holds the task yet: it can be assigned. */
  | { readonly _tag: 'TaskIsFree'; readonly taskId: TaskId }
  /** Only its holder or a supervisor passes a task on. */
  | { readonly _tag: 'NotTheHolder'; readonly taskId: TaskId; readonly holder: AgentId }
  /** Tasks that it would depend on were never created, itself among them. */
  | { readonly _tag: 'UnknownDependencies'; readonly tasks: ReadonlyArray<TaskId> }
  | {
      readonly _tag: 'DependenciesOpen'
      readonly taskId: TaskId
      readonly tasks: ReadonlyArray<TaskId>
    }
  /** A batch is taken back whole: as many revisions as it has activities here. */
  | { readonly _tag: 'WithdrawalIncomplete'; readonly activities: number; readonly given: number }

export type Answer = Decision<Rejection, Events.Event>

// ------------------------------------------------------------------------------------------------
// which command in which status
// ------------------------------------------------------------------------------------------------

const always: Next = ['RecordActivity', 'WithdrawActivities']
const contacts: Next = ['AddNote', 'LinkInteraction']
const handling: Next = [
  'AcknowledgeRequest',
  'IdentifyRequester',
  'IdentifyProduct',
  'ClassifyRequest',
  'SetPriority',
  'EnterStage',
  'AssignResponsible',
  'HandOverRequest',
  ...contacts,
  'CreateTask',
  'AssignTask',
  'TransferTask',
  'CompleteTask',
]

/** What can be granted in each status; the rules themselves say the same, one by one. */
export const possible: { readonly [Status in State['status']]: Next } = {
  unopened: ['OpenRequest', ...always],
  open: ['AcceptRequest', 'ProposeSolution', 'CancelRequest', ...handling, ...always],
  inProgress: ['SetWaiting', 'ProposeSolution', 'CancelRequest', ...handling, ...always],
  waiting: ['Resume', 'CancelRequest', ...handling, ...always],
  resolved: ['AcceptSolution', 'RejectSolution', 'CloseRequest', ...handling, ...always],
  closed: ['ReopenRequest', ...contacts, ...always],
  cancelled: [...contacts, ...always],
  withdrawn: ['OpenRequest', ...always],
}

export const wrongStatus = ({ status }: State): Answer =>
  refused({ _tag: 'WrongStatus', status, next: possible[status] })
