/**
 * Three agents, a few requests and what people ask for, to try routing with.
 */
import { at, id } from '@deskledger/kernel/testing'
import type { AgentId, RequestId, TaskId, WorkId } from '../primitives.ts'
import type { Asked, Recorded, RecordedOf } from './trial-log.ts'
import { world, type World } from './world.ts'

export { agentsIn, recounted, waitingIn } from './recount.ts'
export { all, type Asked, type Recorded } from './trial-log.ts'
export { world, type Fate, type World } from './world.ts'

export const ana: AgentId = id(101)
export const ben: AgentId = id(102)
export const cyd: AgentId = id(103)
export const requestNo = (n: number): RequestId => id(300 + n)

const profile = {
  name: 'Ana Ruiz',
  department: 'service',
  region: 'south',
  zone: 'Europe/Madrid',
  languages: ['es'],
}

export const enrol = (agentId: AgentId, units: number): Asked => ({
  type: 'EnrolAgent',
  data: { ...profile, agentId, units },
})

export const retire = (agentId: AgentId): Asked => ({ type: 'RetireAgent', data: { agentId } })

export const presence = (
  agentId: AgentId,
  to: 'available' | 'busy' | 'away' | 'offline',
): Asked => ({ type: 'ChangePresence', data: { agentId, to } })

export const capacity = (agentId: AgentId, units: number): Asked => ({
  type: 'SetCapacity',
  data: { agentId, units },
})

export const grant = (agentId: AgentId, skill: string, proficiency: number): Asked => ({
  type: 'GrantSkill',
  data: { agentId, skill, proficiency, evidence: 'assessed' },
})

/** Until so many minutes after the beginning of the story. */
export const grantUntil = (agentId: AgentId, skill: string, minutes: number): Asked => ({
  type: 'GrantSkill',
  data: { agentId, skill, proficiency: 5, evidence: 'certificate', validUntil: at(minutes) },
})

export const revoke = (agentId: AgentId, skill: string): Asked => ({
  type: 'RevokeSkill',
  data: { agentId, skill, reason: 'outOfPractice' },
})

/** Three agents at the beginning of their day; Cyd is not there yet, and has yet to learn. */
export const team: ReadonlyArray<Asked> = [
  enrol(ana, 2),
  enrol(ben, 3),
  enrol(cyd, 1),
  grant(ana, 'repair', 4),
  grant(ben, 'repair', 3),
  grant(ben, 'product', 3),
  presence(ana, 'available'),
  presence(ben, 'available'),
]

/** A `fault` takes repair at 2 and weighs 2, a `usage` product at 2, `whereToBuy` no skill. */
export const open = (
  n: number,
  caseType: string,
  origin: 'inbound' | 'import' = 'inbound',
): Asked => ({
  type: 'OpenRequest',
  data: { requestId: requestNo(n), caseType, subject: 'The boiler leaks', origin },
})

export const prioritise = (n: number, priority: number): Asked => ({
  type: 'SetPriority',
  data: { requestId: requestNo(n), priority, reason: 'flooding' },
})

/** Closed with a solution. */
export const close = (n: number): ReadonlyArray<Asked> => [
  {
    type: 'ProposeSolution',
    data: { requestId: requestNo(n), code: 'repaired', text: 'A new valve' },
  },
  { type: 'CloseRequest', data: { requestId: requestNo(n), how: 'agent' } },
]

export const cancel = (n: number): Asked => ({
  type: 'CancelRequest',
  data: { requestId: requestNo(n), reason: 'withdrawn' },
})

export const reopen = (n: number): Asked => ({
  type: 'ReopenRequest',
  data: { requestId: requestNo(n), reason: 'leaksAgain' },
})

/** A task of the request for whoever can repair. */
export const task = (n: number): Asked => ({
  type: 'RequestWork',
  data: {
    workId: id<WorkId>(500 + n),
    subject: { kind: 'task', id: id<TaskId>(600 + n) },
    requestId: requestNo(n),
    queue: 'engineers',
    priority: 2,
    weight: 1,
    skills: [{ skill: 'repair', min: 1 }],
  },
})

export interface Offer {
  readonly workId: string
  readonly agentId: string
}

/** The offers that nobody has answered. */
export const offersIn = (log: ReadonlyArray<Recorded>): ReadonlyArray<Offer> => {
  const open = new Map<string, Offer>()
  for (const { type, data } of log)
    if (type === 'WorkOffered') open.set(data.workId, data)
    else if (answers.has(type) && 'workId' in data && data.workId !== undefined)
      open.delete(data.workId)
  return [...open.values()]
}

const answers: ReadonlySet<string> = new Set([
  'WorkAccepted',
  'WorkDeclined',
  'WorkOfferLapsed',
  'WorkCompleted',
  'WorkWithdrawn',
])

export const accept = ({ workId, agentId }: Offer): Asked => ({
  type: 'AcceptWork',
  data: { workId, agentId },
})

export const decline = ({ workId, agentId }: Offer): Asked => ({
  type: 'DeclineWork',
  data: { workId, agentId, reason: 'tooFar' },
})

// ------------------------------------------------------------------------------------------------
// looking at what happened
// ------------------------------------------------------------------------------------------------

/** The data of the last event of this type. */
export const last = <Type extends Recorded['type']>(
  log: ReadonlyArray<Recorded>,
  type: Type,
): RecordedOf<Type>['data'] => {
  const event = log.findLast((event) => event.type === type)
  if (event === undefined) throw new Error(`there is no ${type}`)
  const data: unknown = event.data
  return data as RecordedOf<Type>['data']
}

/** A world in which these things were asked for, and dealt with, one after the other. */
export const after = (...commands: ReadonlyArray<Asked>): World => {
  const made = world()
  for (const command of commands) {
    made.ask(command)
    made.settle()
  }
  return made
}
