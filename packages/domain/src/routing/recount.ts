/**
 * A routing decision worked out once more, from nothing but the log: what an auditor does. Slow and
 * plain on purpose, and shares nothing with routing itself but the arithmetic of `candidates.ts`.
 */
import type { Instant } from '@deskledger/kernel'
import { house, type RoutingSettings } from '../definitions.ts'
import { choose, type Agent, type Choice, type Need } from './candidates.ts'
import { all, type Recorded, type RecordedOf } from './trial-log.ts'

type Log = ReadonlyArray<Recorded>

/** Everybody who is enrolled and has not left. */
export const agentsIn = (log: Log): ReadonlyArray<Agent> => {
  const left = all(log, 'AgentLeft').map(({ data }) => data.agentId)
  return all(log, 'AgentEnrolled')
    .filter(({ data }) => !left.includes(data.agentId))
    .map(({ data }) => agentIn(log, data.agentId))
}

const agentIn = (log: Log, agentId: Agent['agentId']): Agent => {
  const own = log.filter(({ data }) => 'agentId' in data && data.agentId === agentId)
  const presence = all(own, 'PresenceChanged').at(-1)?.data.to ?? 'offline'
  const units = all(own, 'AgentEnrolled', 'CapacitySet').at(-1)?.data.units ?? 0
  return {
    agentId,
    presence,
    units,
    skills: skillsIn(own),
    reserved: reservedIn(own),
    idleSince: idleIn(own),
  }
}

/** The last that is known of each skill, unless it was revoked. */
const skillsIn = (own: Log): Agent['skills'] => {
  const last = new Map(all(own, 'SkillGranted', 'SkillRevoked').map((e) => [e.data.skill, e]))
  return [...last.values()].flatMap((e) => (e.type === 'SkillGranted' ? [e.data] : []))
}

const reservedIn = (own: Log): Agent['reserved'] => {
  const last = new Map(all(own, 'WorkReserved', 'WorkReleased').map((e) => [e.data.workId, e]))
  const held = [...last.values()].filter(({ type }) => type === 'WorkReserved')
  return Object.fromEntries(held.map(({ data }) => [data.workId, data.weight]))
}

/** The last change of presence or the last release, if there is nothing to do since then. */
const idleIn = (own: Log): Instant | undefined =>
  Object.keys(reservedIn(own)).length > 0
    ? undefined
    : all(own, 'PresenceChanged', 'WorkReleased').at(-1)?.occurredAt

/** What the work takes, and who declined it or let its offer lapse since it was last put back. */
const needIn = (log: Log, { data }: Requested): Need => {
  const own = ofWork(log, data.workId)
  const round = all(own, 'WorkRequeued').at(-1)?.position ?? 0
  const refusals = all(own, 'WorkDeclined', 'WorkOfferLapsed')
  const declined = refusals.filter(({ position }) => position > round).map((e) => e.data.agentId)
  return { ...data, declined }
}

type Requested = RecordedOf<'WorkRequested'>

const ofWork = (log: Log, workId: string): Log =>
  log.filter(
    ({ type, data }) => type.startsWith('Work') && 'workId' in data && data.workId === workId,
  )

/** The decision as it had to be at the event that is named as its cause. */
export const recounted = (
  log: Log,
  { data, causationId }: RecordedOf<'RoutingDecided'>,
  settings: RoutingSettings = house.routing,
): Choice | undefined => {
  const cause = log.find(({ id }) => id === causationId)
  const then = log.slice(0, cause?.position ?? 0)
  const requested = all(then, 'WorkRequested').find((e) => e.data.workId === data.workId)
  if (cause === undefined || requested === undefined) return undefined
  return choose(settings)(agentsIn(then), needIn(then, requested), cause.occurredAt)
}

export interface Waiting {
  readonly workId: string
  readonly need: Need
}

/** Work that nobody has and nobody is asked to do, in the order in which it is looked at. */
export const waitingIn = (log: Log): ReadonlyArray<Waiting> =>
  all(log, 'WorkRequested')
    .filter(({ data }) => waiting.has(ofWork(log, data.workId).findLast(isMove)?.type ?? ''))
    .filter((requested) => !isOver(log, requested))
    .map((requested) => ({ requested, priority: priorityIn(log, requested) }))
    .toSorted((a, b) => a.priority - b.priority || compare(a.requested, b.requested))
    .map(({ requested }) => ({ workId: requested.data.workId, need: needIn(log, requested) }))

const waiting: ReadonlySet<string> = new Set(['WorkRequested', 'WorkDeclined', 'WorkOfferLapsed'])
const moves: ReadonlySet<string> = new Set([
  ...waiting,
  'WorkReserved',
  'WorkOffered',
  'WorkAccepted',
  'WorkCompleted',
  'WorkWithdrawn',
])
const isMove = ({ type }: Recorded): boolean => moves.has(type)

const compare = (a: Requested, b: Requested): number =>
  a.occurredAt - b.occurredAt || (a.data.workId < b.data.workId ? -1 : 1)

const ofRequest = (log: Log, requestId: string | undefined): Log =>
  log.filter(
    ({ data }) => requestId !== undefined && 'requestId' in data && data.requestId === requestId,
  )

/** Whether the request has ended since it opened, or since a task of it asked for this work. */
const isOver = (log: Log, { data: { workId, requestId }, position }: Requested): boolean => {
  const begun = log.find(({ id }) => id === workId)?.position ?? position
  return all(ofRequest(log, requestId), 'RequestClosed', 'RequestCancelled').some(
    (ended) => ended.position > begun,
  )
}

const priorityIn = (log: Log, { data }: Requested): number => {
  const own = data.subject.kind === 'request' ? ofRequest(log, data.requestId) : []
  return all(own, 'PrioritySet').at(-1)?.data.priority ?? data.priority
}
