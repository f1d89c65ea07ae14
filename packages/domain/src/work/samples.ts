/**
 * The work on a leaking boiler, as the specification tells it. Projectors use it too.
 */
import { at, id, specification } from '@deskledger/kernel/testing'
import type { AgentId, DecisionId, RequestId, WorkId } from '../primitives.ts'
import { decider } from './index.ts'

export const boilerWork: WorkId = id(201)
export const boilerRequest: RequestId = id(301)
export const firstDecision: DecisionId = id(401)
export const secondDecision: DecisionId = id(402)
export const ana: AgentId = id(101)
export const ben: AgentId = id(102)
export const cyd: AgentId = id(103)

export const story = specification(decider, { own: { workId: boilerWork } })
const { happened } = story
export const ofRequest = { requestId: boilerRequest }

export const boiler = {
  subject: { kind: 'request', id: boilerRequest },
  queue: 'engineers',
  priority: 2,
  weight: 2,
  skills: [{ skill: 'repair', min: 2 }],
} as const

export const scored = (agentId: AgentId, score: number) => ({
  agentId,
  score,
  parts: { skill: score, load: 0, affinity: 0, idle: 0 },
})
const considered = [
  scored(ana, 40),
  scored(ben, 24),
  { agentId: cyd, excludedBy: 'skill', skill: 'repair' },
] as const

/** Ana over Ben; Cyd cannot repair. */
export const choice = {
  decisionId: firstDecision,
  policy: { key: 'bySkill', version: 1 },
  considered,
  chosen: ana,
} as const
export const offer = { agentId: ana, decisionId: firstDecision, expiresAt: at(2) }

export const requested = happened('WorkRequested', { ...boiler, ...ofRequest })
export const anaChosen = happened('RoutingDecided', { ...choice, ...ofRequest })
export const offeredToAna = happened('WorkOffered', { ...offer, ...ofRequest })
export const acceptedByAna = happened('WorkAccepted', {
  agentId: ana,
  afterSeconds: 0,
  ...ofRequest,
})
export const declinedByAna = happened('WorkDeclined', {
  agentId: ana,
  reason: 'tooFar',
  ...ofRequest,
})
export const lapsed = happened('WorkOfferLapsed', { agentId: ana, ...ofRequest }, at(2))
export const putBack = happened('WorkRequeued', { round: 1, ...ofRequest })
export const completed = happened('WorkCompleted', { agentId: ana, ...ofRequest })
export const withdrawn = happened('WorkWithdrawn', { reason: 'requestClosed', ...ofRequest })
