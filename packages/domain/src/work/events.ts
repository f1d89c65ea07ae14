/**
 * What can happen to a work item: one piece of work that looks for the agent who does it.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. Every event names the request
 * that the work belongs to, if it belongs to one.
 */
import {
  Def,
  event,
  identifier,
  Instant,
  integer,
  Key,
  list,
  oneOf,
  record,
  registry,
  Seconds,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import {
  AgentId,
  DecisionId,
  Priority,
  Proficiency,
  RequestId,
  Weight,
  WorkId,
} from '../primitives.ts'

/** What is to be worked on: a whole request or one of its tasks. */
export const Subject = record(
  { kind: oneOf('request', 'task'), id: identifier('subject') },
  {},
  'Subject',
)
export interface Subject extends t.TypeOf<typeof Subject> {}

/** A skill that the work takes, at `min` or better. */
export const Requirement = record({ skill: Key, min: Proficiency }, {}, 'Requirement')
export interface Requirement extends t.TypeOf<typeof Requirement> {}

const Points = integer('points', 0, 1_000_000)

/** What a score is made of. The formulas are in `routing/candidates.ts`. */
export const Parts = record(
  { skill: Points, load: Points, affinity: Points, idle: Points },
  {},
  'Parts',
)
export interface Parts extends t.TypeOf<typeof Parts> {}

/** Why somebody could not be chosen. */
export const Exclusion = oneOf('presence', 'skill', 'capacity', 'declinedBefore')
export type Exclusion = (typeof Exclusion)['_A']

/**
 * An agent who was looked at. Who was excluded has the reason, and the `skill` that was lacking if
 * that was it; everybody else has a `score`, the sum of its `parts`.
 */
export const Candidate = record(
  { agentId: AgentId },
  { excludedBy: Exclusion, skill: Key, score: Points, parts: Parts },
  'Candidate',
)
export interface Candidate extends t.TypeOf<typeof Candidate> {}

/** `weight` is in units of an agent's capacity; `preferred` knows the matter already. */
export const WorkRequested = event(
  'WorkRequested',
  {
    workId: WorkId,
    subject: Subject,
    queue: Key,
    priority: Priority,
    weight: Weight,
    skills: list(Requirement, { max: 20 }),
  },
  { requestId: RequestId, preferred: AgentId, dueAt: Instant },
)
export interface WorkRequested extends t.TypeOf<typeof WorkRequested> {}

/** Everybody who was considered, and the one who was chosen; nobody if all were excluded. */
export const RoutingDecided = event(
  'RoutingDecided',
  {
    workId: WorkId,
    decisionId: DecisionId,
    policy: Def,
    considered: list(Candidate, { max: 100_000 }),
  },
  { requestId: RequestId, chosen: AgentId },
)
export interface RoutingDecided extends t.TypeOf<typeof RoutingDecided> {}

/** `expiresAt` is the last instant at which the offer can be accepted. */
export const WorkOffered = event(
  'WorkOffered',
  { workId: WorkId, agentId: AgentId, expiresAt: Instant },
  { requestId: RequestId, decisionId: DecisionId },
)
export interface WorkOffered extends t.TypeOf<typeof WorkOffered> {}

/** `afterSeconds` counts from the offer. */
export const WorkAccepted = event(
  'WorkAccepted',
  { workId: WorkId, agentId: AgentId, afterSeconds: Seconds },
  { requestId: RequestId },
)
export interface WorkAccepted extends t.TypeOf<typeof WorkAccepted> {}

export const WorkDeclined = event(
  'WorkDeclined',
  { workId: WorkId, agentId: AgentId, reason: Key },
  { requestId: RequestId },
)
export interface WorkDeclined extends t.TypeOf<typeof WorkDeclined> {}

export const WorkOfferLapsed = event(
  'WorkOfferLapsed',
  { workId: WorkId, agentId: AgentId },
  { requestId: RequestId },
)
export interface WorkOfferLapsed extends t.TypeOf<typeof WorkOfferLapsed> {}

/** From now on those who declined may be asked again. The first time is round 1. */
export const WorkRequeued = event(
  'WorkRequeued',
  { workId: WorkId, round: integer('round', 1) },
  { requestId: RequestId },
)
export interface WorkRequeued extends t.TypeOf<typeof WorkRequeued> {}

/** `agentId` is who had accepted it; left out if it was done by the way, by nobody it was given to. */
export const WorkCompleted = event(
  'WorkCompleted',
  { workId: WorkId },
  { requestId: RequestId, agentId: AgentId },
)
export interface WorkCompleted extends t.TypeOf<typeof WorkCompleted> {}

/** `agentId` is who held it or was offered it. */
export const WorkWithdrawn = event(
  'WorkWithdrawn',
  { workId: WorkId, reason: Key },
  { requestId: RequestId, agentId: AgentId },
)
export interface WorkWithdrawn extends t.TypeOf<typeof WorkWithdrawn> {}

export type Event =
  | WorkRequested
  | RoutingDecided
  | WorkOffered
  | WorkAccepted
  | WorkDeclined
  | WorkOfferLapsed
  | WorkRequeued
  | WorkCompleted
  | WorkWithdrawn

export const events: Registry<Event> = registry(
  WorkRequested,
  RoutingDecided,
  WorkOffered,
  WorkAccepted,
  WorkDeclined,
  WorkOfferLapsed,
  WorkRequeued,
  WorkCompleted,
  WorkWithdrawn,
)
