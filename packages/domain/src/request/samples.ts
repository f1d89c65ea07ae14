/**
 * María's boiler leaks again, as the specification tells it. Projectors use it too.
 */
import type { Actor } from '@deskledger/kernel'
import { id, specification } from '@deskledger/kernel/testing'
import { house, type CaseType } from '../definitions.ts'
import type {
  AgentId,
  BatchId,
  InteractionId,
  NoteId,
  PartyId,
  RequestId,
  TaskId,
  WorkId,
} from '../primitives.ts'
import { decider } from './index.ts'

export const leak: RequestId = id(301)
export const maria: PartyId = id(1)
export const pedro: PartyId = id(2)
export const ana: AgentId = id(101)
export const ben: AgentId = id(102)
export const cyd: AgentId = id(103)
export const work: WorkId = id(201)
export const call: InteractionId = id(21)
export const callBack: InteractionId = id(22)
export const note: NoteId = id(61)
export const inspection: TaskId = id(71)
export const repair: TaskId = id(72)
export const firstImport: BatchId = id(81)
export const secondImport: BatchId = id(82)

export const byAna: Actor = { kind: 'agent', id: ana }
export const byBen: Actor = { kind: 'agent', id: ben }
export const bySupervisor: Actor = { kind: 'supervisor', id: 'chief' }
export const byMaria: Actor = { kind: 'customer', id: maria }
export const bySystem: Actor = { kind: 'system', id: 'routing' }
export const byImport: Actor = { kind: 'import', id: 'importer' }

/** A case type of the built-in house. */
export const caseType = (key: string): CaseType =>
  house.caseTypes.find(({ def }) => def.key === key) as CaseType
export const fault = caseType('fault')
export const complaint = caseType('complaint')
export const matrix = house.priorities

/** Ana speaks unless it is said who does; the case type is `fault`. */
export const story = specification(decider, {
  own: { requestId: leak },
  actor: byAna,
  facts: { caseType: fault, matrix },
})
const { happened } = story

// ------------------------------------------------------------------------------------------------
// what is asked
// ------------------------------------------------------------------------------------------------

export const report = {
  subject: 'The boiler leaks again',
  origin: 'inbound',
  channel: 'phone',
  partyId: maria,
} as const
export const grave = { severity: 2, impact: 3 } as const
export const toAna = { to: { kind: 'agent', id: ana }, how: 'routing', workId: work } as const
export const toEngineers = { to: { kind: 'queue', id: 'engineers' }, how: 'routing' } as const
export const toBen = { to: { kind: 'agent', id: ben }, reason: 'absence' } as const
export const forParts = { on: 'parts', reason: 'valveOrdered' } as const
export const remark = { noteId: note, body: 'She has called twice', audience: 'staff' } as const
export const inspect = {
  taskId: inspection,
  title: 'Look at the boiler',
  mandatory: true,
  skills: [{ skill: 'repair', min: 2 }],
  dependsOn: [],
} as const
export const fix = { ...inspect, taskId: repair, title: 'Fix it', dependsOn: [inspection] } as const
export const newValve = { code: 'replaced', text: 'A new valve' } as const
export const arrived = {
  activity: 'Fault reported',
  sourceId: 'fault-301_event-0001',
  batchId: firstImport,
} as const
export const shut = {
  activity: 'Fault closed',
  sourceId: 'fault-301_event-0002',
  batchId: firstImport,
} as const

// ------------------------------------------------------------------------------------------------
// what happened
// ------------------------------------------------------------------------------------------------

export const asFault = { ...report, caseType: fault.def, category: 'incident' } as const
export const opened = happened('RequestOpened', asFault)
export const complaintOpened = happened('RequestOpened', {
  ...report,
  caseType: complaint.def,
  category: 'complaint',
})
export const asImported = {
  subject: 'The boiler leaks again',
  origin: 'import',
  partyId: maria,
  caseType: fault.def,
  category: 'incident',
  batchId: firstImport,
} as const
export const imported = happened('RequestOpened', asImported)
export const assigned = happened('ResponsibleAssigned', { ...toAna, by: bySystem })
export const queued = happened('ResponsibleAssigned', { ...toEngineers, by: bySystem })
export const takenByAna = happened('ResponsibleAssigned', {
  to: toAna.to,
  how: 'manual',
  by: byAna,
})
export const acknowledged = happened('RequestAcknowledged', { automatic: false, by: byAna })
export const identified = happened('RequesterIdentified', {
  partyId: pedro,
  previous: maria,
  by: byAna,
})
export const productIdentified = happened('ProductIdentified', { sku: 'AQ-40', by: byAna })
export const classified = happened('RequestClassified', { ...grave, by: byAna })
/** What the matrix says of severity 2 and impact 3. */
export const prioritised = happened('PrioritySet', {
  priority: 2,
  from: 'matrix',
  matrix: matrix.def,
})
export const overridden = happened('PrioritySet', {
  priority: 1,
  from: 'override',
  reason: 'keyCustomer',
})
export const diagnosed = happened('StageEntered', { stage: 'diagnosed' })
export const accepted = happened('RequestAccepted', { agentId: ana })
export const handedOver = happened('RequestHandedOver', { from: toAna.to, ...toBen })
export const setWaiting = happened('RequestSetWaiting', forParts)
export const resumed = happened('RequestResumed', {
  on: 'parts',
  since: setWaiting.data.at,
  cause: 'valveArrived',
})
export const noted = happened('NoteAdded', { ...remark, by: byAna })
export const linked = happened('InteractionLinked', {
  interactionId: callBack,
  direction: 'outbound',
})
export const taskCreated = happened('TaskCreated', inspect)
export const repairCreated = happened('TaskCreated', fix)
export const taskAssigned = happened('TaskAssigned', { taskId: inspection, to: ana, by: byAna })
export const taskTransferred = happened('TaskTransferred', {
  taskId: inspection,
  from: ana,
  to: ben,
  reason: 'absence',
  by: byAna,
})
export const taskCompleted = happened('TaskCompleted', { taskId: inspection, by: byAna })
export const proposed = happened('SolutionProposed', newValve)
export const solutionAccepted = happened('SolutionAccepted', { by: byMaria })
export const solutionRejected = happened('SolutionRejected', { by: byMaria })
export const closed = happened('RequestClosed', { how: 'agent' })
export const reopened = happened('RequestReopened', { reason: 'leaksAgain', by: byAna })
export const cancelled = happened('RequestCancelled', { reason: 'withdrawn' })
export const recorded = happened('ActivityRecorded', arrived)
export const withdrawn = happened('ActivitiesWithdrawn', {
  batchId: firstImport,
  revisions: [1],
  by: byImport,
})
/** An import that brought nothing but the opening. */
export const openingWithdrawn = happened('ActivitiesWithdrawn', {
  batchId: firstImport,
  revisions: [],
  by: byImport,
})

/** Accepted by Ana; solved; and settled. */
export const inWork = [opened, assigned, accepted]
export const solved = [...inWork, proposed]
export const settled = [...solved, closed]
