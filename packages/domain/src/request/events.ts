/**
 * What can happen to a customer's request, in the order in which it usually does.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning.
 */
import {
  Actor,
  Def,
  event,
  flag,
  Instant,
  integer,
  Key,
  list,
  mapOf,
  Minutes,
  oneOf,
  pattern,
  personal,
  record,
  registry,
  text,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import {
  AgentId,
  BatchId,
  Channel,
  Direction,
  InteractionId,
  NoteId,
  PartyId,
  Priority,
  Proficiency,
  RequestId,
  Severity,
  Sku,
  TaskId,
  WorkId,
} from '../primitives.ts'

export const Status = oneOf(
  'unopened',
  'open',
  'inProgress',
  'waiting',
  'resolved',
  'closed',
  'cancelled',
  'withdrawn',
)
export type Status = (typeof Status)['_A']

export const Category = oneOf('enquiry', 'incident', 'complaint', 'serviceOrder', 'obstacle')
export type Category = (typeof Category)['_A']

/** What people call a request by, such as the number printed on a letter. */
export const RequestNumber = pattern(
  'RequestNumber',
  /^[A-Za-z0-9][A-Za-z0-9._/-]{0,31}$/,
  'R-1001',
  'R-1002',
)

/** An agent by random id, a queue or a team by its key in the house. */
export const ResponsibleId = pattern(
  'ResponsibleId',
  /^([a-zA-Z][\w.-]{0,63}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  'frontDesk',
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
)

/** Who has to see to it that a request is settled: one agent, or a queue or team until one takes it. */
export const Responsible = record(
  { kind: oneOf('agent', 'queue', 'team'), id: ResponsibleId },
  {},
  'Responsible',
)
export interface Responsible extends t.TypeOf<typeof Responsible> {}

export const WaitingOn = oneOf('customer', 'thirdParty', 'parts', 'approval', 'appointment')
export type WaitingOn = (typeof WaitingOn)['_A']

/** Names an event of the system that a history was imported from. */
export const SourceId = pattern(
  'SourceId',
  /^[A-Za-z0-9_-]{16,64}$/,
  'case-1_event-0001',
  'case-1_event-0002',
  'case-1_event-0003',
  'case-1_event-0004',
)

const ofRequest = (name: string, max: number) => personal(text(name, max), 'requestId')

// ------------------------------------------------------------------------------------------------
// beginning
// ------------------------------------------------------------------------------------------------

/** `channel` is left out by imported histories that do not name one; `batchId` is their import. */
export const RequestOpened = event(
  'RequestOpened',
  {
    requestId: RequestId,
    caseType: Def,
    category: Category,
    subject: ofRequest('subject', 200),
    origin: oneOf('inbound', 'proactive', 'internal', 'selfService', 'import'),
  },
  {
    channel: Channel,
    description: ofRequest('description', 20_000),
    partyId: PartyId,
    sku: Sku,
    interactionId: InteractionId,
    number: RequestNumber,
    source: Key,
    batchId: BatchId,
  },
)
export interface RequestOpened extends t.TypeOf<typeof RequestOpened> {}

/** The customer was told that the request has arrived. */
export const RequestAcknowledged = event('RequestAcknowledged', {
  requestId: RequestId,
  by: Actor,
  automatic: flag,
})
export interface RequestAcknowledged extends t.TypeOf<typeof RequestAcknowledged> {}

/** It became known whose request this is, or that it is somebody else's than was thought. */
export const RequesterIdentified = event(
  'RequesterIdentified',
  { requestId: RequestId, partyId: PartyId, by: Actor },
  { previous: PartyId },
)
export interface RequesterIdentified extends t.TypeOf<typeof RequesterIdentified> {}

/** It became known what product the request is about, or that it is another one than was thought. */
export const ProductIdentified = event(
  'ProductIdentified',
  { requestId: RequestId, sku: Sku, by: Actor },
  { previous: Sku },
)
export interface ProductIdentified extends t.TypeOf<typeof ProductIdentified> {}

/** Category and topic, where they are left out, stay as they were. */
export const RequestClassified = event(
  'RequestClassified',
  { requestId: RequestId, severity: Severity, impact: Severity, by: Actor },
  {
    category: Category,
    topic: Key,
    previous: record({ category: Category, severity: Severity, impact: Severity }, { topic: Key }),
  },
)
export interface RequestClassified extends t.TypeOf<typeof RequestClassified> {}

/** From the matrix at the version named, or from a person for the reason named. */
export const PrioritySet = event(
  'PrioritySet',
  { requestId: RequestId, priority: Priority, from: oneOf('matrix', 'override') },
  { matrix: Def, reason: Key },
)
export interface PrioritySet extends t.TypeOf<typeof PrioritySet> {}

/** How far the request has come, in the words of its case type. */
export const StageEntered = event(
  'StageEntered',
  { requestId: RequestId, stage: Key },
  { previous: Key },
)
export interface StageEntered extends t.TypeOf<typeof StageEntered> {}

// ------------------------------------------------------------------------------------------------
// responsibility and waiting
// ------------------------------------------------------------------------------------------------

export const ResponsibleAssigned = event(
  'ResponsibleAssigned',
  {
    requestId: RequestId,
    to: Responsible,
    how: oneOf('routing', 'manual', 'escalation'),
    by: Actor,
  },
  { workId: WorkId, reason: Key },
)
export interface ResponsibleAssigned extends t.TypeOf<typeof ResponsibleAssigned> {}

export const RequestAccepted = event('RequestAccepted', { requestId: RequestId, agentId: AgentId })
export interface RequestAccepted extends t.TypeOf<typeof RequestAccepted> {}

export const RequestHandedOver = event(
  'RequestHandedOver',
  { requestId: RequestId, from: Responsible, to: Responsible, reason: Key },
  { note: ofRequest('note', 2_000) },
)
export interface RequestHandedOver extends t.TypeOf<typeof RequestHandedOver> {}

export const RequestSetWaiting = event(
  'RequestSetWaiting',
  { requestId: RequestId, on: WaitingOn, reason: Key },
  { until: Instant },
)
export interface RequestSetWaiting extends t.TypeOf<typeof RequestSetWaiting> {}

/** Names on what it waited and since when, so that nobody has to look it up. */
export const RequestResumed = event('RequestResumed', {
  requestId: RequestId,
  on: WaitingOn,
  since: Instant,
  cause: Key,
})
export interface RequestResumed extends t.TypeOf<typeof RequestResumed> {}

// ------------------------------------------------------------------------------------------------
// notes, contacts, tasks
// ------------------------------------------------------------------------------------------------

export const Audience = oneOf('team', 'staff', 'customer')
export type Audience = (typeof Audience)['_A']

export const NoteAdded = event('NoteAdded', {
  requestId: RequestId,
  noteId: NoteId,
  body: ofRequest('body', 20_000),
  audience: Audience,
  by: Actor,
})
export interface NoteAdded extends t.TypeOf<typeof NoteAdded> {}

/** Another contact was about this request; the first may stand in its opening. */
export const InteractionLinked = event('InteractionLinked', {
  requestId: RequestId,
  interactionId: InteractionId,
  direction: Direction,
})
export interface InteractionLinked extends t.TypeOf<typeof InteractionLinked> {}

/** A mandatory task has to be done before a solution is proposed and before the request is closed. */
export const TaskCreated = event(
  'TaskCreated',
  {
    requestId: RequestId,
    taskId: TaskId,
    title: ofRequest('title', 200),
    mandatory: flag,
    skills: list(record({ skill: Key, min: Proficiency }), { max: 20 }),
    dependsOn: list(TaskId, { max: 50 }),
  },
  { dueAt: Instant },
)
export interface TaskCreated extends t.TypeOf<typeof TaskCreated> {}

/** The first holder of a task, with the department and region that the agent belonged to then. */
export const TaskAssigned = event(
  'TaskAssigned',
  { requestId: RequestId, taskId: TaskId, to: AgentId, by: Actor },
  { department: Key, region: Key },
)
export interface TaskAssigned extends t.TypeOf<typeof TaskAssigned> {}

/** Department and region are those of the new holder. */
export const TaskTransferred = event(
  'TaskTransferred',
  { requestId: RequestId, taskId: TaskId, from: AgentId, to: AgentId, reason: Key, by: Actor },
  { department: Key, region: Key },
)
export interface TaskTransferred extends t.TypeOf<typeof TaskTransferred> {}

export const TaskCompleted = event(
  'TaskCompleted',
  { requestId: RequestId, taskId: TaskId, by: Actor },
  { outcome: Key, minutes: Minutes },
)
export interface TaskCompleted extends t.TypeOf<typeof TaskCompleted> {}

// ------------------------------------------------------------------------------------------------
// solution and end
// ------------------------------------------------------------------------------------------------

export const SolutionProposed = event(
  'SolutionProposed',
  { requestId: RequestId, code: Key, text: ofRequest('text', 20_000) },
  { rootCause: Key },
)
export interface SolutionProposed extends t.TypeOf<typeof SolutionProposed> {}

export const SolutionAccepted = event(
  'SolutionAccepted',
  { requestId: RequestId, by: Actor },
  { channel: Channel },
)
export interface SolutionAccepted extends t.TypeOf<typeof SolutionAccepted> {}

export const SolutionRejected = event(
  'SolutionRejected',
  { requestId: RequestId, by: Actor },
  { reason: Key },
)
export interface SolutionRejected extends t.TypeOf<typeof SolutionRejected> {}

export const RequestClosed = event(
  'RequestClosed',
  { requestId: RequestId, how: oneOf('accepted', 'auto', 'agent', 'customer') },
  { code: Key },
)
export interface RequestClosed extends t.TypeOf<typeof RequestClosed> {}

export const RequestReopened = event('RequestReopened', {
  requestId: RequestId,
  reason: Key,
  by: Actor,
})
export interface RequestReopened extends t.TypeOf<typeof RequestReopened> {}

export const RequestCancelled = event(
  'RequestCancelled',
  { requestId: RequestId, reason: oneOf('withdrawn', 'rejected', 'duplicate', 'spam') },
  { duplicateOf: RequestId },
)
export interface RequestCancelled extends t.TypeOf<typeof RequestCancelled> {}

// ------------------------------------------------------------------------------------------------
// imported history
// ------------------------------------------------------------------------------------------------

/**
 * Something that another system says was done. `activity` is that system's label for it: the one
 * text here that is not personal, because it names a kind of step and never a case. `deviation` is
 * the status in which the move that the label stands for was impossible.
 */
export const ActivityRecorded = event(
  'ActivityRecorded',
  { requestId: RequestId, activity: text('activity', 200), sourceId: SourceId, batchId: BatchId },
  {
    resource: AgentId,
    attributes: personal(mapOf(text('attribute', 2_000), 100), 'requestId'),
    deviation: Status,
  },
)
export interface ActivityRecorded extends t.TypeOf<typeof ActivityRecorded> {}

/**
 * The activities of one import are taken back: `revisions` are those of its events in this stream.
 * If the same import also opened the request, the whole request is taken back.
 */
export const ActivitiesWithdrawn = event('ActivitiesWithdrawn', {
  requestId: RequestId,
  batchId: BatchId,
  revisions: list(integer('revision', 0), { max: 100_000 }),
  by: Actor,
})
export interface ActivitiesWithdrawn extends t.TypeOf<typeof ActivitiesWithdrawn> {}

export type Event =
  | RequestOpened
  | RequestAcknowledged
  | RequesterIdentified
  | ProductIdentified
  | RequestClassified
  | PrioritySet
  | StageEntered
  | ResponsibleAssigned
  | RequestAccepted
  | RequestHandedOver
  | RequestSetWaiting
  | RequestResumed
  | NoteAdded
  | InteractionLinked
  | TaskCreated
  | TaskAssigned
  | TaskTransferred
  | TaskCompleted
  | SolutionProposed
  | SolutionAccepted
  | SolutionRejected
  | RequestClosed
  | RequestReopened
  | RequestCancelled
  | ActivityRecorded
  | ActivitiesWithdrawn

export const events: Registry<Event> = registry(
  RequestOpened,
  RequestAcknowledged,
  RequesterIdentified,
  ProductIdentified,
  RequestClassified,
  PrioritySet,
  StageEntered,
  ResponsibleAssigned,
  RequestAccepted,
  RequestHandedOver,
  RequestSetWaiting,
  RequestResumed,
  NoteAdded,
  InteractionLinked,
  TaskCreated,
  TaskAssigned,
  TaskTransferred,
  TaskCompleted,
  SolutionProposed,
  SolutionAccepted,
  SolutionRejected,
  RequestClosed,
  RequestReopened,
  RequestCancelled,
  ActivityRecorded,
  ActivitiesWithdrawn,
)
